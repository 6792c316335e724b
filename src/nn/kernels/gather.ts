// The batch of a step for every seed, taken on the GPU from the data set by each seed's shuffled order.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/gather.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';

/** The label of a sample that comes without one. */
export const UNLABELED = -1;
/** Features that one invocation copies. */
const RUN = 16;

/**
 * x[s,b,·] = data[order[s,c+b],·] and y[s,b] = labels[order[s,c+b]] with c = ((step − 1) mod ⌊window/batch⌋)·batch: the
 * order holds a window of so many steps. Positions from `labeled` on have the label −1.
 */
export const gather = defineKernel({
  name: 'gather',
  shader,
  inputs: { data: ['samples', 'features'], labels: ['samples'], order: ['seeds', 'window'], clock: ['4'] },
  ints: ['order'],
  params: { batch: 'u32', labeled: 'u32' },
  derived: ({ features }, { batch }) => ({ rows: batch, runs: Math.ceil((features as number) / RUN) }),
  outputs: { x: ['seeds', 'rows', 'features'], y: ['seeds', 'rows'] },
  saved: {},
  invocations: ({ seeds, rows, runs }) => (seeds as number) * (rows as number) * (runs as number),
  reference: ({ data, labels, order, clock }, { batch, labeled }) => {
    const [samples, features] = data.shape as [number, number];
    const [seeds, window] = order.shape as [number, number];
    const past = tf.maximum(tf.sub(tf.slice(clock, [0], [1]), 1), 0);
    const cursor = tf.mul(tf.mod(past, Math.max(1, Math.floor(window / batch))), batch); // [1]
    const places = tf.cast(tf.minimum(tf.add(cursor, tf.range(0, batch)), window - 1), 'int32'); // [batch]
    const drawn = tf.reshape(tf.gather(order, places as tf.Tensor1D, 1), [seeds * batch]);
    const chosen = tf.clipByValue(drawn, 0, samples - 1) as tf.Tensor1D;
    const known = tf.cast(tf.less(tf.range(0, batch), labeled), 'float32');
    const y = tf.reshape(tf.gather(labels, tf.cast(chosen, 'int32')), [seeds, batch]);
    return {
      x: tf.reshape(tf.gather(data, tf.cast(chosen, 'int32')), [seeds, batch, features]),
      y: tf.add(tf.mul(y, known), tf.mul(UNLABELED, tf.sub(1, known))),
    };
  },
  gradient: () => ({}),
  tolerance: 0,
  cases: [
    gatherCase({ samples: 1, features: 1, seeds: 1, window: 1 }, { batch: 1, labeled: 1 }, 1),
    gatherCase({ samples: 7, features: 64, seeds: 3, window: 21 }, { batch: 7, labeled: 4 }, 3),
    gatherCase({ samples: 130, features: 2, seeds: 2, window: 256 }, { batch: 64, labeled: 64 }, 1003),
    gatherCase({ samples: 130, features: 5, seeds: 2, window: 100 }, { batch: 64, labeled: 0 }, 6),
  ],
});

/** A case for the parity test: an order within the samples, and the clock at `step`. */
export function gatherCase<P>(
  dims: Readonly<Record<string, number>> & { samples: number },
  params: P,
  step: number,
) {
  return {
    dims,
    params,
    fill: {
      order: (i: number) => (i * 37 + 11) % dims.samples,
      clock: (i: number) => (i === 0 ? step : 0),
      labels: (i: number) => i % 10,
    },
  };
}
