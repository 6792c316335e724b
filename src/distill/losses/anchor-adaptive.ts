// Adaptive distillation for detectors (ADL): every anchor and class is a sigmoid of its own, and counts by how hard it is to
// mimic and to learn.
// Source: Tang et al. 2019, "Learning Efficient Detector with Semi-supervised Adaptive Distillation", arXiv:1901.00366,
// equations 3 to 5; the normaliser is that of the authors' program.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/anchor-adaptive.wgsl?raw';
import massShader from '../../../shaders/anchor-mass.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { detached } from '../../nn/losses/detached.ts';
import { type AdaptiveParams, FLOOR } from './adaptive.ts';

const SIZES = [
  { batch: 1, anchors: 1, classes: 1 },
  { batch: 7, anchors: 5, classes: 3 },
  { batch: 2, anchors: 64, classes: 10 },
  { batch: 3, anchors: 130, classes: 7 },
  { batch: 1, anchors: 7, classes: 130 },
];

/**
 * What a teacher says of each image in all, [seeds, batch]: Σ sigmoid(t)^power over anchors and classes, 1.8 in the authors'
 * program. `teacher`: logits [seeds, batch, anchors, classes]. It has no gradient.
 */
export const anchorMass = defineKernel({
  name: 'anchor-mass',
  shader: massShader,
  inputs: { teacher: ['seeds', 'batch', 'anchors', 'classes'] },
  outputs: { mass: ['seeds', 'batch'] },
  saved: {},
  params: { power: 'f32' },
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ teacher }, { power }) => ({
    mass: tf.sum(tf.exp(tf.mul(tf.softplus(tf.neg(detached(teacher))), -power)), [2, 3]),
  }),
  gradient: () => ({}),
  tolerance: 2e-6,
  cases: SIZES.map((dims, i) => ({ dims, params: { power: [1.8, 1, 0.5, 3, 1.8][i] as number } })),
});

const kernel = defineKernel({
  name: 'anchor-adaptive',
  shader,
  inputs: {
    student: ['seeds', 'batch', 'anchors', 'classes'],
    teacher: ['seeds', 'batch', 'anchors', 'classes'],
    counted: ['seeds', 'batch', 'anchors'],
    mass: ['seeds', 'batch'],
    knobs: ['2'], // β, γ
  },
  outputs: { loss: ['seeds', 'batch', 'anchors'], seen: ['3', 'seeds', 'batch', 'anchors'] },
  saved: { slope: ['seeds', 'batch', 'anchors', 'classes'] },
  params: { attached: 'u32', core: 'u32', mimic: 'u32' },
  invocations: ({ seeds, batch, anchors }) => (seeds as number) * (batch as number) * (anchors as number),
  reference: ({ student, teacher, counted, mass, knobs }, { attached, core, mimic }) => {
    const [beta, gamma] = [0, 1].map((i) => tf.slice(detached(knobs), [i], [1])) as [tf.Tensor, tf.Tensor];
    const [t, counts] = [detached(teacher), detached(counted)];
    const q = tf.sigmoid(t);
    const crossed = tf.sub(tf.softplus(student), tf.mul(q, student));
    const entropy = tf.sub(tf.softplus(t), tf.mul(q, t));
    const gap = tf.sub(crossed, entropy);
    const D = tf.add(tf.mul(gap, mimic), tf.mul(beta, entropy));
    const weight = tf.pow(tf.maximum(tf.neg(tf.expm1(tf.neg(D))), FLOOR), gamma);
    const each = tf.mul(attached ? weight : detached(weight), core ? crossed : gap);
    const all = tf.maximum(tf.sum(detached(mass), 1), 1); // [seeds]
    const ofAnchor = (x: tf.Tensor) => tf.mul(tf.sum(x, 3), counts);
    return {
      loss: tf.div(ofAnchor(each), tf.reshape(all, [-1, 1, 1])),
      seen: tf.stack([
        tf.mul(tf.max(detached(weight), 3), counts),
        ofAnchor(detached(entropy)),
        ofAnchor(detached(gap)),
      ]),
    };
  },
  gradient: ({ loss }, _, { slope }) => ({ student: () => tf.mul(slope, tf.expandDims(loss, -1)) }),
  tolerance: 3e-5, // the reference's, as of adaptive
  cases: [
    { beta: 1, gamma: 2, attached: 1, core: 0, mimic: 1 },
    { beta: 1, gamma: 2, attached: 0, core: 1, mimic: 1 },
    { beta: 0.5, gamma: 1, attached: 1, core: 1, mimic: 1 },
    { beta: 0.5, gamma: 0, attached: 1, core: 0, mimic: 1 },
    { beta: 1.5, gamma: 2.5, attached: 1, core: 1, mimic: 0 },
  ].map(({ beta, gamma, ...params }, i) => ({
    dims: SIZES[i] as (typeof SIZES)[number],
    params,
    fill: {
      knobs: (at) => [beta, gamma][at] as number,
      counted: (at) => Number(at % 5 !== 3),
      mass: (at) => (i === 1 ? 0.01 : 0.3 + (at % 3)), // below one in all, and above
    },
  })),
});

/** `student`, `teacher`: logits [seeds, batch, anchors, classes]. */
export interface AnchorAdaptiveInputs {
  readonly student: tf.Tensor;
  readonly teacher: tf.Tensor;
  /** [seeds, batch, anchors]: 1, or 0 for an anchor that does not count, as those between background and object. */
  readonly counted: tf.Tensor;
  /** Of `anchorMass`, [seeds, batch]. */
  readonly mass: tf.Tensor;
  /** [1] each. */
  readonly beta: tf.Tensor;
  readonly gamma: tf.Tensor;
}

/**
 * Of each anchor, [seeds, batch, anchors]: loss = Σ_c weight · core / max(1, Σ_b mass), in nats, with k = KL(q‖p) of the two
 * sigmoids, H the teacher's entropy and weight = (1 − exp(−(mimic·k + β·H)))^γ; the largest `weight` among its classes; and
 * `entropy` and `gap`, the sums of H and k. β is the paper's, one minus that of the authors' program. γ = 0 is plain
 * distillation. The gradient flows from `loss` to the student only.
 */
export function anchorAdaptive(
  { beta, gamma, ...rest }: AnchorAdaptiveInputs,
  params: AdaptiveParams,
): Readonly<Record<'loss' | 'weight' | 'entropy' | 'gap', tf.Tensor>> {
  const { loss, seen } = kernel(
    { ...rest, knobs: tf.concat([beta, gamma].map((knob) => tf.reshape(knob, [1]))) },
    { attached: params.attached, core: params.core, mimic: params.mimic },
  );
  const [weight, entropy, gap] = tf.unstack(seen) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { loss, weight, entropy, gap };
}
