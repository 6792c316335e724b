// Plain distillation for detectors: the teacher's probability of every anchor and class, all counted alike.
import {
  hardKnobs,
  hardTerms,
  plainAnchors,
  SHARES,
  SOFT_SHADERS,
  sharesOf,
  softTerm,
  teacherKnobs,
} from '../detector.ts';
import { defineMethod } from '../method.ts';

const knobs = { ...teacherKnobs, ...hardKnobs } as const;

export default defineMethod({
  id: 'detector-kd',
  title: { en: 'Detector, soft targets', zh: '检测器，软标签' },
  plain: {
    en: 'Beside the labeled objects the student imitates what the teacher says of every anchor. The many anchors of the background count as much as the few with an object.',
    zh: '除标注的物体外，学生还模仿教师对每个锚框所说的。大量的背景锚框与少数有物体的锚框分量相同。',
  },
  cite: 'Hinton, Vinyals & Dean 2015, arXiv:1503.02531; on the sigmoids of a detector as in Tang et al. 2019, arXiv:1901.00366',
  experiment: 'preset=detectors',
  formula: String.raw`\mathcal{L}_{\text{focal}} + \mathcal{L}_{\text{box}} + \frac{\lambda}{\sum_{a,c} q_{ac}^{\theta}}\sum_{a,c}\mathrm{KL}\bigl(q_{ac}\,\|\,p_{ac}\bigr)`,
  knobs,
  termNames: ['hard', 'box', 'soft'],
  tracked: SHARES,
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  detects: true,
  note: {
    en: 'Boxes are learned from labels alone. Scenes without labels add the teacher’s term only.',
    zh: '框只从标签学习。无标签的场景只有教师项。',
  },
  shaders: SOFT_SHADERS,
  terms: (input, chosen) => ({
    ...hardTerms(input, chosen),
    soft: softTerm(plainAnchors(input, chosen).loss, chosen.lambda),
  }),
  track: (input, chosen) => sharesOf(plainAnchors(input, chosen)),
  anchorMaps(input, chosen) {
    const { entropy, gap } = plainAnchors(input, chosen);
    return { entropy, gap };
  },
});
