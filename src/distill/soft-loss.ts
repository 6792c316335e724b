// The loss of soft targets, which several methods have: they differ in whom the student hears, not in how it listens.
import * as tf from '@tensorflow/tfjs-core';
import crossEntropyShader from '../../shaders/cross-entropy.wgsl?raw';
import headShader from '../../shaders/soft-head.wgsl?raw';
import softTargetsShader from '../../shaders/soft-targets.wgsl?raw';
import { hardLabels, teacherOf } from './hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from './knobs.ts';
import { headInputs } from './losses/head.ts';
import { softHead } from './losses/soft-head.ts';
import { everySample, softTargets } from './losses/soft-targets.ts';
import type { Head, KnobInputs, StepInput } from './method.ts';

export const softKnobs = { T: temperature(4), alpha: teacherShare(0.9), epsilon: labelSmoothing };
type Chosen = KnobInputs<typeof softKnobs>;

/** (1 − α)·CE + α·T²·KL(q ‖ p) at temperature T, from the first of those the student learns from. */
export const softLoss = {
  termNames: ['hard', 'soft'],
  shaders: [
    { name: 'soft-head', source: headShader },
    { name: 'soft-targets', source: softTargetsShader },
    { name: 'cross-entropy', source: crossEntropyShader },
  ],
  terms(input: StepInput, { T, alpha, epsilon }: Chosen): Record<string, tf.Tensor> {
    const student = input.student.logits; // [seeds, batch, classes]
    const soft = softTargets(
      { student, teacher: teacherOf(input).logits, temperature: everySample(T, input.labels) },
      {},
    );
    return { hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)), soft: tf.mul(soft.loss, alpha) };
  },
  head: (input: StepInput, { T, alpha, epsilon }: Chosen): Head =>
    softHead(
      { ...headInputs(input), temperature: T, share: alpha },
      { smoothing: epsilon, labelScale: input.labelScale },
    ),
};

/** The formula, of a teacher whose probabilities are called so. */
export const softFormula = (q: string) =>
  String.raw`(1-\alpha)\,\mathrm{CE}(y, p) + \alpha\,T^2\,\mathrm{KL}\bigl(${q} \,\|\, p^{T}\bigr)`;
