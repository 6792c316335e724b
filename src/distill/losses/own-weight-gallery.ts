// Weights to begin with: each a text, and the same in TypeScript, to which a test holds what the GPU makes of the text.
import type { CodeExample, MethodCard } from '../../contract/cards.ts';
import { DEFAULT_TEXT } from './own-weight.ts';
import type { Weigh } from './own-weight-eval.ts';

export interface Example extends CodeExample {
  readonly reference: Weigh;
}

/** `hardest`: the entropy in nats that counts in full by the end; `softness`: how gradual the edge is, likewise. */
const curriculum = (hardest: number, softness: number): Example => ({
  id: 'curriculum',
  title: { en: 'Curriculum: easy first', zh: '课程：先易后难' },
  plain: {
    en: 'Early in the run only samples the teacher is sure of count; the bar falls as training goes on.',
    zh: '训练初期只有教师确定的样本起作用；随着训练进行，门槛逐渐降低。',
  },
  cite: 'after self-paced learning: Kumar, Packer & Koller 2010, NeurIPS 23, with the teacher’s uncertainty as the measure of difficulty',
  code: `// Easy samples first: who may count widens with progress, from 0.0 at the first step to 1.0 at the last.
const hardest = ${hardest}; // entropy in nats that counts in full by the end
const softness = ${softness}; // how gradual the edge is

fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 {
  let bar = hardest * progress;
  return 1.0 - smoothstep(bar, bar + 2.0 * softness, entropy);
}`,
  reference: (_kl, entropy, _confidence, progress) => {
    const bar = hardest * progress;
    const t = Math.min(Math.max((entropy - bar) / (2 * softness), 0), 1);
    return 1 - t * t * (3 - 2 * t);
  },
});

export const GALLERY: readonly Example[] = [
  {
    id: 'adaptive',
    title: { en: 'Adaptive (ADL)', zh: '自适应蒸馏（ADL）' },
    plain: {
      en: 'More where the teacher is unsure (hard to learn) and where the student is far from it (hard to mimic).',
      zh: '教师不确定（难学）以及学生与教师差距大（难模仿）的样本权重更大。',
    },
    cite: 'Tang et al. 2019, arXiv:1901.00366, equations 3 to 5; here the weight is held constant in the gradient',
    code: DEFAULT_TEXT,
    reference: (kl, entropy) => (1 - Math.exp(-(kl + entropy))) ** 2,
  },
  {
    id: 'uniform',
    title: { en: 'Uniform (KD)', zh: '均匀（KD）' },
    plain: {
      en: 'Every sample counts the same: plain soft targets.',
      zh: '每个样本权重相同：即普通软标签蒸馏。',
    },
    cite: 'Hinton, Vinyals & Dean 2015, arXiv:1503.02531',
    code: `// Every sample counts the same: plain soft targets.
fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 {
  return 1.0;
}`,
    reference: () => 1,
  },
  {
    id: 'focal',
    title: { en: 'Focal on the teacher', zh: '以教师为准的 focal' },
    plain: {
      en: 'Focal loss’s factor, by the teacher’s certainty: what it finds easy counts little.',
      zh: 'focal loss 的调制因子，以教师的确定程度计：教师觉得容易的样本权重小。',
    },
    cite: 'after Lin et al. 2017, Focal Loss for Dense Object Detection, arXiv:1708.02002, equation 4, with the teacher’s probability in place of the student’s',
    code: `// Focal loss's factor (1 - p)^gamma, with the teacher's certainty for p.
const gamma = 2.0; // 0.0: every sample counts the same

fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 {
  return pow(max(1.0 - confidence, 0.0), gamma);
}`,
    reference: (_kl, _entropy, confidence) => Math.max(1 - confidence, 0) ** 2,
  },
  {
    id: 'confidence',
    title: { en: 'By the teacher’s confidence', zh: '按教师置信度加权' },
    plain: {
      en: 'The other way round: the teacher is trusted where it is sure, less where it guesses.',
      zh: '反过来：教师有把握时更信任它，靠猜时少信任。',
    },
    cite: 'A plain form of confidence-aware distillation: Zhang, Chen & Wang 2022, Confidence-Aware Multi-Teacher Knowledge Distillation, arXiv:2201.00007, which weighs teachers by how sure they are',
    code: `// The teacher is trusted where it is sure.
const floor_weight = 0.1; // what counts however unsure it is

fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 {
  return mix(floor_weight, 1.0, confidence);
}`,
    reference: (_kl, _entropy, confidence) => 0.1 * (1 - confidence) + confidence,
  },
  curriculum(2.5, 0.25),
];

/** The same for detectors, where every class is a coin, whose entropy is at most ln 2. */
export const DETECTOR_GALLERY: readonly Example[] = GALLERY.map((one) =>
  one.id === 'curriculum' ? curriculum(0.7, 0.07) : one,
);

const code = (gallery: readonly Example[]): NonNullable<MethodCard['code']> => ({
  initial: DEFAULT_TEXT,
  gallery: gallery.map(({ reference: _, ...example }) => example),
});
/** What methods that take a weight say of it on their cards. */
export const [OWN_CODE, DETECTOR_CODE] = [code(GALLERY), code(DETECTOR_GALLERY)] as const;
