// Curriculum temperature (CTKD): a temperature that is trained against the student.
import * as tf from '@tensorflow/tfjs-core';
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import curriculumShader from '../../../shaders/curriculum-temperature.wgsl?raw';
import softTargetsShader from '../../../shaders/soft-targets.wgsl?raw';
import { ACTIVATION, dense } from '../../nn/kernels/dense.ts';
import { detached } from '../../nn/losses/detached.ts';
import type { Parameter } from '../../nn/network.ts';
import { constant } from '../../nn/parameters.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare } from '../knobs.ts';
import { curriculumTemperature } from '../losses/curriculum-temperature.ts';
import { everySample, softTargets } from '../losses/soft-targets.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';

const HIDDEN = 16;

const knobs = {
  alpha: teacherShare(0.9),
  mode: {
    kind: 'choice',
    default: 'global',
    label: { en: 'One temperature for', zh: '一个温度用于' },
    hint: {
      en: 'Global learns one number; instance learns a small network that gives every sample its own.',
      zh: '全局：学习一个数；逐样本：学习一个小网络，给每个样本自己的温度。',
    },
    options: [
      { value: 'global', label: { en: 'all samples (global)', zh: '所有样本（全局）' } },
      { value: 'instance', label: { en: 'each sample (instance)', zh: '每个样本（逐样本）' } },
    ],
  },
  ramp: {
    kind: 'range',
    live: true,
    symbol: 'E',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.04,
    label: { en: 'Ramp of the reversal', zh: '反转的上升段' },
    hint: {
      en: 'Over this share of the run λ rises from 0 to 1 along a cosine: from easy to hard.',
      zh: '在运行的这一比例内，λ 沿余弦从 0 升到 1：由易到难。',
    },
  },
  start: {
    kind: 'range',
    live: true,
    symbol: '\\tau_0',
    min: 0.5,
    max: 5,
    step: 0.5,
    default: 1,
    label: { en: 'Lowest temperature', zh: '最低温度' },
    hint: { en: 'The learned temperature stays above this.', zh: '学到的温度始终高于此值。' },
  },
  range: {
    kind: 'range',
    live: true,
    symbol: '\\tau_r',
    min: 1,
    max: 30,
    step: 1,
    default: 20,
    label: { en: 'Range of the temperature', zh: '温度的范围' },
    hint: {
      en: 'The learned temperature stays below lowest + range.',
      zh: '学到的温度始终低于“最低 + 范围”。',
    },
  },
  eta: {
    kind: 'range',
    live: true,
    symbol: '\\eta',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.05,
    label: { en: 'Learning rate of the temperature', zh: '温度的学习率' },
    hint: {
      en: 'The temperature takes SGD steps of its own, with the momentum and the decay of the paper.',
      zh: '温度用自己的 SGD 更新，动量与衰减同论文。',
    },
  },
  epsilon: labelSmoothing,
} as const;
type Chosen = KnobInputs<typeof knobs>;

/** The temperature, [seeds, 1] or [seeds, batch], whose gradient comes out reversed; and λ, [seeds]. */
function learned(input: StepInput, { mode, ramp, start, range }: Chosen) {
  const raw = mode === 'global' ? part(input, 'raw') : instanceRaw(input);
  return curriculumTemperature({ raw, progress: input.progress, ramp, start, range }, {});
}

function part({ parts }: StepInput, name: string): tf.Tensor {
  const tensor = parts[name];
  if (!tensor) throw new Error(`ctkd: its part ${name} is missing.`);
  return tensor;
}

/** A two-layer network on the logits of both, which it reads but does not shape. [seeds, batch] */
function instanceRaw(input: StepInput): tf.Tensor {
  const seen = tf.concat([teacherOf(input).logits, detached(input.student.logits)], 2); // [seeds, batch, 2·classes]
  const hidden = dense(
    { x: seen, weight: part(input, 'w1'), bias: part(input, 'b1') },
    { activation: ACTIVATION.relu },
  ).y;
  const { y } = dense(
    { x: hidden, weight: part(input, 'w2'), bias: part(input, 'b2') },
    { activation: ACTIVATION.none },
  ); // [seeds, batch, 1]
  return tf.squeeze(y, [2]);
}

const drawn = (name: string, rows: number, columns: number): Parameter => ({
  name,
  shape: [rows, columns],
  init: (random) =>
    Float32Array.from({ length: rows * columns }, () => random.normal() * Math.sqrt(1 / rows)),
});

export default defineMethod({
  id: 'ctkd',
  title: { en: 'Curriculum temperature (CTKD)', zh: '课程温度（CTKD）' },
  plain: {
    en: 'The temperature is learned, but against the student: it climbs the loss the student descends, gently at first.',
    zh: '温度是学来的，但与学生对着干：学生下降的损失，它去攀升，起初很温和。',
  },
  cite: 'Li, Li, Yang, Zhao, Song, Luo, Li & Yang 2023, arXiv:2211.16231',
  experiment: 'preset=glyphs&lanes=alone;kd;ctkd',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y,p) + \alpha\,\tau^2\,\mathrm{KL}\bigl(q^{\tau}\,\|\,p^{\tau}\bigr),\quad \tau=\tau_0+\tau_r\,\sigma(g),\quad g \leftarrow g+\eta\,\lambda\,\tfrac{\partial L}{\partial g},\quad \lambda=\tfrac12\bigl(1-\cos(\pi\min(e,E)/E)\bigr)`,
  knobs,
  termNames: ['hard', 'soft'],
  tracked: {
    temperature: { en: 'Temperature τ', zh: '温度 τ' },
    reversal: { en: 'Reversal λ', zh: '反转 λ' },
  },
  perSample: { temperature: { en: 'Temperature τ', zh: '温度 τ' } },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The ramp is ten epochs of 240 in the paper, the same share of the run here. There student and temperature share one optimizer; here the temperature keeps the paper’s SGD whatever the student uses, since Adam would undo λ. The width of the instance network is not published; it has sixteen hidden units here. The temperature starts at 15.6, as in the authors’ code.',
    zh: '论文中上升段为 240 轮中的 10 轮，这里取运行的同样比例。论文里学生与温度共用一个优化器；这里无论学生用什么，温度都保持论文的 SGD，因为 Adam 会抵消 λ。逐样本网络的宽度未公布，这里用 16 个隐藏单元。温度与作者代码一样从 15.6 开始。',
  },
  shaders: [
    { name: 'curriculum-temperature', source: curriculumShader },
    { name: 'soft-targets', source: softTargetsShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  parts: ({ classes }, { mode }) =>
    mode === 'global'
      ? [constant('raw', 1, 1)]
      : [
          drawn('w1', 2 * classes, HIDDEN),
          constant('b1', HIDDEN, 0),
          drawn('w2', HIDDEN, 1),
          constant('b2', 1, 1),
        ],
  // Not the student's optimizer: Adam divides a gradient by its own size, and λ would go with it.
  partsTraining: { optimizer: 'sgd', momentum: 0.9, weightDecay: 5e-4, clip: 0, rate: ({ eta }) => eta },
  terms(input, chosen) {
    const temperature = everySample(learned(input, chosen).temperature, input.labels);
    const soft = softTargets(
      { student: input.student.logits, teacher: teacherOf(input).logits, temperature },
      {},
    );
    return {
      hard: tf.mul(hardLabels(input, chosen.epsilon), tf.sub(1, chosen.alpha)),
      soft: tf.mul(soft.loss, chosen.alpha),
    };
  },
  track(input, chosen) {
    const { temperature, reversal } = learned(input, chosen);
    return { temperature: tf.mean(temperature, 1), reversal };
  },
  maps: (input, chosen) => ({ temperature: everySample(learned(input, chosen).temperature, input.labels) }),
});
