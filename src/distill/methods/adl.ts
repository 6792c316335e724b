// Adaptive distillation (ADL): soft targets weighted toward samples that are hard to learn or to mimic.
import * as tf from '@tensorflow/tfjs-core';
import adaptiveShader from '../../../shaders/adaptive.wgsl?raw';
import headShader from '../../../shaders/adaptive-head.wgsl?raw';
import crossEntropyShader from '../../../shaders/cross-entropy.wgsl?raw';
import { adaptiveKnobs, factors, switches } from '../adaptive-knobs.ts';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { adaptive } from '../losses/adaptive.ts';
import { adaptiveHead } from '../losses/adaptive-head.ts';
import { headInputs } from '../losses/head.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';

const knobs = {
  T: temperature(4),
  alpha: teacherShare(0.9),
  ...adaptiveKnobs,
  epsilon: labelSmoothing,
} as const;

type Chosen = KnobInputs<typeof knobs>;

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
