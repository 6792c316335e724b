// The student alone: the baseline every comparison needs, same seed, same batches, no teacher.
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import headShader from '../../../shaders/label-head.wgsl?raw';
import { hardLabels } from '../hard-labels.ts';
import { labelSmoothing } from '../knobs.ts';
import { labelHead } from '../losses/label-head.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'alone',
  title: { en: 'Alone', zh: '独自学习' },
  plain: {
    en: 'The same student, from the same start and on the same batches, with nothing but the labels.',
    zh: '同一个学生，同样的起点、同样的批次，只有标签。',
  },
  cite: 'Szegedy et al. 2016, arXiv:1512.00567 (label smoothing)',
  experiment: 'preset=digits&lanes=alone;kd',
  formula: String.raw`\mathrm{CE}\bigl((1-\varepsilon)\,y + \tfrac{\varepsilon}{C},\; p\bigr)`,
  knobs: { epsilon: labelSmoothing },
  termNames: ['hard'],
  tracked: {},
  perSample: {},
  needsTeacher: false,
  usesPool: false,
  note: {
    en: 'Sum over classes, mean over the labeled samples of the batch.',
    zh: '对类别求和，对批中有标签的样本取均值。',
  },
  shaders: [
    { name: 'label-head', source: headShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  terms: (input, { epsilon }) => ({ hard: hardLabels(input, epsilon) }),
  head: ({ student, labels, labelScale }, { epsilon }) =>
    labelHead({ student: student.logits, labels }, { smoothing: epsilon, labelScale }),
});
