// Soft targets (KD): the student matches the teacher's softened probabilities.
import * as tf from '@tensorflow/tfjs-core';
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import headShader from '../../../shaders/soft-head.wgsl?raw';
import softTargetsShader from '../../../shaders/soft-targets.wgsl?raw';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { headInputs } from '../losses/head.ts';
import { softHead } from '../losses/soft-head.ts';
import { everySample, softTargets } from '../losses/soft-targets.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'kd',
  title: { en: 'Soft targets (KD)', zh: '软标签（KD）' },
  plain: {
    en: 'The student matches the teacher’s probabilities, softened by a temperature, so that it also learns how wrong the wrong classes are.',
    zh: '学生去匹配教师经温度软化后的概率，从而也学到错误的类别各错到什么程度。',
  },
  cite: 'Hinton, Vinyals & Dean 2015, arXiv:1503.02531',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y, p) + \alpha\,T^2\,\mathrm{KL}\bigl(q^{T} \,\|\, p^{T}\bigr)`,
  knobs: { T: temperature(4), alpha: teacherShare(0.9), epsilon: labelSmoothing },
  termNames: ['hard', 'soft'],
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'Sum over classes, mean over the batch, times T². The hard term sees the labeled samples, the soft one all of them.',
    zh: '对类别求和，对批取均值，乘以 T²。硬项只看有标签的样本，软项看全部样本。',
  },
  shaders: [
    { name: 'soft-head', source: headShader },
    { name: 'soft-targets', source: softTargetsShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  terms(input, { T, alpha, epsilon }) {
    const student = input.student.logits; // [seeds, batch, classes]
    const soft = softTargets(
      { student, teacher: teacherOf(input).logits, temperature: everySample(T, input.labels) },
      {},
    );
    return { hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)), soft: tf.mul(soft.loss, alpha) };
  },
  head: (input, { T, alpha, epsilon }) =>
    softHead(
      { ...headInputs(input), temperature: T, share: alpha },
      { smoothing: epsilon, labelScale: input.labelScale },
    ),
});
