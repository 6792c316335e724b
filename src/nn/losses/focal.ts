// Focal loss: one sigmoid for every anchor and class; what is easy counts little, so that the many anchors of the background do
// not drown the few with an object.
// Source: Lin et al. 2017, "Focal Loss for Dense Object Detection", arXiv:1708.02002, equation 5.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/focal.wgsl?raw';
import { BACKGROUND, NOT_COUNTED } from '../../detect/matching.ts';
import { defineKernel } from '../../gpu/kernel.ts';
import { detached } from './detached.ts';

/**
 * The loss of each anchor in nats, summed over classes and not yet divided by the number of objects, [seeds, batch, anchors].
 * `logits` [seeds, batch, anchors, classes]; `targets` [seeds, batch, anchors], the index of the class as a float32,
 * `BACKGROUND` or `NOT_COUNTED`; `knobs` [2]: α, the weight of the right class beside 1 − α of the others, and the focus γ.
 * A target that is none of these gives NaN.
 */
export const focal = defineKernel({
  name: 'focal',
  shader,
  inputs: {
    logits: ['seeds', 'batch', 'anchors', 'classes'],
    targets: ['seeds', 'batch', 'anchors'],
    knobs: ['2'],
  },
  outputs: { loss: ['seeds', 'batch', 'anchors'] },
  saved: { slope: ['seeds', 'batch', 'anchors', 'classes'] },
  params: {},
  invocations: ({ seeds, batch, anchors }) => (seeds as number) * (batch as number) * (anchors as number),
  reference: ({ logits, targets, knobs }) => {
    const classes = logits.shape[3] as number;
    const known = tf.logicalAnd(tf.greaterEqual(targets, NOT_COUNTED), tf.less(targets, classes));
    const counts = tf.cast(tf.greater(targets, NOT_COUNTED + 0.5), 'float32');
    const y = tf.cast(tf.equal(tf.expandDims(targets, 3), tf.range(0, classes)), 'float32');
    const [alpha, gamma] = [0, 1].map((i) => tf.slice(detached(knobs), [i], [1])) as [tf.Tensor, tf.Tensor];
    const z = tf.mul(logits, tf.sub(tf.mul(y, 2), 1));
    const share = tf.add(tf.mul(y, alpha), tf.mul(tf.sub(1, y), tf.sub(1, alpha)));
    const focused = tf.exp(tf.neg(tf.mul(gamma, tf.softplus(z)))); // sigmoid(−z)^γ
    const each = tf.mul(tf.sum(tf.mul(tf.mul(share, focused), tf.softplus(tf.neg(z))), 3), counts);
    return { loss: tf.where(known, each, tf.fill(each.shape, Number.NaN)) };
  },
  gradient: ({ loss }, _, { slope }) => ({ logits: () => tf.mul(slope, tf.expandDims(loss, -1)) }),
  tolerance: 3e-6,
  cases: [
    { batch: 1, anchors: 1, classes: 1, alpha: 0.25, gamma: 2 },
    { batch: 7, anchors: 5, classes: 3, alpha: 0.25, gamma: 2 },
    { batch: 2, anchors: 64, classes: 10, alpha: 0.5, gamma: 0 },
    { batch: 3, anchors: 130, classes: 7, alpha: 0.1, gamma: 5 },
    { batch: 1, anchors: 7, classes: 130, alpha: 0.9, gamma: 0.5 },
  ].map(({ alpha, gamma, ...dims }) => ({
    dims,
    fill: {
      knobs: (i) => [alpha, gamma][i] as number,
      targets: (i) => (i % 4 === 0 ? (3 * i) % dims.classes : i % 4 === 1 ? NOT_COUNTED : BACKGROUND),
    },
  })),
});
