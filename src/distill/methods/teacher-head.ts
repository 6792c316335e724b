// Classifier sharing (TH-KD): the student's features also go through the teacher's frozen last layer.
import * as tf from '@tensorflow/tfjs-core';
import { ACTIVATION, dense } from '../../nn/kernels/dense.ts';
import { constant, weights } from '../../nn/parameters.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, temperature } from '../knobs.ts';
import { everySample, softTargets } from '../losses/soft-targets.ts';
import { defineMethod, type StepInput } from '../method.ts';
import { softLoss } from '../soft-loss.ts';

const weight = (symbol: string, most: number, step: number, fallback: number) =>
  ({ kind: 'range', live: true, symbol, min: 0, max: most, step, default: fallback }) as const;

const knobs = {
  T: temperature(4),
  r: {
    ...weight('r', 3, 0.1, 1),
    label: { en: 'Weight of the labels', zh: '标签的权重' },
    hint: { en: 'The cross-entropy of its own head.', zh: '学生自己的头上的交叉熵。' },
  },
  a: {
    ...weight('a', 3, 0.1, 1.5),
    label: { en: 'Weight of the teacher', zh: '教师的权重' },
    hint: { en: 'Soft targets for its own head.', zh: '学生自己的头上的软标签。' },
  },
  b: {
    ...weight('b', 2, 0.01, 0.02),
    label: { en: 'Weight of the shared head', zh: '共享头的权重' },
    hint: {
      en: 'Soft targets for what its features give through the teacher’s last layer.',
      zh: '学生特征经教师最后一层得到的输出上的软标签。',
    },
  },
  epsilon: labelSmoothing,
} as const;

function part({ parts }: StepInput, name: string): tf.Tensor {
  const tensor = parts[name];
  if (!tensor) throw new Error(`teacher-head: its part ${name} is missing.`);
  return tensor;
}

/** What the student's features say through the adapter and the teacher's last layer, [seeds, batch, classes]. */
export function throughTeacher(input: StepInput): tf.Tensor {
  const features = Object.values(input.student.taps).at(-1);
  if (!features || !input.teacherHead)
    throw new Error('A shared head needs a hidden layer of the student and a last layer of the teacher.');
  const activation = ACTIVATION.none;
  const adapted = dense(
    { x: features, weight: part(input, 'adapter'), bias: part(input, 'shift') },
    { activation },
  ).y; // [seeds, batch, teacher's features]
  const [seeds, batch, wide] = adapted.shape as [number, number, number];
  const { weight, bias } = input.teacherHead;
  const heads = weight.shape[0] as number; // one for all seeds, or one a seed
  const rows = tf.reshape(adapted, [heads, (seeds * batch) / heads, wide]);
  return tf.reshape(dense({ x: rows, weight, bias }, { activation }).y, [seeds, batch, -1]);
}

export default defineMethod<typeof knobs>({
  id: 'teacher-head',
  title: { en: 'The teacher’s head on the student (TH-KD)', zh: '教师的头接到学生上（TH-KD）' },
  plain: {
    en: 'The teacher’s last layer, frozen, is put on the student’s features besides its own. To please it, the features must become such as the teacher’s last layer can read.',
    zh: '除了自己的头，学生的特征上再接教师冻结的最后一层。要让它满意，特征就得变成教师最后一层读得懂的样子。',
  },
  cite: 'Ben-Baruch, Karklinsky, Biton, Ben-Cohen, Lawen & Zamir 2022, arXiv:2201.06945',
  experiment:
    'preset=glyphs&data.knobs=classes:40,each:25&data.labels.student=0&data.pool=0&data.poolBatch=0&teacher.net.widths=256,64&student.widths=10,64&training.batch=64&lanes=alone;kd;teacher-head',
  formula: String.raw`r\,\mathrm{CE}(y,p) + a\,T^2\,\mathrm{KL}\bigl(q^{T}\,\|\,p^{T}\bigr) + b\,T^2\,\mathrm{KL}\bigl(q^{T}\,\|\,p_{\theta_t}^{T}\bigr),\quad p_{\theta_t}=\mathrm{softmax}\bigl(\theta_t\,(A\,\phi_s(x)+c)\bigr),\quad \theta_t \text{ frozen}`,
  knobs,
  termNames: ['hard', 'soft', 'shared'],
  tracked: {},
  perSample: {},
  needsTeacher: true,
  readsTaps: true,
  usesPool: true,
  note: {
    en: 'The paper’s students have features as wide as the teacher’s; here an adapter A, trained along with the student, makes them so. The weights are those of the paper for CIFAR-100; b is tiny there, and most of the effect comes from r and a, so compare with KD of like weights. The shared head is for training only: the student answers by its own.',
    zh: '论文中学生的特征与教师同宽；这里由与学生一起训练的适配层 A 来匹配。权重取论文在 CIFAR-100 上的值；其中 b 极小，大部分效果来自 r 与 a，因此请与权重相近的 KD 比较。共享头只用于训练：学生用自己的头作答。',
  },
  shaders: softLoss.shaders.filter(({ name }) => name !== 'soft-head'),
  lineage({ student }) {
    if (student.widths.length === 0)
      throw new Error('The teacher’s head needs a hidden layer of the student to stand on.');
    return { stages: [], from: ['teacher'] };
  },
  parts: ({ features }) => [
    weights('adapter', features.student, features.teacher ?? features.student, 'glorot'),
    constant('shift', features.teacher ?? features.student, 0),
  ],
  terms(input, { T, r, a, b, epsilon }) {
    const teacher = teacherOf(input).logits;
    const soft = (student: tf.Tensor) =>
      softTargets({ student, teacher, temperature: everySample(T, input.labels) }, {}).loss;
    return {
      hard: tf.mul(hardLabels(input, epsilon), r),
      soft: tf.mul(soft(input.student.logits), a),
      shared: tf.mul(soft(throughTeacher(input)), b),
    };
  },
});
