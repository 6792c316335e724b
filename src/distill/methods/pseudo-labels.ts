// Hard pseudo-labels: the teacher's best guess as a label, the rival of soft targets on unlabeled data.
import * as tf from '@tensorflow/tfjs-core';
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import headShader from '../../../shaders/pseudo-label-head.wgsl?raw';
import { crossEntropy } from '../../nn/losses/cross-entropy.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare } from '../knobs.ts';
import { headInputs } from '../losses/head.ts';
import { pseudoLabelHead } from '../losses/pseudo-label-head.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'pseudo-labels',
  title: { en: 'Hard pseudo-labels', zh: '硬伪标签' },
  plain: {
    en: 'The teacher’s most probable class is taken for the truth. All that it knows of the other classes is thrown away.',
    zh: '把教师认为最可能的类别当作真值。它对其他类别所知的一切都被丢弃。',
  },
  cite: 'Lee 2013, Pseudo-Label, ICML workshop; with the labels of a teacher',
  experiment: 'preset=printed-pool&lanes=alone;kd;pseudo-labels',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y,p) + \alpha\,\mathrm{CE}\bigl(\arg\max q,\; p\bigr)`,
  knobs: { alpha: teacherShare(0.9), epsilon: labelSmoothing },
  termNames: ['hard', 'pseudo'],
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'No filter on the teacher’s confidence. In the paper a network labels for itself; here the teacher does.',
    zh: '不按教师的置信度筛选。论文中由网络自己打标签；这里由教师来打。',
  },
  shaders: [
    { name: 'pseudo-label-head', source: headShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  terms(input, { alpha, epsilon }) {
    // The product makes floats of the indices: a cast alone would leave the buffer as it is.
    const labels = tf.mul(
      tf.cast(tf.argMax(teacherOf(input).logits, 2), 'float32'),
      tf.onesLike(input.labels),
    ); // [seeds, batch]
    const { loss } = crossEntropy({ logits: input.student.logits, labels }, { smoothing: 0 });
    return { hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)), pseudo: tf.mul(loss, alpha) };
  },
  head: (input, { alpha, epsilon }) =>
    pseudoLabelHead(
      { ...headInputs(input), share: alpha },
      { smoothing: epsilon, labelScale: input.labelScale },
    ),
});
