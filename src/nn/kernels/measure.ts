// What a step measured, kept on the GPU until the host has time to read it.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/measure.wgsl?raw';
import { defineUpdate } from '../../gpu/kernel.ts';

/**
 * Writes one row of the ring, (step − 1) mod steps by the clock: loss, accuracy, terms, tracked quantities, each [seeds].
 *
 * `value` are the terms and, last, 1 where a sample is right. Of `quantity` the first `tracked` rows count: a tensor cannot
 * be empty on the GPU. `labelScale` is batch ÷ labeled samples in it.
 */
export const measure = defineUpdate({
  name: 'measure',
  shader,
  inputs: { value: ['values', 'seeds', 'batch'], quantity: ['extra', 'seeds'], clock: ['4'] },
  params: { tracked: 'u32', labelScale: 'f32' },
  updates: { ring: ['steps', 'numbers'] },
  invocations: ({ numbers }) => numbers as number,
  reference: ({ value, quantity, clock }, { ring: held }, { tracked, labelScale }) => {
    const [values, seeds] = value.shape as [number, number];
    const means = tf.mean(value, 2); // [values, seeds]
    const terms = tf.slice(means, [0, 0], [values - 1, seeds]);
    const accuracy = tf.mul(tf.slice(means, [values - 1, 0], [1, seeds]), labelScale);
    const rows = [tf.sum(terms, 0, true), accuracy, terms, tf.slice(quantity, [0, 0], [tracked, seeds])];
    const row = tf.reshape(tf.concat(rows, 0), [1, -1]);
    const [steps] = held.shape as [number, number];
    const at = tf.mod(tf.maximum(tf.sub(tf.slice(clock, [0], [1]), 1), 0), steps); // [1]
    const here = tf.expandDims(tf.equal(tf.range(0, steps), at), 1); // [steps, 1]
    const on = tf.cast(tf.tile(here, [1, row.size]), 'bool');
    return { ring: tf.where(on, tf.tile(row, [steps, 1]), held) };
  },
  host: ({ value, quantity, clock, ring }, { tracked, labelScale }) => {
    const [values, seeds, batch] = value.shape as [number, number, number];
    const means = Array.from({ length: values * seeds }, (_, row) => {
      let sum = 0;
      for (let b = 0; b < batch; b++) sum += value.values[row * batch + b] as number;
      return sum / batch;
    });
    const terms = means.slice(0, -seeds);
    const loss = Array.from({ length: seeds }, (_, s) =>
      terms.reduce((sum, mean, i) => (i % seeds === s ? sum + mean : sum), 0),
    );
    const accuracy = means.slice(-seeds).map((mean) => mean * labelScale);
    const row = [...loss, ...accuracy, ...terms, ...quantity.values.subarray(0, tracked * seeds)];
    const next = ring.values.slice();
    next.set(row, (Math.max(0, (clock.values[0] as number) - 1) % (ring.shape[0] as number)) * row.length);
    return { ring: next };
  },
  tolerance: 1e-5,
  cases: [
    measureCase({ values: 2, seeds: 1, batch: 1, extra: 1 }, 0, 1, 5, 1),
    measureCase({ values: 3, seeds: 3, batch: 7, extra: 2 }, 2, 3, 6, 1.75),
    measureCase({ values: 4, seeds: 2, batch: 130, extra: 1 }, 1, 65, 66, 2),
  ],
});

function measureCase(
  dims: { values: number; seeds: number; batch: number; extra: number },
  tracked: number,
  steps: number,
  step: number,
  labelScale: number,
) {
  return {
    dims: { ...dims, steps, numbers: (1 + dims.values + tracked) * dims.seeds },
    params: { tracked, labelScale },
    fill: { clock: (i: number) => (i === 0 ? step : 0) },
  };
}
