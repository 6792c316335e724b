// The gradients of a dense layer: before its activation, by its input, and by its weights and biases.
import * as tf from '@tensorflow/tfjs-core';
import inputGradient from '../../../shaders/dense-input-gradient.wgsl?raw';
import inputSingle from '../../../shaders/dense-input-gradient-single.wgsl?raw';
import inputTiled from '../../../shaders/dense-input-gradient-tiled.wgsl?raw';
import inputVec4 from '../../../shaders/dense-input-gradient-vec4.wgsl?raw';
import slope from '../../../shaders/dense-slope.wgsl?raw';
import weightGradient from '../../../shaders/dense-weight-gradient.wgsl?raw';
import weightSingle from '../../../shaders/dense-weight-gradient-single.wgsl?raw';
import weightSmall from '../../../shaders/dense-weight-gradient-small.wgsl?raw';
import weightTiled from '../../../shaders/dense-weight-gradient-tiled.wgsl?raw';
import weightVec4 from '../../../shaders/dense-weight-gradient-vec4.wgsl?raw';
import { SLOPE } from '../../gpu/folding.ts';
import type { Variant } from '../../gpu/issue.ts';
import { defineKernel } from '../../gpu/kernel.ts';
import type { Dims } from '../../gpu/shapes.ts';
import { slopeOf } from './activation.ts';
import { everyActivation, fours, SIZES, shadersOf } from './dense-shaders.ts';
import { sumRows } from './dense-sum.ts';

/** g = dy · act′(y), the gradient before the activation. */
export const denseSlope = defineKernel({
  name: SLOPE,
  shader: slope,
  inputs: { dy: ['seeds', 'rows', 'units'], y: ['seeds', 'rows', 'units'] },
  params: { activation: 'u32' },
  outputs: { g: ['seeds', 'rows', 'units'] },
  saved: {},
  invocations: ({ seeds, rows, units }) => (seeds as number) * (rows as number) * (units as number),
  reference: ({ dy, y }, { activation }) => ({ g: tf.mul(dy, slopeOf(y, activation)) }),
  gradient: () => ({}),
  tolerance: 1e-6,
  cases: everyActivation(SIZES.map(({ features: _, ...dims }) => dims)),
});

/** dx = act′(x) · g·Wᵀ, the gradient before the activation that made x, or with the activation `none` by x itself. */
export const denseInputGradient = defineKernel({
  name: 'dense-input-gradient',
  shader: inputGradient,
  inputs: {
    g: ['seeds', 'rows', 'units'],
    weight: ['seeds', 'features', 'units'],
    x: ['seeds', 'rows', 'features'],
  },
  params: { activation: 'u32' },
  outputs: { dx: ['seeds', 'rows', 'features'] },
  saved: {},
  foldsSlope: 'x',
  ...shadersOf(
    'dense-input-gradient',
    { vec4: inputVec4, tiled: inputTiled, single: inputSingle },
    ({ seeds, rows, features }) => ({
      count: seeds as number,
      rows: rows as number,
      columns: features as number,
    }),
    ({ features, units }) => fours(features, units),
  ),
  reference: ({ g, weight, x }, { activation }) => ({
    dx: tf.mul(tf.matMul(g, weight, false, true), slopeOf(x, activation)),
  }),
  gradient: () => ({}),
  tolerance: 5e-5, // sums in another order
  cases: everyActivation(SIZES),
});

/** Rows of a part: so many are summed by one dispatch. Fixed, so that the bits depend on the shape alone. */
const CHUNK = 2048;
const weightsOf = ({ features, units }: Dims): number => (features as number) * (units as number);

const weightShaders = shadersOf<{ readonly chunk: number }>(
  'dense-weight-gradient',
  { vec4: weightVec4, tiled: weightTiled, single: weightSingle },
  ({ seeds, parts, features, units }) => ({
    count: (seeds as number) * (parts as number),
    rows: features as number,
    columns: units as number,
  }),
  // With fewer weights the large tiles were fewer than the four lanes of a software adapter.
  (dims, { chunk }) => fours(dims.rows, dims.features, dims.units, chunk) && weightsOf(dims) >= 4 * 16 * 16,
  ({ count, rows, columns }) => count * (rows + 1) * columns, // and the biases
);
const small: Variant<{ readonly chunk: number }> = {
  name: 'dense-weight-gradient-small',
  shader: weightSmall,
  when: (dims) => weightsOf(dims) <= 8 * 4 * 4, // the lanes of two cores
  invocations: ({ seeds, parts, features, units }) =>
    (seeds as number) *
    (parts as number) *
    Math.ceil((features as number) / 4) *
    Math.ceil((units as number) / 4),
  group: 4,
};

/** dW = xᵀ·g and db = Σ g over the rows, in parts of `chunk` rows. */
const denseWeightGradient = defineKernel({
  name: 'dense-weight-gradient',
  shader: weightGradient,
  inputs: { x: ['seeds', 'rows', 'features'], g: ['seeds', 'rows', 'units'] },
  params: { chunk: 'u32' },
  derived: ({ rows }, { chunk }) => ({ parts: Math.ceil((rows as number) / chunk) }),
  outputs: { dw: ['seeds', 'parts', 'features', 'units'], db: ['seeds', 'parts', 'units'] },
  saved: {},
  ...weightShaders,
  variants: [...weightShaders.variants, small],
  reference: ({ x, g }, { chunk }) => {
    const [seeds, rows] = x.shape as [number, number];
    const parts = Math.ceil(rows / chunk);
    const chunked = (t: tf.Tensor) => {
      const padded = tf.pad(t, [
        [0, 0],
        [0, parts * chunk - rows],
        [0, 0],
      ]);
      return tf.reshape(padded, [seeds, parts, chunk, t.shape[2] as number]);
    };
    return { dw: tf.matMul(chunked(x), chunked(g), true, false), db: tf.sum(chunked(g), 2) };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: SIZES.flatMap((dims) => [
    { dims, params: { chunk: CHUNK } },
    { dims, params: { chunk: 12 } },
  ]),
});

/** The gradients of the weights, [seeds, features, units], and of the biases, [seeds, units]. */
export function weightAndBiasGradients(x: tf.Tensor, g: tf.Tensor): { weight: tf.Tensor; bias: tf.Tensor } {
  const { dw, db } = denseWeightGradient({ x, g }, { chunk: CHUNK });
  return { weight: overParts(dw), bias: overParts(db) };
}

/** The sum over the parts of [seeds, parts, …] as [seeds, …]. */
function overParts(t: tf.Tensor): tf.Tensor {
  const [seeds, parts, ...shape] = t.shape as [number, number, ...number[]];
  if (parts === 1) return tf.reshape(t, [seeds, ...shape]);
  return tf.reshape(sumRows(tf.reshape(t, [seeds, parts, -1])), [seeds, ...shape]);
}
