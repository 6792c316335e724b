// Attention transfer (AT): where in the image the student's stages are active is to be where the teacher's are.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { alike, eachMean, flat, normalised, stagePairs, sums } from '../features.ts';

/** The mean square over channels, as a vector of length 1: [seeds, batch, h, w, c] → [seeds, batch, h·w]. */
const attention = (map: tf.Tensor): tf.Tensor =>
  normalised(flat(tf.div(sums(tf.square(map)), map.shape[4] as number)));

export default featureMethod({
  id: 'at',
  title: { en: 'Attention transfer (AT)', zh: '注意力迁移（AT）' },
  plain: {
    en: 'Not what a hidden layer says but where it says most: the map of its mean square over the channels. The student is to look where its teacher looks, whatever their widths.',
    zh: '不看隐藏层说了什么，而看它在哪里说得最多：各通道平方的平均图。无论宽度如何，学生都要看教师所看之处。',
  },
  cite: 'Zagoruyko & Komodakis 2017, arXiv:1612.03928',
  knobs: { beta: hintWeight(1000, 10_000) },
  ownFormula: String.raw`\beta\sum_l \tfrac{1}{hw}\Bigl\|\tfrac{Q_s}{\|Q_s\|}-\tfrac{Q_t}{\|Q_t\|}\Bigr\|^2,\quad Q=\tfrac1C\sum_c f_c^{\,2}`,
  ownTerms: ['attention'],
  needs: 'maps',
  ofOne: true,
  note: {
    en: 'The formula is that of the authors’ code, which toolkits follow: the square of the difference, averaged over the places; the paper writes the norm itself and β/2. All stages that face each other count, the last facing the last.',
    zh: '公式取自作者代码，工具包也照此：差的平方在各位置上平均；论文写的是范数本身和 β/2。所有相对的级都计入，末级对末级。',
  },
  own(input, { beta }) {
    const stages = stagePairs(input).map((pair) => {
      const [student, teacher] = alike(pair);
      return eachMean(tf.square(tf.sub(attention(student), attention(teacher))));
    });
    return { attention: tf.mul(tf.addN(stages), beta) };
  },
});
