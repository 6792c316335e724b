// Variational information distillation (VID): the student's layers are to tell as much of the teacher's as can be told.
import * as tf from '@tensorflow/tfjs-core';
import { constant } from '../../nn/parameters.ts';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { adapted, adapter, alike, eachMean, part, stagePairs, stageShapes } from '../features.ts';

/** The variance of each of the teacher's channels at first, and what it never falls below. */
const FIRST = 5;
const LEAST = 1e-5;

export default featureMethod({
  id: 'vid',
  title: { en: 'Variational information (VID)', zh: '变分信息蒸馏（VID）' },
  plain: {
    en: 'From the student’s layer one guesses the teacher’s, with a spread learned for each channel: channels that cannot be guessed grow wide and count less. Good guesses mean shared information.',
    zh: '由学生的层猜测教师的层，并为每个通道学习一个离散程度：猜不准的通道变宽，权重变小。猜得好即信息共享得多。',
  },
  cite: 'Ahn, Hu, Damianou, Lawrence & Dai 2019, arXiv:1904.05835',
  knobs: { beta: hintWeight(1, 20) },
  ownFormula: String.raw`\beta\sum_l \overline{\tfrac12\Bigl[\frac{(f_t-\mu(f_s))^2}{\sigma_c^2}+\log\sigma_c^2\Bigr]},\quad \sigma_c^2=\log\bigl(1+e^{\alpha_c}\bigr)+\epsilon`,
  ownTerms: ['information'],
  ofOne: true,
  note: {
    en: 'μ is a linear map of the channels (1×1), where the paper stacks three with ReLU between; the variance is the paper’s, a softplus of one learned number a channel, 5 at first. The term may fall below zero: it is a log-likelihood.',
    zh: 'μ 是通道的线性映射（1×1），论文用三层并夹 ReLU；方差与论文相同，为每个通道学到的一个数的 softplus，初始为 5。该项可以小于零：它是对数似然。',
  },
  parts: (sizes) =>
    stageShapes(sizes).flatMap(([own, others], i) => {
      const channels = others.at(-1) as number;
      return [
        ...adapter(`mean${i + 1}`, own.at(-1) as number, channels),
        constant(`spread${i + 1}`, channels, Math.log(Math.expm1(FIRST - LEAST))),
      ];
    }),
  own(input, { beta }) {
    const stages = stagePairs(input).map((pair, i) => {
      const [student, teacher] = alike(pair);
      const spread = part(input, `spread${i + 1}`); // [seeds, channels]
      const [seeds, channels] = spread.shape as [number, number];
      const ones = teacher.shape.slice(1, -1).map(() => 1);
      const variance = tf.reshape(tf.add(tf.softplus(spread), LEAST), [seeds, ...ones, channels]);
      const gap = tf.square(tf.sub(adapted(input, `mean${i + 1}`, student), teacher));
      return tf.mul(eachMean(tf.add(tf.div(gap, variance), tf.log(variance))), 0.5);
    });
    return { information: tf.mul(tf.addN(stages), beta) };
  },
});
