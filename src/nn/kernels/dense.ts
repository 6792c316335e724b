// A dense layer with a weight matrix for every seed, its activation, and its gradients.
// Convolutions are dense layers over patches: there `rows` are the pixels of all samples.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/dense.wgsl?raw';
import inputGradient from '../../../shaders/dense-input-gradient.wgsl?raw';
import slope from '../../../shaders/dense-slope.wgsl?raw';
import weightGradient from '../../../shaders/dense-weight-gradient.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { CHUNK, sumRows } from './dense-sum.ts';

/** What the shaders call the activations. */
export const ACTIVATION = { none: 0, relu: 1, tanh: 2 } as const;
export type Activation = keyof typeof ACTIVATION;

const TILE = 8;
const tiles = (size: number | undefined): number => Math.ceil((size as number) / TILE);

/** Awkward sizes for the parity tests: one, odd, just over whole tiles, several chunks of rows. */
const SIZES = [
  { seeds: 1, rows: 1, features: 1, units: 1 },
  { seeds: 3, rows: 7, features: 65, units: 10 },
  { seeds: 2, rows: 130, features: 64, units: 65 },
  { seeds: 1, rows: 8, features: 784, units: 3 },
  { seeds: 2, rows: 1030, features: 9, units: 8 },
] as const;
const CASES = SIZES.flatMap((dims) =>
  Object.values(ACTIVATION).map((activation) => ({ dims, params: { activation } })),
);

/** g = dy · act′(y), the gradient before the activation. */
const denseSlope = defineKernel({
  name: 'dense-slope',
  shader: slope,
  inputs: { dy: ['seeds', 'rows', 'units'], y: ['seeds', 'rows', 'units'] },
  params: { activation: 'u32' },
  outputs: { g: ['seeds', 'rows', 'units'] },
  saved: {},
  invocations: ({ seeds, rows, units }) => (seeds as number) * (rows as number) * (units as number),
  reference: ({ dy, y }, { activation }) => {
    if (activation === ACTIVATION.relu) return { g: tf.mul(dy, tf.cast(tf.greater(y, 0), 'float32')) };
    if (activation === ACTIVATION.tanh) return { g: tf.mul(dy, tf.sub(1, tf.square(y))) };
    return { g: tf.clone(dy) };
  },
  gradient: () => ({}),
  tolerance: 1e-6,
  cases: CASES.map(({ dims: { features: _, ...dims }, params }) => ({ dims, params })),
});

const denseInputGradient = defineKernel({
  name: 'dense-input-gradient',
  shader: inputGradient,
  inputs: { g: ['seeds', 'rows', 'units'], weight: ['seeds', 'features', 'units'] },
  params: {},
  outputs: { dx: ['seeds', 'rows', 'features'] },
  saved: {},
  invocations: ({ seeds, rows, features }) => (seeds as number) * tiles(rows) * tiles(features),
  reference: ({ g, weight }) => ({ dx: tf.matMul(g, weight, false, true) }),
  gradient: () => ({}),
  tolerance: 1e-5,
  cases: SIZES.map((dims) => ({ dims })),
});

const denseWeightGradient = defineKernel({
  name: 'dense-weight-gradient',
  shader: weightGradient,
  inputs: { x: ['seeds', 'rows', 'features'], g: ['seeds', 'rows', 'units'] },
  params: { chunk: 'u32' },
  derived: ({ rows }, { chunk }) => ({ parts: Math.ceil((rows as number) / chunk) }),
  outputs: { dw: ['seeds', 'parts', 'features', 'units'] },
  saved: {},
  invocations: ({ seeds, parts, features, units }) =>
    (seeds as number) * (parts as number) * tiles(features) * tiles(units),
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
    return { dw: tf.matMul(chunked(x), chunked(g), true, false) };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: SIZES.map((dims) => ({ dims, params: { chunk: CHUNK } })),
});

/** y[s,r,u] = act(b[s,u] + Σ_f x[s,r,f] · W[s,f,u]). */
export const dense = defineKernel({
  name: 'dense',
  shader: forward,
  inputs: {
    x: ['seeds', 'rows', 'features'],
    weight: ['seeds', 'features', 'units'],
    bias: ['seeds', 'units'],
  },
  params: { activation: 'u32' },
  outputs: { y: ['seeds', 'rows', 'units'] },
  saved: {},
  invocations: ({ seeds, rows, units }) => (seeds as number) * tiles(rows) * tiles(units),
  reference: ({ x, weight, bias }, { activation }) => {
    const sum = tf.add(tf.matMul(x, weight), tf.expandDims(bias, 1));
    if (activation === ACTIVATION.relu) return { y: tf.relu(sum) };
    if (activation === ACTIVATION.tanh) return { y: tf.tanh(sum) };
    return { y: sum };
  },
  gradient: ({ y: dy }, { x, weight }, { y }, { activation }) => {
    const g = activation === ACTIVATION.none ? dy : denseSlope({ dy, y }, { activation }).g;
    return {
      x: () => denseInputGradient({ g, weight }, {}).dx,
      weight: () => {
        const { dw } = denseWeightGradient({ x, g }, { chunk: CHUNK });
        const [seeds, parts, features, units] = dw.shape as [number, number, number, number];
        if (parts === 1) return tf.reshape(dw, [seeds, features, units]);
        return tf.reshape(sumRows(tf.reshape(dw, [seeds, parts, features * units])), [
          seeds,
          features,
          units,
        ]);
      },
      bias: () => sumRows(g),
    };
  },
  tolerance: 5e-5, // sums of a thousand numbers in float32, in another order
  cases: CASES,
});
