// The squared distance of softened probabilities (Brier score to a teacher).
import * as tf from '@tensorflow/tfjs-core';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'brier',
  title: { en: 'Brier score', zh: '布里尔分数' },
  plain: {
    en: 'The student’s softened probabilities are to be the teacher’s, by their squared distance.',
    zh: '以平方距离让学生的软化概率接近教师的。',
  },
  cite: 'Brier 1950, Monthly Weather Review 78',
  experiment: 'preset=digits&lanes=alone;kd;brier',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y,p) + \alpha\,T^2\,\|q^T-p^T\|^2`,
  knobs: { T: temperature(4), alpha: teacherShare(0.9), epsilon: labelSmoothing },
  termNames: ['hard', 'distance'],
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: { en: 'Sum over classes, mean over the batch, times T².', zh: '对类别求和，对批取均值，乘以 T²。' },
  terms(input, { T, alpha, epsilon }) {
    const soft = (logits: tf.Tensor) => tf.softmax(tf.div(logits, T)); // [seeds, batch, classes]
    const apart = tf.square(tf.sub(soft(input.student.logits), soft(teacherOf(input).logits)));
    return {
      hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)),
      distance: tf.mul(tf.sum(apart, 2), tf.mul(alpha, tf.square(T))),
    };
  },
});
