// A convolution of 3×3, ReLU and max pooling of 2×2 in one, and its gradients.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/conv-pool.wgsl?raw';
import narrow from '../../../shaders/conv-pool-narrow.wgsl?raw';
import weightGradient from '../../../shaders/conv-pool-weight-gradient.wgsl?raw';
import weightNarrow from '../../../shaders/conv-pool-weight-gradient-narrow.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { ACTIVATION } from './activation.ts';
import { convInputGradient } from './conv.ts';
import { convolved, gradientInParts, patchesOf } from './conv-reference.ts';
import { largest, pooledSizes, unpool } from './pool.ts';
import { checkTaps, chunkOf, onGPU, sizeOf, tilesOf } from './sizes.ts';
import { sumParts } from './sum-parts.ts';

const SLIDING = { kernel: 3, stride: 1 } as const;

const SIZES = [
  { batch: 1, height: 2, width: 2, channels: 1, filters: 1 },
  { batch: 7, height: 7, width: 5, channels: 2, filters: 10 },
  { batch: 2, height: 11, width: 19, channels: 9, filters: 8 },
  { batch: 3, height: 4, width: 16, channels: 3, filters: 17 },
  { batch: 130, height: 3, width: 3, channels: 4, filters: 4 },
];

/** The gradients by W and, as the last line, by b, in parts of `chunk` windows. */
const convPoolWeightGradient = defineKernel({
  name: 'conv-pool-weight-gradient',
  shader: weightGradient,
  inputs: {
    x: ['seeds', 'batch', 'height', 'width', 'channels'],
    dy: ['seeds', 'batch', 'poolRows', 'poolColumns', 'filters'],
    code: ['seeds', 'batch', 'poolRows', 'poolColumns', 'filters'],
  },
  params: { chunk: 'u32' },
  derived: (dims, { chunk }) => ({
    parts: Math.ceil(sizeOf(dims, 'batch', 'poolRows', 'poolColumns') / chunk),
    lines: 9 * sizeOf(dims, 'channels') + 1,
  }),
  outputs: { dw: ['seeds', 'parts', 'lines', 'filters'] },
  saved: {},
  invocations: (dims) => sizeOf(dims, 'seeds', 'parts', 'channels') * tilesOf(8, dims, 'filters'),
  variants: [
    onGPU('conv-pool-weight-gradient-narrow', weightNarrow, (dims) =>
      sizeOf(dims, 'seeds', 'parts', 'lines', 'filters'),
    ),
  ],
  reference: ({ x, dy, code }, { chunk }) => {
    const [seeds, batch, height, width] = x.shape as [number, number, number, number];
    const flat = (t: tf.Tensor) => tf.reshape(t, [seeds * batch, ...t.shape.slice(2)]);
    const inWindows = (t: tf.Tensor) => tf.reshape(byWindow(t), [seeds, -1, t.shape[3] as number]);
    const seen = tf.reshape(patchesOf(x, SLIDING), [seeds * batch, height, width, -1]);
    const g = unpool(flat(dy), flat(code), height, width);
    return { dw: gradientInParts(inWindows(seen), inWindows(g), 4 * chunk) };
  },
  gradient: () => ({}),
  tolerance: 5e-5,
  cases: SIZES.map((dims) => ({
    dims: { ...dims, ...pooledSizes(dims) },
    params: { chunk: 5 },
    fill: { code: (i) => (i * 7 + Math.floor(i / 5)) % 5 },
  })),
});

/**
 * The largest of 2×2 pixels of relu(x ∗ W + b) with 'same' padding: [seeds, batch, height, width, channels] → [seeds, batch,
 * ⌊height/2⌋, ⌊width/2⌋, filters]. W is [seeds, 9·channels, filters].
 */
export const convPool = defineKernel({
  name: 'conv-pool',
  shader: forward,
  inputs: {
    x: ['seeds', 'batch', 'height', 'width', 'channels'],
    weight: ['seeds', 'taps', 'filters'],
    bias: ['seeds', 'filters'],
  },
  params: {},
  derived: (dims) => {
    checkTaps(dims, SLIDING.kernel);
    return pooledSizes(dims);
  },
  outputs: { y: ['seeds', 'batch', 'poolRows', 'poolColumns', 'filters'] },
  saved: { code: ['seeds', 'batch', 'poolRows', 'poolColumns', 'filters'] },
  invocations: (dims) =>
    sizeOf(dims, 'seeds', 'batch', 'poolRows') *
    tilesOf(4, dims, 'poolColumns') *
    tilesOf(8, dims, 'filters'),
  variants: [
    onGPU(
      'conv-pool-narrow',
      narrow,
      (dims) => sizeOf(dims, 'seeds', 'batch', 'poolRows', 'poolColumns') * tilesOf(4, dims, 'filters'),
    ),
  ],
  reference: ({ x, weight, bias }) => {
    const [seeds, batch, height, width] = x.shape as [number, number, number, number];
    const z = tf.relu(convolved(x, weight, bias, SLIDING));
    const y = largest(tf.reshape(z, [seeds * batch, height, width, -1]));
    return { y: tf.reshape(y, [seeds, batch, ...y.shape.slice(1)]) };
  },
  gradient: ({ y: dy }, { x, weight }, { code }) => {
    const [seeds, batch, rows, columns, filters] = dy.shape as [number, number, number, number, number];
    const chunk = chunkOf(batch * rows * columns, (weight.shape[1] as number) * filters);
    // Both at once and at once: what a gradient function makes when it is asked is disposed before the next is asked.
    const own = sumParts(convPoolWeightGradient({ x, dy, code }, { chunk }).dw);
    const flat = (t: tf.Tensor) => tf.reshape(t, [seeds * batch, rows, columns, filters]);
    return {
      x: () => {
        const [, , height, width] = x.shape as [number, number, number, number];
        const dz = unpool(flat(dy), flat(code), height, width);
        const g = tf.reshape(dz, [seeds, batch, height, width, filters]);
        return convInputGradient({ g, weight, x }, { ...SLIDING, activation: ACTIVATION.none }).dx;
      },
      weight: () => own.weight,
      bias: () => own.bias,
    };
  },
  tolerance: 5e-5,
  cases: SIZES.map((dims) => ({ dims: { ...dims, taps: 9 * dims.channels } })),
});

/** The pixels of [images, height, width, k] window by window, [images, windows · 4, k], without an odd row or column. */
function byWindow(t: tf.Tensor): tf.Tensor {
  const [images, height, width, size] = t.shape as [number, number, number, number];
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const even = tf.slice(t, [0, 0, 0, 0], [images, 2 * rows, 2 * columns, size]);
  const windows = tf.transpose(tf.reshape(even, [images, rows, 2, columns, 2, size]), [0, 1, 3, 2, 4, 5]);
  return tf.reshape(windows, [images, rows * columns * 4, size]);
}
