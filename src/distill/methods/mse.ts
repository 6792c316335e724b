// Logits by squared error: what soft targets become at a very high temperature.
import * as tf from '@tensorflow/tfjs-core';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare } from '../knobs.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'mse',
  title: { en: 'Squared error of logits', zh: 'logits 平方误差' },
  plain: {
    en: 'The student matches the teacher’s logits themselves, number by number. There is no temperature, and no softmax in between.',
    zh: '学生逐个数值地匹配教师的 logits 本身。没有温度，中间也没有 softmax。',
  },
  cite: 'Ba & Caruana 2014, arXiv:1312.6184; Kim, Oh, Kim, Cho & Yun 2021, arXiv:2105.08919',
  experiment: 'preset=digits&lanes=alone;kd;mse',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y, p) + \frac{\alpha}{C}\,\lVert s - t\rVert_2^2`,
  knobs: { alpha: teacherShare(0.9), epsilon: labelSmoothing },
  termNames: ['hard', 'match'],
  tracked: {},
  perSample: { distance: { en: 'Distance of the logits', zh: 'logits 的距离' } },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'Mean over the classes and the batch, as toolkits have it; the papers sum over the classes. Kim et al. find α = 1 best; with few labels the labels help.',
    zh: '对类别和批取均值，与各工具包一致；论文对类别求和。Kim 等人认为 α = 1 最好；标签很少时标签有帮助。',
  },
  terms(input, { alpha, epsilon }) {
    const squares = tf.squaredDifference(input.student.logits, teacherOf(input).logits);
    return {
      hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)),
      match: tf.mul(tf.mean(squares, 2), alpha),
    };
  },
  maps: (input) => ({
    distance: tf.sqrt(tf.sum(tf.squaredDifference(input.student.logits, teacherOf(input).logits), 2)),
  }),
});
