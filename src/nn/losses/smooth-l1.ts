// The loss of a detector's boxes, of the anchors that have an object.
// Source: Girshick 2015, "Fast R-CNN", arXiv:1504.08083, equation 3; the bend is that of later detectors.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/smooth-l1.wgsl?raw';
import { BACKGROUND, NOT_COUNTED } from '../../detect/matching.ts';
import { defineKernel } from '../../gpu/kernel.ts';
import { detached } from './detached.ts';

/**
 * The loss of each anchor, summed over its four numbers and not yet divided by the number of objects, [seeds, batch, anchors];
 * 0 for anchors without an object. `boxes` and `deltas` [seeds, batch, anchors, 4]; `targets` [seeds, batch, anchors], the
 * index of the class as a float32, `BACKGROUND` or `NOT_COUNTED`; `bend`: from this difference on it grows evenly.
 */
export const smoothL1 = defineKernel({
  name: 'smooth-l1',
  shader,
  inputs: {
    boxes: ['seeds', 'batch', 'anchors', '4'],
    deltas: ['seeds', 'batch', 'anchors', '4'],
    targets: ['seeds', 'batch', 'anchors'],
  },
  outputs: { loss: ['seeds', 'batch', 'anchors'] },
  saved: { slope: ['seeds', 'batch', 'anchors', '4'] },
  params: { bend: 'f32' },
  invocations: ({ seeds, batch, anchors }) => (seeds as number) * (batch as number) * (anchors as number),
  reference: ({ boxes, deltas, targets }, { bend }) => {
    const size = tf.abs(tf.sub(boxes, detached(deltas)));
    const near = tf.minimum(size, bend); // its square up to the bend, and from there on evenly
    const each = tf.add(tf.div(tf.square(near), 2 * bend), tf.sub(size, near));
    const counts = tf.cast(tf.greater(targets, -0.5), 'float32');
    return { loss: tf.mul(tf.sum(each, 3), counts) };
  },
  gradient: ({ loss }, _, { slope }) => ({ boxes: () => tf.mul(slope, tf.expandDims(loss, -1)) }),
  tolerance: 3e-6,
  cases: [
    { batch: 1, anchors: 1, bend: 0.11 },
    { batch: 7, anchors: 5, bend: 1 },
    { batch: 2, anchors: 64, bend: 0.5 },
    { batch: 3, anchors: 130, bend: 2 },
  ].map(({ bend, ...dims }) => ({
    dims,
    params: { bend },
    fill: { targets: (i) => (i % 4 === 0 ? i % 10 : i % 4 === 1 ? NOT_COUNTED : BACKGROUND) },
  })),
});
