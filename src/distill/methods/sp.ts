// Similarity-preserving distillation (SP): samples that are alike to the teacher are to be alike to the student.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { flat, gram, normalised, type Pair, stagePairs } from '../features.ts';

/** Products of every two samples, each row of length 1, [seeds, batch, batch]. */
const similarities = (tap: tf.Tensor): tf.Tensor => normalised(gram(flat(tap)));

export default featureMethod({
  id: 'sp',
  title: { en: 'Similarities (SP)', zh: '相似性保持（SP）' },
  plain: {
    en: 'Two samples that wake the same units of the teacher should wake the same units of the student, whichever these are. The table of all pairs of a batch is copied.',
    zh: '在教师中激活相同单元的两个样本，也应在学生中激活相同的单元，不论是哪些。复制一个批次中所有样本对的表。',
  },
  cite: 'Tung & Mori 2019, arXiv:1907.09682',
  knobs: { beta: hintWeight(3000, 20_000) },
  ownFormula: String.raw`\beta\,\tfrac{1}{B^2}\bigl\|\tilde G_s-\tilde G_t\bigr\|_F^2,\quad G = F F^\top \text{ with rows of length } 1`,
  ownTerms: ['similarity'],
  ofOne: false,
  note: {
    en: 'F is the last stage that both have, each sample’s numbers in a row, before the mean over the image. The weight is the paper’s. The batch here includes unlabeled samples.',
    zh: 'F 是双方的最后一级，在对图像取平均之前，每个样本的数排成一行。权重取自论文。这里的批次也包含无标签样本。',
  },
  own(input, { beta }) {
    const [student, teacher] = stagePairs(input).at(-1) as Pair;
    const gap = tf.square(tf.sub(similarities(student), similarities(teacher)));
    return { similarity: tf.mul(tf.mean(gap, 2), beta) };
  },
});
