// Neuron selectivity transfer (NST): the places that the student's channels choose are to be distributed as the teacher's.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { alike, normalised, product, stagePairs, sums } from '../features.ts';

/** Σ over channels of z zᵀ ÷ channels, z a channel as a vector of length 1 over the places: [seeds, batch, h, w, c] → [seeds·batch, h·w, h·w]. */
function together(map: tf.Tensor): tf.Tensor {
  const [seeds, batch, h, w, c] = map.shape as [number, number, number, number, number];
  const channels = normalised(tf.transpose(tf.reshape(map, [seeds * batch, h * w, c]), [0, 2, 1]));
  return tf.div(product(tf.transpose(channels, [0, 2, 1]), channels), c);
}

export default featureMethod({
  id: 'nst',
  title: { en: 'Neuron selectivity (NST)', zh: '神经元选择性（NST）' },
  plain: {
    en: 'Every channel of a convolution chooses some places of the image. The student’s channels, as a set, are to choose like the teacher’s: the two sets are compared as two samples of one distribution.',
    zh: '卷积的每个通道选择图像中的一些位置。学生的通道作为整体要像教师的通道那样选择：把两组通道当作同一分布的两个样本来比较。',
  },
  cite: 'Huang & Wang 2017, arXiv:1707.01219',
  knobs: { beta: hintWeight(50, 1000) },
  ownFormula: String.raw`\beta\sum_l \mathrm{MMD}^2\bigl(\{z_s^c\},\{z_t^{c'}\}\bigr),\quad k(a,b)=(a^\top b)^2,\quad z^c=\tfrac{f^c}{\|f^c\|}`,
  ownTerms: ['mmd'],
  needs: 'maps',
  ofOne: true,
  note: {
    en: 'The kernel is the polynomial one with d = 2 and c = 0, the paper’s choice. With it the squared distance is that of the two sets’ mean products of places, ‖Gₛ − Gₜ‖², which is how it is worked out here: exact, and without all pairs of channels.',
    zh: '核函数为 d = 2、c = 0 的多项式核，即论文的选择。此时平方距离等于两组通道在位置间平均乘积之差 ‖Gₛ − Gₜ‖²，这里就这样计算：结果精确，且不必算所有通道对。',
  },
  own(input, { beta }) {
    const [seeds, batch] = input.labels.shape as [number, number];
    const stages = stagePairs(input).map((pair) => {
      const [student, teacher] = alike(pair);
      const gap = tf.sub(together(student), together(teacher));
      const squares = tf.reshape(tf.square(gap), [seeds, batch, -1]);
      return tf.squeeze(sums(squares), [2]);
    });
    return { mmd: tf.mul(tf.addN(stages), beta) };
  },
});
