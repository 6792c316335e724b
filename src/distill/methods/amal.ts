// Adaptive mixing (AMAL): every training sample has its own weights of label and teacher, learned on validation data.
import * as tf from '@tensorflow/tfjs-core';
import { detached } from '../../nn/losses/detached.ts';
import { product } from '../features.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { temperature } from '../knobs.ts';
import { everySample, softTargets } from '../losses/soft-targets.ts';
import { defineMethod, type StepInput } from '../method.ts';
import { weight } from '../soft.ts';
import { softLoss } from '../soft-loss.ts';

/** Weights of label and teacher at first, and the most they become. */
const FIRST = [0.1, 0.9] as const;
const MOST = 2;
const TINY = 1e-12;

const knobs = {
  T: temperature(4),
  s: weight('s', 1, 0.3, {
    label: { en: 'Step of the weights', zh: '权重的步长' },
    hint: {
      en: 'By how much a weight moves when its sample comes up, on average over the batch. At 0 the weights stay as they are.',
      zh: '样本出现时其权重移动多少（批内平均）。为 0 时权重不变。',
    },
  }),
  E: weight('E', 1, 0.05, {
    label: { en: 'Begin of the learning', zh: '开始学习的时刻' },
    hint: {
      en: 'Before this share of the run the weights stay as they are.',
      zh: '在运行的这一比例之前，权重保持不变。',
    },
  }),
} as const;

const lastTap = ({ taps }: StepInput['student'], instead: tf.Tensor) => Object.values(taps).at(-1) ?? instead;
const transposed = (t: tf.Tensor) => tf.transpose(t, [0, 2, 1]);
/** 1 where the last axis is at the index, by arithmetic: truth values are no numbers to a kernel. None where it is below 0. */
const oneHot = (index: tf.Tensor, n: number) =>
  tf.relu(tf.sub(1, tf.abs(tf.sub(tf.expandDims(index, -1), tf.range(0, n, 1, 'float32')))));

/** Which samples of the training set these are, [seeds, batch, samples]; all at the first place where nobody knows. */
function places(input: StepInput): tf.Tensor {
  const lambda = input.memory.lambda as tf.Tensor;
  return oneHot(input.index ?? tf.zerosLike(input.labels), lambda.shape[1] as number);
}

/** The weights of a batch's samples, [seeds, batch, 2]: of the label, of the teacher. */
const weightsOf = (input: StepInput) => product(places(input), input.memory.lambda as tf.Tensor);

/**
 * The slope of the validation loss by the weights of the batch's samples, up to a factor, [seeds, batch, 2]: after a step
 * of the last layer alone it is −Σᵥ (1 + hᵢ·hᵥ)(gᵢ·gᵥ), h what goes into that layer and g the slope at the logits.
 */
export function slopes(input: StepInput, T: tf.Tensor): tf.Tensor {
  const { validation, labels } = input;
  if (!validation) throw new Error('Weights that are learned on validation data need some.');
  const student = input.student.logits;
  const classes = student.shape[2] as number;
  const known = tf.expandDims(tf.cast(tf.greaterEqual(labels, 0), 'float32'), 2);
  const hard = tf.mul(tf.sub(tf.softmax(student), oneHot(labels, classes)), known);
  const soft = tf.mul(
    tf.sub(tf.softmax(tf.div(student, T)), tf.softmax(tf.div(teacherOf(input).logits, T))),
    T,
  );
  const there = tf.sub(tf.softmax(validation.student.logits), oneHot(validation.labels, classes));
  const own = lastTap(input.student, student);
  const others = lastTap(validation.student, validation.student.logits);
  const alike = tf.add(product(own, transposed(others)), 1); // [seeds, batch, validation]
  const wanted = product(alike, there); // [seeds, batch, classes]
  return tf.neg(
    tf.stack(
      [hard, soft].map((g) => tf.sum(tf.mul(g, wanted), 2)),
      2,
    ),
  );
}

export default defineMethod<typeof knobs>({
  id: 'amal',
  title: { en: 'Adaptive mixing (AMAL)', zh: '自适应混合（AMAL）' },
  plain: {
    en: 'Whether label or teacher deserves trust differs from sample to sample. Each has two weights of its own; they move so that a step on the training batch lowers the loss on validation data. Wrong labels lose their weight.',
    zh: '该信标签还是信教师，因样本而异。每个样本有自己的两个权重；它们朝着使训练步降低验证损失的方向移动。错误的标签会失去权重。',
  },
  cite: 'Sivasubramanian, Maheshwari, AP, Shenoy & Ramakrishnan 2023, arXiv:2202.03250',
  experiment: 'preset=label-noise',
  formula: String.raw`\lambda^{\mathrm{CE}}_i\,\mathrm{CE}(y_i,p_i)+\lambda^{\mathrm{KD}}_i\,T^2\,\mathrm{KL}(q_i^T\|p_i^T),\qquad \lambda_i\leftarrow\mathrm{clip}\Bigl(\lambda_i+s\,\tfrac{\delta_i}{\overline{|\delta|}},\,0,\,2\Bigr),\quad \delta_i=\sum_v(1+h_i^\top h_v)\,(g_i^\top g_v)`,
  knobs,
  termNames: ['hard', 'soft'],
  tracked: {
    labelWeight: { en: 'Weight of the labels, mean of the batch', zh: '标签的权重，批内平均' },
    teacherWeight: { en: 'Weight of the teacher, mean of the batch', zh: '教师的权重，批内平均' },
    spread: { en: 'Spread of the labels’ weights', zh: '标签权重的离散程度' },
  },
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  readsTaps: true,
  readsValidation: true,
  shaders: softLoss.shaders.filter(({ name }) => name !== 'soft-head'),
  note: {
    en: 'Every sample is weighed anew whenever it comes up, on up to 256 validation samples; the paper does so every ten epochs in five rounds, with a step of 1500 tied to its batch. Here the step is relative to the batch’s mean slope, and the slope is taken where the student stands, not one step ahead. Only the last layer is looked through, as in the paper’s code. Validation data train the weights here: their accuracy is no fair judge of this lane.',
    zh: '样本每次出现都重新定权，依据最多 256 个验证样本；论文每十轮做一次、每次五遍，步长 1500 与其批量相关。这里的步长相对于批内平均斜率，且斜率取在学生当前位置，而非前进一步之后。与论文代码一样只看最后一层。这里的权重用验证数据训练：验证准确率不能公平评价这条赛道。',
  },
  memory: {
    first: ({ samples }) => ({ lambda: { shape: [samples, 2], value: FIRST } }),
    next(input, { T, s, E }) {
      const lambda = input.memory.lambda as tf.Tensor; // [seeds, samples, 2]
      const at = places(input);
      const slope = slopes(input, T);
      const usual = tf.add(tf.mean(tf.abs(slope), [1, 2], true), TINY);
      const begun = tf.cast(tf.greaterEqual(input.progress, E), 'float32');
      const moves = tf.mul(tf.div(slope, usual), tf.neg(tf.mul(s, begun)));
      return { lambda: tf.clipByValue(tf.add(lambda, product(transposed(at), moves)), 0, MOST) };
    },
  },
  terms(input, { T }) {
    const weights = weightsOf(input);
    const [label, teacher] = tf.unstack(weights, 2) as [tf.Tensor, tf.Tensor];
    const soft = softTargets(
      {
        student: input.student.logits,
        teacher: teacherOf(input).logits,
        temperature: everySample(T, input.labels),
      },
      {},
    ).loss;
    return { hard: tf.mul(hardLabels(input, 0), label), soft: tf.mul(soft, teacher) };
  },
  track(input) {
    const [label, teacher] = tf.unstack(detached(weightsOf(input)), 2) as [tf.Tensor, tf.Tensor];
    const mean = tf.mean(label, 1, true);
    return {
      labelWeight: tf.squeeze(mean, [1]),
      teacherWeight: tf.mean(teacher, 1),
      spread: tf.sqrt(tf.mean(tf.square(tf.sub(label, mean)), 1)),
    };
  },
});
