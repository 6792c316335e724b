// Correlation congruence (CC): how a batch's samples correlate, by a Gaussian kernel, is to be as with the teacher.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { embeddings, gram, normalised } from '../features.ts';

/** The kernel's width, and where its series ends: the paper's. */
const GAMMA = 0.4;
const ORDER = 2;

/** exp(−2γ) Σₚ (2γ)ᵖ/p! (fᵢ·fⱼ)ᵖ with f of length 1: the Gaussian exp(−γ‖fᵢ − fⱼ‖²) to that order, [seeds, batch, batch]. */
export function correlations(f: tf.Tensor): tf.Tensor {
  const products = gram(normalised(f));
  let sum: tf.Tensor = tf.add(tf.mul(products, 2 * GAMMA), 1);
  let power = products;
  let factor = 2 * GAMMA;
  for (let p = 2; p <= ORDER; p++) {
    power = tf.mul(power, products);
    factor *= (2 * GAMMA) / p;
    sum = tf.add(sum, tf.mul(power, factor));
  }
  return tf.mul(sum, Math.exp(-2 * GAMMA));
}

export default featureMethod({
  id: 'cc',
  title: { en: 'Correlation congruence (CC)', zh: '相关一致性（CC）' },
  plain: {
    en: 'A Gaussian kernel says of every two samples how close they are: near 1 for twins, near 0 for strangers. The student’s table is to be the teacher’s.',
    zh: '高斯核给出每两个样本有多近：孪生接近 1，陌生接近 0。学生的表要与教师的一致。',
  },
  cite: 'Peng, Jin, Liu, Li, Wu, Liu, Zhou & Zhang 2019, arXiv:1904.01802',
  knobs: { beta: hintWeight(100, 2000) },
  ownFormula: String.raw`\beta\,\tfrac{1}{B^2}\bigl\|C_s-C_t\bigr\|^2,\quad C_{ij}\approx e^{-2\gamma}\sum_{p=0}^{2}\tfrac{(2\gamma)^p}{p!}\bigl(\hat f_i^\top \hat f_j\bigr)^p,\quad \gamma=0.4`,
  ownTerms: ['correlation'],
  ofOne: false,
  note: {
    en: 'The kernel is the paper’s, Gaussian by its series to the second order. Its weight depends on how batch and embedding are laid out there; the default here was chosen for this scale. The paper draws batches so that classes meet; here they are drawn like all others.',
    zh: '核函数同论文：展开到二阶的高斯核。论文的权重取决于其批次和嵌入的形式；这里的默认值按本规模选取。论文按类别组织批次；这里与其他方法一样随机抽取。',
  },
  own(input, { beta }) {
    const [student, teacher] = embeddings(input);
    const gap = tf.square(tf.sub(correlations(student), correlations(teacher)));
    return { correlation: tf.mul(tf.mean(gap, 2), beta) };
  },
});
