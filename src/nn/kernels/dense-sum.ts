// Sums of rows in chunks: the second stage of a gradient over very many rows.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/dense-sum.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';

/** Rows one invocation adds. Fixed, so that the bits depend on the shape alone. */
export const CHUNK = 512;

const sumChunks = defineKernel({
  name: 'dense-sum',
  shader,
  inputs: { x: ['seeds', 'rows', 'columns'] },
  params: { chunk: 'u32' },
  derived: ({ rows }, { chunk }) => ({ parts: Math.ceil((rows as number) / chunk) }),
  outputs: { y: ['seeds', 'parts', 'columns'] },
  saved: {},
  invocations: ({ seeds, parts, columns }) => (seeds as number) * (parts as number) * (columns as number),
  reference: ({ x }, { chunk }) => {
    const [seeds, rows, columns] = x.shape as [number, number, number];
    const parts = Math.ceil(rows / chunk);
    const padded = tf.pad(x, [
      [0, 0],
      [0, parts * chunk - rows],
      [0, 0],
    ]);
    return { y: tf.sum(tf.reshape(padded, [seeds, parts, chunk, columns]), 2) };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: [
    { dims: { seeds: 1, rows: 1, columns: 1 }, params: { chunk: CHUNK } },
    { dims: { seeds: 3, rows: 130, columns: 7 }, params: { chunk: 64 } },
    { dims: { seeds: 2, rows: 1030, columns: 65 }, params: { chunk: CHUNK } },
  ],
});

/** The sum over the rows of [seeds, rows, columns] as [seeds, columns], in a fixed order. */
export function sumRows(x: tf.Tensor): tf.Tensor {
  let sums = x;
  do sums = sumChunks({ x: sums }, { chunk: CHUNK }).y;
  while ((sums.shape[1] as number) > 1);
  return tf.reshape(sums, [sums.shape[0] as number, sums.shape[2] as number]);
}
