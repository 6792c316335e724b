// DIST: the teacher's relations, not its numbers. How classes rank for a sample, and how samples rank for a class.
import * as tf from '@tensorflow/tfjs-core';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, temperature } from '../knobs.ts';
import { defineMethod } from '../method.ts';
import { labelWeight, logSoftened, uncorrelated, weight } from '../soft.ts';

const CLASSES = 2;
const BATCH = 1;

export default defineMethod({
  id: 'dist',
  title: { en: 'Relations (DIST)', zh: '关系匹配（DIST）' },
  plain: {
    en: 'The student’s probabilities need only be correlated with the teacher’s: over the classes of a sample, and over the samples of a batch for each class. A strong teacher’s exact numbers are out of reach; its order is not.',
    zh: '学生的概率只需与教师相关：对一个样本在各类别之间相关，对一个类别在批内各样本之间相关。强教师的精确数值难以企及，它的次序却可以学到。',
  },
  cite: 'Huang, You, Wang, Qian & Xu 2022, arXiv:2205.10536',
  experiment: 'preset=digits&lanes=alone;kd;dist',
  formula: String.raw`\lambda\,\mathrm{CE}(y,p) + T^2\Bigl[\beta\,\tfrac1B\sum_i \bigl(1-\rho(q_{i\cdot},p_{i\cdot})\bigr) + \gamma\,\tfrac1C\sum_c \bigl(1-\rho(q_{\cdot c},p_{\cdot c})\bigr)\Bigr]`,
  knobs: {
    T: temperature(4),
    beta: weight('\\beta', 10, 2, {
      label: { en: 'Weight between classes', zh: '类别间的权重' },
      hint: { en: 'How the classes of one sample relate.', zh: '同一样本各类别之间的关系。' },
    }),
    gamma: weight('\\gamma', 10, 2, {
      label: { en: 'Weight within classes', zh: '类别内的权重' },
      hint: { en: 'How the samples of a batch relate in one class.', zh: '批内各样本在同一类别上的关系。' },
    }),
    lambda: labelWeight('\\lambda', 1),
    epsilon: labelSmoothing,
  },
  termNames: ['hard', 'inter', 'intra'],
  tracked: {},
  perSample: { relation: { en: '1 − correlation over the classes', zh: '1 − 类别间相关' } },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'ρ is Pearson’s correlation; the weights and T = 4 are those of the paper for CIFAR-100. The second relation is over the batch of one seed, labeled and unlabeled samples alike.',
    zh: 'ρ 是皮尔逊相关；权重与 T = 4 取自论文的 CIFAR-100 设置。第二种关系在同一种子的批内计算，有无标签的样本一视同仁。',
  },
  terms(input, { T, beta, gamma, lambda, epsilon }) {
    const p = tf.exp(logSoftened(input.student.logits, T));
    const q = tf.exp(logSoftened(teacherOf(input).logits, T));
    const scale = tf.square(T);
    return {
      hard: tf.mul(hardLabels(input, epsilon), lambda),
      inter: tf.mul(uncorrelated(p, q, CLASSES), tf.mul(scale, beta)),
      intra: tf.mul(tf.mean(uncorrelated(p, q, BATCH), 1), tf.mul(scale, gamma)), // [seeds]
    };
  },
  maps(input, { T }) {
    const [p, q] = [input.student.logits, teacherOf(input).logits].map((l) => tf.exp(logSoftened(l, T)));
    return { relation: uncorrelated(p as tf.Tensor, q as tf.Tensor, CLASSES) };
  },
});
