// Weighted soft labels (WSLD): soft targets count less for samples the student already knows better than its teacher.
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../../nn/losses/cross-entropy.ts';
import { detached } from '../../nn/losses/detached.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, temperature } from '../knobs.ts';
import { defineMethod, type StepInput } from '../method.ts';
import { divergence, labelWeight, logSoftened, weight } from '../soft.ts';

const TINY = 1e-7; // as in the authors' code

/** 1 − exp(−CE of the student / CE of the teacher), [seeds, batch], a constant of the step; 1 where there is no label. */
function weightOf(input: StepInput): tf.Tensor {
  const { labels } = input;
  const loss = (logits: tf.Tensor) =>
    crossEntropy({ logits: detached(logits), labels }, { smoothing: 0 }).loss;
  const ratio = tf.div(loss(input.student.logits), tf.add(loss(teacherOf(input).logits), TINY));
  return tf.where(tf.greaterEqual(labels, 0), tf.sub(1, tf.exp(tf.neg(ratio))), tf.onesLike(labels));
}

export default defineMethod({
  id: 'wsld',
  title: { en: 'Weighted soft labels (WSLD)', zh: '加权软标签（WSLD）' },
  plain: {
    en: 'Soft targets lower the variance and add the teacher’s bias. Each sample gets a weight: near 1 while the student is worse at it than the teacher, near 0 once it is better.',
    zh: '软标签降低方差，却带来教师的偏差。每个样本有一个权重：学生不如教师时接近 1，胜过教师后接近 0。',
  },
  cite: 'Zhou, Song, Chen, Zhou, Wang, Yuan & Zhang 2021, arXiv:2102.00650',
  experiment: 'preset=digits&lanes=alone;kd;wsld',
  formula: String.raw`\lambda\,\mathrm{CE}(y,p) + \alpha\,T^2\,\bigl(1-e^{-\mathrm{CE}(y,p)/\mathrm{CE}(y,q)}\bigr)\,\mathrm{KL}(q^T\,\|\,p^T)`,
  knobs: {
    T: temperature(4),
    alpha: weight('\\alpha', 10, 2.25, {
      label: { en: 'Weight of the teacher', zh: '教师的权重' },
      hint: { en: 'Before the weight of each sample.', zh: '在每个样本的权重之前。' },
    }),
    lambda: labelWeight('\\lambda', 1),
    epsilon: labelSmoothing,
  },
  termNames: ['hard', 'soft'],
  tracked: {},
  perSample: { weight: { en: 'Weight', zh: '权重' } },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The weight is a constant of the step, as in the authors’ code. It needs a label; samples without one have the weight 1.',
    zh: '权重是这一步的常数，与作者代码一致。它需要标签；没有标签的样本权重为 1。',
  },
  terms(input, { T, alpha, lambda, epsilon }) {
    const gap = divergence(logSoftened(teacherOf(input).logits, T), logSoftened(input.student.logits, T));
    return {
      hard: tf.mul(hardLabels(input, epsilon), lambda),
      soft: tf.mul(tf.mul(gap, weightOf(input)), tf.mul(alpha, tf.square(T))),
    };
  },
  maps: (input) => ({ weight: weightOf(input) }),
});
