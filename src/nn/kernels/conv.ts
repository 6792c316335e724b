// A convolution with weights for every seed, its bias and its ReLU, and its gradients.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/conv.wgsl?raw';
import inputGradient from '../../../shaders/conv-input-gradient.wgsl?raw';
import inputNarrow from '../../../shaders/conv-input-gradient-narrow.wgsl?raw';
import inputSmall from '../../../shaders/conv-input-gradient-small.wgsl?raw';
import narrow from '../../../shaders/conv-narrow.wgsl?raw';
import weightGradient from '../../../shaders/conv-weight-gradient.wgsl?raw';
import weightNarrow from '../../../shaders/conv-weight-gradient-narrow.wgsl?raw';
import type { Variant } from '../../gpu/issue.ts';
import { type Case, defineKernel } from '../../gpu/kernel.ts';
import { ACTIVATION, slopeOf } from './activation.ts';
import { convolved, gradientInParts, patchesOf } from './conv-reference.ts';
import { denseSlope } from './dense-gradients.ts';
import { patchCount } from './patches.ts';
import { checkTaps, chunkOf, onGPU, sizeOf, tilesOf } from './sizes.ts';
import { sumParts } from './sum-parts.ts';

/** Awkward sizes for the parity tests: one pixel, odd, other than square, larger than a tile, every kernel and stride. */
const SIZES = [
  { batch: 1, height: 1, width: 1, channels: 1, filters: 1, kernel: 3, stride: 1 },
  { batch: 7, height: 7, width: 5, channels: 2, filters: 10, kernel: 3, stride: 1 },
  { batch: 2, height: 11, width: 19, channels: 9, filters: 8, kernel: 3, stride: 1 },
  { batch: 3, height: 7, width: 14, channels: 5, filters: 4, kernel: 3, stride: 2 },
  { batch: 2, height: 6, width: 7, channels: 1, filters: 3, kernel: 5, stride: 2 },
  { batch: 2, height: 5, width: 9, channels: 10, filters: 2, kernel: 5, stride: 1 },
  { batch: 130, height: 3, width: 5, channels: 7, filters: 9, kernel: 1, stride: 2 },
] as const;
type Size = (typeof SIZES)[number];

const tapsOf = ({ kernel, channels }: Size) => kernel * kernel * channels;
const outOf = ({ height, width, stride }: Size) => ({
  rows: patchCount(height, stride),
  columns: patchCount(width, stride),
});

/** Where tiles of 2 × 8 pixels and three taps would be empty for a quarter or more. */
const small: Variant<{ readonly kernel: number; readonly stride: number }> = {
  name: 'conv-input-gradient-small',
  shader: inputSmall,
  when(dims, { kernel, stride }) {
    const tiled = 16 * tilesOf(2, dims, 'height') * tilesOf(8, dims, 'width');
    return kernel === 1 || stride > 1 || tiled > 1.3 * sizeOf(dims, 'height', 'width');
  },
  invocations(dims, { stride }) {
    const pixels = sizeOf(dims, 'batch') * tilesOf(stride, dims, 'height') * tilesOf(stride, dims, 'width');
    return sizeOf(dims, 'seeds') * stride ** 2 * Math.ceil(pixels / 16) * tilesOf(8, dims, 'channels');
  },
};

/** The gradient by x, times the slope of the activation that made x. */
export const convInputGradient = defineKernel({
  name: 'conv-input-gradient',
  shader: inputGradient,
  inputs: {
    g: ['seeds', 'batch', 'rows', 'columns', 'filters'],
    weight: ['seeds', 'taps', 'filters'],
    x: ['seeds', 'batch', 'height', 'width', 'channels'],
  },
  params: { kernel: 'u32', stride: 'u32', activation: 'u32' },
  outputs: { dx: ['seeds', 'batch', 'height', 'width', 'channels'] },
  saved: {},
  foldsSlope: 'x',
  invocations: (dims, { stride }) =>
    sizeOf(dims, 'seeds', 'batch') *
    stride ** 2 *
    tilesOf(2 * stride, dims, 'height') *
    tilesOf(8 * stride, dims, 'width') *
    tilesOf(8, dims, 'channels'),
  variants: [
    onGPU<{ readonly stride: number }>('conv-input-gradient-narrow', inputNarrow, (dims, { stride }) => {
      const lines = sizeOf(dims, 'seeds', 'batch', 'height');
      return lines * stride * tilesOf(4 * stride, dims, 'width') * tilesOf(4, dims, 'channels');
    }),
    small,
  ],
  reference: ({ g, weight, x }, { activation, ...sliding }) => {
    const bias = tf.zeros([g.shape[0] as number, g.shape[4] as number]);
    const y = (at: tf.Tensor) => tf.reshape(convolved(at, weight, bias, sliding), g.shape);
    return { dx: tf.mul(tf.grad(y)(x, g), slopeOf(x, activation)) };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: SIZES.flatMap((size): Case[] => {
    const { kernel, stride, ...dims } = size;
    return Object.values(ACTIVATION).map((activation) => ({
      dims: { ...dims, ...outOf(size), taps: tapsOf(size) },
      params: { kernel, stride, activation },
    }));
  }),
});

/** The gradients by W and, as the last line, by b, in parts of `chunk` pixels. */
const convWeightGradient = defineKernel({
  name: 'conv-weight-gradient',
  shader: weightGradient,
  inputs: {
    x: ['seeds', 'batch', 'height', 'width', 'channels'],
    g: ['seeds', 'batch', 'rows', 'columns', 'filters'],
  },
  params: { kernel: 'u32', stride: 'u32', chunk: 'u32' },
  derived: (dims, { kernel, chunk }) => ({
    parts: Math.ceil(sizeOf(dims, 'batch', 'rows', 'columns') / chunk),
    lines: kernel * kernel * sizeOf(dims, 'channels') + 1,
  }),
  outputs: { dw: ['seeds', 'parts', 'lines', 'filters'] },
  saved: {},
  invocations: (dims, { kernel }) =>
    sizeOf(dims, 'seeds', 'parts', 'channels') * Math.ceil(kernel / 3) ** 2 * tilesOf(8, dims, 'filters'),
  variants: [
    onGPU(
      'conv-weight-gradient-narrow',
      weightNarrow,
      (dims) => sizeOf(dims, 'seeds', 'parts', 'lines') * tilesOf(4, dims, 'filters'),
    ),
  ],
  reference: ({ x, g }, { chunk, ...sliding }) => {
    const [seeds, , , , filters] = g.shape as [number, number, number, number, number];
    return { dw: gradientInParts(patchesOf(x, sliding), tf.reshape(g, [seeds, -1, filters]), chunk) };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: SIZES.map((size) => {
    const { kernel, stride, ...dims } = size;
    return { dims: { ...dims, ...outOf(size) }, params: { kernel, stride, chunk: 37 } };
  }),
});

/**
 * act(x ∗ W + b) with 'same' padding, the activation none or relu: [seeds, batch, height, width, channels] → [seeds,
 * batch, ⌈height/stride⌉, ⌈width/stride⌉, filters]. W is [seeds, kernel·kernel·channels, filters].
 */
export const conv = defineKernel({
  name: 'conv',
  shader: forward,
  inputs: {
    x: ['seeds', 'batch', 'height', 'width', 'channels'],
    weight: ['seeds', 'taps', 'filters'],
    bias: ['seeds', 'filters'],
  },
  params: { kernel: 'u32', stride: 'u32', activation: 'u32' },
  derived: (dims, { kernel, stride }) => {
    checkTaps(dims, kernel);
    return {
      rows: patchCount(sizeOf(dims, 'height'), stride),
      columns: patchCount(sizeOf(dims, 'width'), stride),
    };
  },
  outputs: { y: ['seeds', 'batch', 'rows', 'columns', 'filters'] },
  saved: {},
  invocations: (dims) =>
    sizeOf(dims, 'seeds') * tilesOf(16, dims, 'batch', 'rows', 'columns') * tilesOf(8, dims, 'filters'),
  variants: [
    onGPU('conv-narrow', narrow, (dims) => {
      const pixels = tilesOf(4, dims, 'batch', 'rows', 'columns');
      return sizeOf(dims, 'seeds') * pixels * tilesOf(4, dims, 'filters');
    }),
  ],
  reference: ({ x, weight, bias }, { activation, ...sliding }) => {
    const [seeds, batch, height, width] = x.shape as [number, number, number, number];
    const out = [
      patchCount(height, sliding.stride),
      patchCount(width, sliding.stride),
      bias.shape[1] as number,
    ];
    const z = tf.reshape(convolved(x, weight, bias, sliding), [seeds, batch, ...out]);
    return { y: activation === ACTIVATION.relu ? tf.relu(z) : z };
  },
  gradient: ({ y: dy }, { x, weight }, { y }, { activation, ...sliding }) => {
    const g = activation === ACTIVATION.none ? dy : beforeActivation(dy, y, activation);
    const [, batch, rows, columns, filters] = g.shape as [number, number, number, number, number];
    const chunk = chunkOf(batch * rows * columns, (weight.shape[1] as number) * filters);
    // Both at once and at once: what a gradient function makes when it is asked is disposed before the next is asked.
    const own = sumParts(convWeightGradient({ x, g }, { ...sliding, chunk }).dw);
    return {
      x: () => convInputGradient({ g, weight, x }, { ...sliding, activation: ACTIVATION.none }).dx,
      weight: () => own.weight,
      bias: () => own.bias,
    };
  },
  tolerance: 5e-5, // sums of hundreds of numbers in float32, in another order
  cases: SIZES.flatMap((size): Case[] => {
    const { kernel, stride, ...dims } = size;
    return [ACTIVATION.none, ACTIVATION.relu].map((activation) => ({
      dims: { ...dims, taps: tapsOf(size) },
      params: { kernel, stride, activation },
    }));
  }),
});

function beforeActivation(dy: tf.Tensor, y: tf.Tensor, activation: number): tf.Tensor {
  const flat = [dy.shape[0] as number, -1, dy.shape[4] as number];
  const { g } = denseSlope({ dy: tf.reshape(dy, flat), y: tf.reshape(y, flat) }, { activation });
  return tf.reshape(g, dy.shape);
}
