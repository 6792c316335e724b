// The loss of a detector's boxes by how much they overlap their objects, of the anchors that have one.
// Source: Rezatofighi, Tsoi, Gwak, Sadeghian, Reid & Savarese 2019, "Generalized Intersection over Union", arXiv:1902.09630,
// algorithm 1.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/giou.wgsl?raw';
import { MOST_RATIO } from '../../detect/boxes.ts';
import { BACKGROUND, NOT_COUNTED } from '../../detect/matching.ts';
import { defineKernel } from '../../gpu/kernel.ts';
import { detached } from './detached.ts';

/** Size, low and high edge of boxes told from their anchors, each [seeds, batch, anchors, 2]. */
function edges(deltas: tf.Tensor): readonly [size: tf.Tensor, low: tf.Tensor, high: tf.Tensor] {
  const [centre, ratio] = tf.split(deltas, 2, 3) as [tf.Tensor, tf.Tensor];
  const size = tf.exp(tf.minimum(ratio, MOST_RATIO));
  return [size, tf.sub(centre, tf.div(size, 2)), tf.add(centre, tf.div(size, 2))];
}
const area = (sides: tf.Tensor): tf.Tensor => {
  const [width, height] = tf.unstack(sides, 3) as [tf.Tensor, tf.Tensor];
  return tf.mul(width, height);
};

const kernel = defineKernel({
  name: 'giou',
  shader,
  inputs: {
    boxes: ['seeds', 'batch', 'anchors', '4'],
    deltas: ['seeds', 'batch', 'anchors', '4'],
    targets: ['seeds', 'batch', 'anchors'],
  },
  outputs: { loss: ['seeds', 'batch', 'anchors'] },
  saved: { slope: ['seeds', 'batch', 'anchors', '4'] },
  params: { most: 'f32' },
  invocations: ({ seeds, batch, anchors }) => (seeds as number) * (batch as number) * (anchors as number),
  reference: ({ boxes, deltas, targets }) => {
    const [size, low, high] = edges(boxes);
    const [other, from, to] = edges(detached(deltas));
    const shared = area(tf.relu(tf.sub(tf.minimum(high, to), tf.maximum(low, from))));
    const union = tf.sub(tf.add(area(size), area(other)), shared);
    const around = area(tf.sub(tf.maximum(high, to), tf.minimum(low, from)));
    const each = tf.add(tf.div(tf.sub(union, shared), union), tf.div(tf.sub(around, union), around));
    return { loss: tf.mul(each, tf.cast(tf.greater(targets, -0.5), 'float32')) };
  },
  gradient: ({ loss }, _, { slope }) => ({ boxes: () => tf.mul(slope, tf.expandDims(loss, -1)) }),
  tolerance: 3e-6,
  cases: [
    { batch: 1, anchors: 1 },
    { batch: 7, anchors: 5 },
    { batch: 2, anchors: 64 },
    { batch: 3, anchors: 130 },
  ].map((dims) => ({
    dims,
    params: { most: MOST_RATIO },
    fill: { targets: (i) => (i % 4 === 0 ? i % 10 : i % 4 === 1 ? NOT_COUNTED : BACKGROUND) },
  })),
});

/**
 * 1 − GIoU of each anchor, from 0 to 2 and not yet divided by the number of objects, [seeds, batch, anchors]; 0 for anchors
 * without an object. `boxes` and `deltas` [seeds, batch, anchors, 4], told from the anchors; `targets` [seeds, batch, anchors],
 * the index of the class as a float32, `BACKGROUND` or `NOT_COUNTED`.
 */
export const giou = (given: Readonly<Record<'boxes' | 'deltas' | 'targets', tf.Tensor>>): tf.Tensor =>
  kernel(given, { most: MOST_RATIO }).loss;
