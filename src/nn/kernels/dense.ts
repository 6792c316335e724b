// A dense layer with a weight matrix for every seed, and its activation.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/dense.wgsl?raw';
import single from '../../../shaders/dense-single.wgsl?raw';
import tiled from '../../../shaders/dense-tiled.wgsl?raw';
import vec4 from '../../../shaders/dense-vec4.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { ACTIVATION } from './activation.ts';
import { denseInputGradient, denseSlope, weightAndBiasGradients } from './dense-gradients.ts';
import { everyActivation, fours, SIZES, shadersOf } from './dense-shaders.ts';

export { ACTIVATION, type Activation } from './activation.ts';

/** y[s,r,u] = act(b[s,u] + Σ_f x[s,r,f] · W[s,f,u]). */
export const dense = defineKernel({
  name: 'dense',
  shader,
  inputs: {
    x: ['seeds', 'rows', 'features'],
    weight: ['seeds', 'features', 'units'],
    bias: ['seeds', 'units'],
  },
  params: { activation: 'u32' },
  outputs: { y: ['seeds', 'rows', 'units'] },
  saved: {},
  ...shadersOf(
    'dense',
    { vec4, tiled, single },
    ({ seeds, rows, units }) => ({ count: seeds as number, rows: rows as number, columns: units as number }),
    ({ features, units }) => fours(features, units),
  ),
  reference: ({ x, weight, bias }, { activation }) => {
    const sum = tf.add(tf.matMul(x, weight), tf.expandDims(bias, 1));
    if (activation === ACTIVATION.relu) return { y: tf.relu(sum) };
    if (activation === ACTIVATION.tanh) return { y: tf.tanh(sum) };
    return { y: sum };
  },
  gradient: ({ y: dy }, { x, weight }, { y }, { activation }) => {
    const g = activation === ACTIVATION.none ? dy : denseSlope({ dy, y }, { activation }).g;
    // One dispatch for both, made before either is asked for: what is made for one is disposed before the other.
    const own = weightAndBiasGradients(x, g);
    return {
      x: () => denseInputGradient({ g, weight, x }, { activation: ACTIVATION.none }).dx,
      weight: () => own.weight,
      bias: () => own.bias,
    };
  },
  tolerance: 5e-5, // sums of a thousand numbers in float32, in another order
  cases: everyActivation([...SIZES, { seeds: 2, rows: 2060, features: 9, units: 8 }]),
});
