// Adaptive distillation (ADL) as it was published: on the anchors of a detector, labeled or not.
import { adaptiveKnobs, factors, switches } from '../adaptive-knobs.ts';
import {
  hardKnobs,
  hardTerms,
  pseudoKnobs,
  SHARES,
  SOFT_SHADERS,
  sharesOf,
  softAnchors,
  softTerm,
  teacherKnobs,
} from '../detector.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';

const knobs = {
  ...adaptiveKnobs,
  ...teacherKnobs,
  ...hardKnobs,
  ...pseudoKnobs,
} as const;
type Chosen = KnobInputs<typeof knobs>;

const weighted = (input: StepInput, chosen: Chosen) => {
  const { per, power } = chosen;
  return softAnchors(input, { per, power, ...factors(chosen), params: switches(chosen) });
};

export default defineMethod({
  id: 'detector-adl',
  title: { en: 'Detector, adaptive (ADL)', zh: '检测器，自适应（ADL）' },
  plain: {
    en: 'The student imitates what the teacher says of every anchor: more where the teacher itself is unsure, and where the student is far from it, so that the easy background does not drown the rest.',
    zh: '学生模仿教师对每个锚框所说的：教师自己没把握之处、学生离教师较远之处权重更大，使容易的背景不会淹没其余部分。',
  },
  cite: 'Tang, Feng, Shao, Kuang, Zhang & Chen 2019, Learning Efficient Detector with Semi-supervised Adaptive Distillation, arXiv:1901.00366',
  experiment: 'preset=detectors',
  formula: String.raw`\mathcal{L}_{\text{focal}} + \mathcal{L}_{\text{box}} + \frac{\lambda}{\sum_{a,c} q_{ac}^{\theta}}\sum_{a,c}\bigl(1-e^{-(\mathrm{KL}+\beta H(q_{ac}))}\bigr)^{\gamma}\,\mathrm{KL}\bigl(q_{ac}\,\|\,p_{ac}\bigr)`,
  knobs,
  termNames: ['hard', 'box', 'soft'],
  tracked: SHARES,
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  detects: true,
  note: {
    en: 'β is the paper’s, one minus that of the authors’ program, whose core is the cross-entropy and whose factor α = 0.5 is in λ here. It lets three quarters of all scenes have labels; here the set-up says how many.',
    zh: 'β 取论文的定义，即一减去作者程序中的值；作者程序以交叉熵为核心，其系数 α = 0.5 在此并入 λ。作者程序中四分之三的场景有标签；这里由设置决定。',
  },
  shaders: SOFT_SHADERS,
  pseudoBoxes: ({ pseudo, score }) => (pseudo ? score : null),
  terms: (input, chosen) => ({
    ...hardTerms(input, chosen),
    soft: softTerm(weighted(input, chosen).loss, chosen.lambda),
  }),
  track: (input, chosen) => sharesOf(weighted(input, chosen)),
  anchorMaps(input, chosen) {
    const { weight, entropy, gap } = weighted(input, chosen);
    return { weight, entropy, gap };
  },
});
