// Soft targets (KD): the student matches the teacher's softened probabilities.
import { defineMethod } from '../method.ts';
import { softFormula, softKnobs, softLoss } from '../soft-loss.ts';

export default defineMethod({
  ...softLoss,
  id: 'kd',
  title: { en: 'Soft targets (KD)', zh: '软标签（KD）' },
  plain: {
    en: 'The student matches the teacher’s probabilities, softened by a temperature, so that it also learns how wrong the wrong classes are.',
    zh: '学生去匹配教师经温度软化后的概率，从而也学到错误的类别各错到什么程度。',
  },
  cite: 'Hinton, Vinyals & Dean 2015, arXiv:1503.02531',
  experiment: 'preset=digits&lanes=alone;kd',
  formula: softFormula('q^{T}'),
  knobs: softKnobs,
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'Sum over classes, mean over the batch, times T². The hard term sees the labeled samples, the soft one all of them.',
    zh: '对类别求和，对批取均值，乘以 T²。硬项只看有标签的样本，软项看全部样本。',
  },
});
