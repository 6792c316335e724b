// Adaptive distillation (ADL): a sample counts by how hard it is to mimic and to learn.
// Source: Tang et al. 2019, "Learning Efficient Detector with Semi-supervised Adaptive Distillation",
// arXiv:1901.00366, equations 3 to 5 — with a softmax over the classes in place of a sigmoid for each.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/adaptive.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { detached } from '../../nn/losses/detached.ts';

/** The floor of A = 1 − exp(−D); at it, no gradient passes through the weight. */
export const FLOOR = 1e-12;

const kernel = defineKernel({
  name: 'adaptive',
  shader,
  inputs: {
    student: ['seeds', 'batch', 'classes'],
    teacher: ['seeds', 'batch', 'classes'],
    knobs: ['3'], // β, γ, T: in one tensor, or there would be ten storage buffers
  },
  outputs: {
    loss: ['seeds', 'batch'],
    weight: ['seeds', 'batch'],
    entropy: ['seeds', 'batch'],
    gap: ['seeds', 'batch'],
  },
  saved: { slope: ['seeds', 'batch', 'classes'] },
  params: { attached: 'u32', core: 'u32', mimic: 'u32' },
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ student, teacher, knobs }, { attached, core, mimic }) => {
    const [beta, gamma, T] = [0, 1, 2].map((i) => tf.slice(detached(knobs), [i], [1])) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const logQ = tf.logSoftmax(tf.div(detached(teacher), T));
    const logP = tf.logSoftmax(tf.div(student, T));
    const q = tf.exp(logQ);
    const gap = tf.sum(tf.mul(q, tf.sub(logQ, logP)), -1);
    const entropy = tf.neg(tf.sum(tf.mul(q, logQ), -1));
    const D = tf.add(tf.mul(gap, mimic), tf.mul(beta, entropy));
    const A = tf.maximum(tf.neg(tf.expm1(tf.neg(D))), FLOOR);
    const weight = tf.pow(A, gamma);
    const inner = core ? tf.add(gap, entropy) : gap;
    return {
      loss: tf.mul(tf.square(T), tf.mul(attached ? weight : detached(weight), inner)),
      weight: detached(weight),
      entropy: detached(entropy),
      gap: detached(gap),
    };
  },
  gradient: ({ loss }, _, { slope }) => ({ student: () => tf.mul(slope, tf.expandDims(loss, -1)) }),
  tolerance: 3e-5, // the reference's: it loses digits to cancellation, and T² magnifies that
  cases: [
    { batch: 1, classes: 2, beta: 1, gamma: 2, T: 1, attached: 1, core: 0, mimic: 1 },
    { batch: 7, classes: 10, beta: 1, gamma: 2, T: 4, attached: 0, core: 0, mimic: 1 },
    { batch: 64, classes: 7, beta: 0, gamma: 1, T: 2, attached: 1, core: 1, mimic: 1 },
    { batch: 130, classes: 64, beta: 0.5, gamma: 0, T: 4, attached: 1, core: 0, mimic: 1 },
    { batch: 7, classes: 130, beta: 1.5, gamma: 2.5, T: 3, attached: 1, core: 1, mimic: 0 },
  ].map(({ batch, classes, beta, gamma, T, ...params }) => ({
    dims: { batch, classes },
    params,
    fill: { knobs: (i) => [beta, gamma, T][i] as number },
  })),
});

/** `student`, `teacher`: logits [seeds, batch, classes]. `beta`, `gamma`, `temperature`: [1] (or []). */
export type AdaptiveInputs = Readonly<
  Record<'student' | 'teacher' | 'beta' | 'gamma' | 'temperature', tf.Tensor>
>;

export interface AdaptiveParams {
  /** 1: the gradient passes through the weight, as in the authors' program; 0: the weight is held constant. */
  readonly attached: number;
  /** What is weighed. 0: the KL divergence, as in the paper; 1: the cross-entropy, as in the authors' program. */
  readonly core: number;
  /** 0 leaves "hard to mimic", the KL divergence, out of the weight. */
  readonly mimic: number;
}

/**
 * loss = T² · weight · core, with k = KL(q‖p) and H the teacher's entropy at temperature T, in nats;
 * weight = (1 − exp(−(mimic·k + β·H)))^γ. All results are [seeds, batch]; `gap` is k, `entropy` is H.
 * β = 0 leaves out "hard to learn" (focal distillation); γ = 0 makes the weight 1: plain soft targets.
 * The gradient flows from `loss` to the student only.
 */
export function adaptive(
  { student, teacher, beta, gamma, temperature }: AdaptiveInputs,
  { attached, core, mimic }: AdaptiveParams,
): {
  readonly loss: tf.Tensor;
  readonly weight: tf.Tensor;
  readonly entropy: tf.Tensor;
  readonly gap: tf.Tensor;
} {
  const knobs = tf.concat([beta, gamma, temperature].map((knob) => tf.reshape(knob, [1])));
  return kernel({ student, teacher, knobs }, { attached, core, mimic });
}
