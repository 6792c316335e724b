// The second stage of a gradient in parts: their sum, of which all lines but the last are one parameter's, and the last another's.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/sum-parts.wgsl?raw';
import tiled from '../../../shaders/sum-parts-tiled.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { onGPU, sizeOf } from './sizes.ts';

/** Sums of parts [seeds, parts, rows, columns]: `weight` [seeds, rows − 1, columns] and `bias` [seeds, columns]. */
const sumOfParts = defineKernel({
  name: 'sum-parts',
  shader,
  inputs: { parts: ['seeds', 'parts', 'rows', 'columns'] },
  params: {},
  derived: ({ rows }) => ({ features: (rows as number) - 1 }),
  outputs: { weight: ['seeds', 'features', 'columns'], bias: ['seeds', 'columns'] },
  saved: {},
  invocations: (dims) => sizeOf(dims, 'seeds', 'rows', 'columns'),
  variants: [onGPU('sum-parts-tiled', tiled, (dims) => 16 * sizeOf(dims, 'seeds', 'rows', 'columns'), 256)],
  reference: ({ parts }) => {
    const sum = tf.sum(parts, 1);
    const [seeds, rows, columns] = sum.shape as [number, number, number];
    return {
      weight: tf.slice(sum, [0, 0, 0], [seeds, rows - 1, columns]),
      bias: tf.reshape(tf.slice(sum, [0, rows - 1, 0], [seeds, 1, columns]), [seeds, columns]),
    };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: [
    { dims: { parts: 1, rows: 2, columns: 1 } },
    { dims: { parts: 7, rows: 10, columns: 5 } },
    { dims: { parts: 130, rows: 4, columns: 33 } },
  ],
});

/** The sums of both parameters, made in one dispatch. */
export const sumParts = (parts: tf.Tensor): { readonly weight: tf.Tensor; readonly bias: tf.Tensor } =>
  sumOfParts({ parts }, {});
