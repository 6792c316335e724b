// Adaptive distillation (ADL): soft targets weighted toward samples that are hard to learn or to mimic.
import * as tf from '@tensorflow/tfjs-core';
import adaptiveShader from '../../../shaders/adaptive.wgsl?raw';
import headShader from '../../../shaders/adaptive-head.wgsl?raw';
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { type AdaptiveParams, adaptive } from '../losses/adaptive.ts';
import { adaptiveHead } from '../losses/adaptive-head.ts';
import { headInputs } from '../losses/head.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';

const knobs = {
  T: temperature(4),
  alpha: teacherShare(0.9),
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
  epsilon: labelSmoothing,
} as const;

type Chosen = KnobInputs<typeof knobs>;

const switches = ({ attached, core, mimic }: Chosen): AdaptiveParams => ({
  attached: Number(attached),
  core: Number(core === 'ce'),
  mimic: Number(mimic),
});

/** β and γ as the switches leave them: without uncertainty β is 0, and without either factor γ is, which makes all weights 1. */
const factors = ({ beta, gamma, learn, mimic }: Chosen) => ({
  beta: learn ? beta : tf.zeros([1]),
  gamma: learn || mimic ? gamma : tf.zeros([1]),
});

const weighted = (input: StepInput, chosen: Chosen) =>
  adaptive(
    {
      student: input.student.logits,
      teacher: teacherOf(input).logits,
      ...factors(chosen),
      temperature: chosen.T,
    },
    switches(chosen),
  );

export default defineMethod({
  id: 'adl',
  title: { en: 'Adaptive (ADL)', zh: '自适应（ADL）' },
  plain: {
    en: 'Soft targets with a weight a sample: more where the teacher itself is unsure, and where the student is far from it.',
    zh: '每个样本带权重的软标签：教师自己没把握之处、学生离教师较远之处，权重更大。',
  },
  cite: 'Tang, Feng, Shao, Kuang, Zhang & Chen 2019, Learning Efficient Detector with Semi-supervised Adaptive Distillation, arXiv:1901.00366',
  experiment: 'preset=digits&lanes=alone;kd;adl;pseudo-labels',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y,p) + \alpha\,T^2\,\bigl(1-e^{-(\mathrm{KL}+\beta H(q^T))}\bigr)^{\gamma}\,\mathrm{KL}\bigl(q^T\,\|\,p^T\bigr)`,
  knobs,
  termNames: ['hard', 'soft'],
  tracked: {},
  perSample: {
    weight: { en: 'Weight', zh: '权重' },
    entropy: { en: 'Teacher’s uncertainty (entropy)', zh: '教师的不确定性（熵）' },
    gap: { en: 'Gap to the teacher (KL)', zh: '与教师的差距（KL）' },
  },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The paper weights every anchor of a detector with a sigmoid a class; this is its softmax form, one weight a sample, divided by the batch and not by the sum of the teacher’s powers.',
    zh: '论文对检测器的每个锚框、每个类别的 sigmoid 加权；这里是它的 softmax 形式，每个样本一个权重，除以批大小而不是教师概率幂之和。',
  },
  shaders: [
    { name: 'adaptive-head', source: headShader },
    { name: 'adaptive', source: adaptiveShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  terms: (input, chosen) => ({
    hard: tf.mul(hardLabels(input, chosen.epsilon), tf.sub(1, chosen.alpha)),
    soft: tf.mul(weighted(input, chosen).loss, chosen.alpha),
  }),
  head(input, chosen) {
    const { T, alpha, epsilon } = chosen;
    return adaptiveHead(
      { ...headInputs(input), ...factors(chosen), temperature: T, share: alpha },
      { ...switches(chosen), smoothing: epsilon, labelScale: input.labelScale },
    );
  },
  maps(input, chosen) {
    const { weight, entropy, gap } = weighted(input, chosen);
    return { weight, entropy, gap };
  },
});
