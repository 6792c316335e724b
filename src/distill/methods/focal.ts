// A detector alone: focal loss for what is in each anchor, smooth L1 or the overlap for where it is. The baseline on scenes.
import { classKnob, HARD_SHADERS, hardKnobs, hardTerms, onlyClass } from '../detector.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'focal',
  title: { en: 'Detector alone', zh: '检测器独自学习' },
  plain: {
    en: 'The same detector, from the same start and on the same scenes, with nothing but the objects that are labeled.',
    zh: '同一个检测器，同样的起点、同样的场景，只有标注的物体。',
  },
  cite: 'Lin, Goyal, Girshick, He & Dollár 2017, Focal Loss for Dense Object Detection, arXiv:1708.02002',
  experiment: 'preset=detectors&lanes=focal;detector-adl',
  formula: String.raw`\frac{1}{N}\sum_{a}\Bigl[\sum_c \alpha_c\,(1-p_{ac}^{\,y})^{\gamma_0}\,\bigl(-\ln p_{ac}^{\,y}\bigr) + [\text{object}]\;\ell(\delta_a, \delta_a^{*})\Bigr]`,
  knobs: { k: classKnob(0, 0), ...hardKnobs },
  termNames: ['hard', 'box'],
  tracked: {},
  perSample: {},
  needsTeacher: false,
  usesPool: false,
  detects: true,
  note: {
    en: 'Sum over anchors and classes, divided by the anchors N of the batch that have an object. ℓ is smooth L1, or 1 − GIoU (Rezatofighi et al. 2019, arXiv:1902.09630). One hidden convolution a head where the paper has four.',
    zh: '对锚框和类别求和，除以该批中有物体的锚框数 N。ℓ 为 smooth L1，或 1 − GIoU（Rezatofighi 等人 2019，arXiv:1902.09630）。每个头只有一个隐藏卷积，论文中为四个。',
  },
  shaders: HARD_SHADERS,
  matched: onlyClass,
  terms: (input, chosen) => hardTerms({ ...input, matched: onlyClass(input, chosen) }, chosen),
});
