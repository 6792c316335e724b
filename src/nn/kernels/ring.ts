// What a step measured, kept on the GPU until the host has time to read it.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/ring.wgsl?raw';
import { defineUpdate } from '../../gpu/kernel.ts';

/** ring[(step − 1) mod rows, ·] ← row, with the step from the clock. */
export const ring = defineUpdate({
  name: 'ring',
  shader,
  inputs: { row: ['numbers'], clock: ['4'] },
  params: {},
  updates: { ring: ['rows', 'numbers'] },
  invocations: ({ numbers }) => numbers as number,
  reference: ({ row, clock }, { ring: held }) => {
    const [rows] = held.shape as [number, number];
    const at = tf.mod(tf.maximum(tf.sub(tf.slice(clock, [0], [1]), 1), 0), rows); // [1]
    const here = tf.expandDims(tf.equal(tf.range(0, rows), at), 1); // [rows, 1]
    const on = tf.cast(tf.tile(here, [1, row.size]), 'bool');
    return { ring: tf.where(on, tf.tile(tf.expandDims(row, 0), [rows, 1]), held) };
  },
  tolerance: 0,
  cases: [
    { dims: { numbers: 1, rows: 1 }, fill: { clock: (i) => (i === 0 ? 5 : 0) } },
    { dims: { numbers: 7, rows: 3 }, fill: { clock: (i) => (i === 0 ? 6 : 0) } },
    { dims: { numbers: 130, rows: 65 }, fill: { clock: (i) => (i === 0 ? 66 : 0) } },
  ],
});
