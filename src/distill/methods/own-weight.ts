// A weight of the visitor's own: soft targets, each sample weighted by a function they write while it trains.
import * as tf from '@tensorflow/tfjs-core';
import adaptiveShader from '../../../shaders/adaptive.wgsl?raw';
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import headShader from '../../../shaders/own-weight-head.wgsl?raw';
import { mean } from '../../nn/kernels/mean.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { adaptive } from '../losses/adaptive.ts';
import { headInputs } from '../losses/head.ts';
import { compileText, DEFAULT_TEXT, ownWeight, ownWeightHead } from '../losses/own-weight.ts';
import { OWN_CODE } from '../losses/own-weight-gallery.ts';
import { defineMethod, type StepInput } from '../method.ts';

const zero = () => tf.zeros([1]);
const textOf = ({ code }: StepInput): string => code ?? DEFAULT_TEXT;

/** T² KL with its gradient, and what the weight is made of; then the weight, as a constant. */
function weighed(input: StepInput, T: tf.Tensor) {
  const teacher = teacherOf(input).logits;
  // ADL with γ = 0 weighs every sample with 1 and says gap and entropy besides.
  const { loss, entropy, gap } = adaptive(
    { student: input.student.logits, teacher, beta: zero(), gamma: zero(), temperature: T },
    { attached: 0, core: 0, mimic: 1 },
  );
  const certainty = tf.max(tf.softmax(tf.div(teacher, T)), -1);
  const [k, H] = [tf.maximum(gap, 0), tf.maximum(entropy, 0)];
  const made = ownWeight({ gap: k, uncertainty: H, certainty, elapsed: input.progress }, textOf(input));
  return { loss, gap, entropy, certainty, ...made };
}

/** The means over the batch of weight and fault, from [2, seeds, batch]; each [seeds]. */
function watched(both: tf.Tensor): Record<string, tf.Tensor> {
  const [, seeds, batch] = both.shape as [number, number, number];
  const { y } = mean({ x: tf.reshape(both, [2 * seeds, batch, 1]) }, {});
  const of = (row: number) => tf.reshape(tf.slice(y, [row * seeds, 0], [seeds, 1]), [seeds]);
  return { weight: of(0), faults: of(1) };
}

export default defineMethod({
  id: 'own-weight',
  title: { en: 'Your own weight', zh: '自定义权重' },
  plain: {
    en: 'Soft targets, each sample weighted by a function that you write, and may rewrite while it trains.',
    zh: '软标签蒸馏，每个样本按你编写的函数加权；训练过程中可以随时改写。',
  },
  cite: 'A weight a sample as in Tang et al. 2019, arXiv:1901.00366, with the function open',
  experiment: 'preset=digits&lanes=alone;kd;own-weight',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y,p) + \alpha\,T^2\,w\bigl(\mathrm{KL},H(q^T),\max q^T,t\bigr)\,\mathrm{KL}\bigl(q^T\,\|\,p^T\bigr)`,
  knobs: { T: temperature(4), alpha: teacherShare(0.9), epsilon: labelSmoothing },
  termNames: ['hard', 'soft'],
  tracked: { weight: { en: 'Mean weight', zh: '平均权重' } },
  watched: ['faults'],
  perSample: {
    weight: { en: 'Weight', zh: '权重' },
    entropy: { en: 'Teacher’s uncertainty (entropy)', zh: '教师的不确定性（熵）' },
    gap: { en: 'Gap to the teacher (KL)', zh: '与教师的差距（KL）' },
    confidence: { en: 'Teacher’s confidence', zh: '教师的置信度' },
  },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The weight is a constant of the step: it scales the gradient and is not differentiated. A negative one drives the student away from the teacher; one that is no number counts as 0, and the lane says so.',
    zh: '权重在每一步中视为常数：它缩放梯度，本身不参与求导。负权重会使学生远离教师；不是数的权重按 0 计，并在赛道中说明。',
  },
  code: OWN_CODE,
  shaders: [
    { name: 'own-weight-head', source: headShader },
    { name: 'adaptive', source: adaptiveShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  compile: compileText,
  terms(input, { T, alpha, epsilon }) {
    const { loss, weights } = weighed(input, T);
    return {
      hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)),
      soft: tf.mul(tf.mul(loss, weights), alpha),
    };
  },
  head(input, { T, alpha, epsilon }) {
    const { watched: both, ...head } = ownWeightHead(
      { ...headInputs(input), temperature: T, share: alpha, progress: input.progress },
      { smoothing: epsilon, labelScale: input.labelScale },
      textOf(input),
    );
    return { ...head, tracked: watched(both) };
  },
  track(input, { T }) {
    const { weights, faults } = weighed(input, T);
    return watched(tf.stack([weights, faults]));
  },
  maps(input, { T }) {
    const { weights, entropy, gap, certainty } = weighed(input, T);
    return { weight: weights, entropy, gap, confidence: certainty };
  },
});
