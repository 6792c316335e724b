// The two factors of ADL's weight, what they weight, and whether there is a gradient through them: knobs that ADL has on
// classifiers and on detectors.
import * as tf from '@tensorflow/tfjs-core';
import type { Knobs } from '../contract/cards.ts';
import type { AdaptiveParams } from './losses/adaptive.ts';
import type { KnobInputs } from './method.ts';

export const adaptiveKnobs = {
  beta: {
    kind: 'range',
    live: true,
    symbol: '\\beta',
    min: 0,
    max: 4,
    step: 0.1,
    default: 1,
    label: { en: 'Weight of the teacher’s uncertainty', zh: '教师不确定性的权重' },
    hint: {
      en: 'How much a sample the teacher is unsure of (hard to learn) counts. At 0 only the gap counts: focal distillation.',
      zh: '教师没有把握（难学）的样本占多大分量。为 0 时只看差距：即焦点蒸馏。',
    },
  },
  gamma: {
    kind: 'range',
    live: true,
    symbol: '\\gamma',
    min: 0,
    max: 5,
    step: 0.1,
    default: 2,
    label: { en: 'Focus', zh: '聚焦' },
    hint: {
      en: 'The higher, the less easy samples count. At 0 every sample counts the same: plain soft targets.',
      zh: '越高，容易的样本分量越小。为 0 时每个样本分量相同：即普通软标签。',
    },
  },
  mimic: {
    kind: 'switch',
    default: true,
    label: { en: 'Hard to mimic counts', zh: '计入难模仿程度' },
    hint: {
      en: 'Whether the gap between student and teacher is part of the weight.',
      zh: '学生与教师之间的差距是否计入权重。',
    },
  },
  learn: {
    kind: 'switch',
    default: true,
    label: { en: 'Hard to learn counts', zh: '计入难学程度' },
    hint: {
      en: 'Whether the teacher’s uncertainty is part of the weight. With neither, every sample counts the same.',
      zh: '教师的不确定性是否计入权重。两者都不计时，每个样本分量相同。',
    },
  },
  attached: {
    kind: 'switch',
    default: true,
    label: { en: 'Gradient through the weight', zh: '梯度经过权重' },
    hint: {
      en: 'On as in the authors’ code: the weight is differentiated too. Off: it is a constant of the step.',
      zh: '开：与作者代码一致，权重也参与求导。关：权重是这一步的常数。',
    },
  },
  core: {
    kind: 'choice',
    default: 'kl',
    label: { en: 'What is weighted', zh: '加权的对象' },
    hint: {
      en: 'The paper weights the KL divergence, the authors’ code the cross-entropy.',
      zh: '论文对 KL 散度加权，作者代码对交叉熵加权。',
    },
    options: [
      { value: 'kl', label: { en: 'KL divergence (paper)', zh: 'KL 散度（论文）' } },
      { value: 'ce', label: { en: 'Cross-entropy (code)', zh: '交叉熵（代码）' } },
    ],
  },
} as const satisfies Knobs;

type Chosen = KnobInputs<typeof adaptiveKnobs>;

export const switches = ({ attached, core, mimic }: Chosen): AdaptiveParams => ({
  attached: Number(attached),
  core: Number(core === 'ce'),
  mimic: Number(mimic),
});

/** β and γ as the switches leave them: without uncertainty β is 0, and without either factor γ is, which makes all weights 1. */
export const factors = ({ beta, gamma, learn, mimic }: Chosen) => ({
  beta: learn ? beta : tf.zeros([1]),
  gamma: learn || mimic ? gamma : tf.zeros([1]),
});
