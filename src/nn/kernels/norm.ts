// Group normalisation with scale, shift and ReLU, and its gradients. A group of channels is a `cluster` here: the
// shaders call the workgroups `groups`.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/norm.wgsl?raw';
import backward from '../../../shaders/norm-gradient.wgsl?raw';
import backwardTiled from '../../../shaders/norm-gradient-tiled.wgsl?raw';
import forwardTiled from '../../../shaders/norm-tiled.wgsl?raw';
import { type Case, defineKernel } from '../../gpu/kernel.ts';
import { ACTIVATION } from './activation.ts';
import { onGPU, sizeOf } from './sizes.ts';
import { sumParts } from './sum-parts.ts';

const EPSILON = 1e-5;

const SIZES = [
  { dims: { seeds: 1, batch: 1, pixels: 4, channels: 1 }, clusterSize: 1 },
  { dims: { seeds: 3, batch: 7, pixels: 25, channels: 6 }, clusterSize: 2 },
  { dims: { seeds: 2, batch: 5, pixels: 64, channels: 65 }, clusterSize: 65 },
  { dims: { seeds: 1, batch: 130, pixels: 7, channels: 8 }, clusterSize: 2 },
];

/** The gradients by x and, for each sample, by scale and shift. */
const normGradient = defineKernel({
  name: 'norm-gradient',
  shader: backward,
  inputs: {
    dy: ['seeds', 'batch', 'pixels', 'channels'],
    x: ['seeds', 'batch', 'pixels', 'channels'],
    moments: ['seeds', 'batch', 'clusters', '2'],
    scale: ['seeds', 'channels'],
    shift: ['seeds', 'channels'],
  },
  params: { clusterSize: 'u32', activation: 'u32' },
  outputs: { dx: ['seeds', 'batch', 'pixels', 'channels'], parts: ['seeds', 'batch', '2', 'channels'] },
  saved: {},
  invocations: (dims) => sizeOf(dims, 'seeds', 'batch', 'clusters'),
  variants: [
    onGPU('norm-gradient-tiled', backwardTiled, (dims) => 64 * sizeOf(dims, 'seeds', 'batch', 'clusters')),
  ],
  reference: ({ dy, x, moments, scale, shift }, { clusterSize, activation }) => {
    const [seeds, batch, pixels, channels] = dy.shape as [number, number, number, number];
    const clusters = channels / clusterSize;
    const grouped = (t: tf.Tensor) => tf.reshape(t, [seeds * batch, pixels, clusters, clusterSize]);
    const moment = (which: number) =>
      tf.reshape(tf.slice(moments, [0, 0, 0, which], [-1, -1, -1, 1]), [seeds * batch, 1, clusters, 1]);
    const normal = tf.reshape(tf.mul(tf.sub(grouped(x), moment(0)), moment(1)), dy.shape);
    const perChannel = (t: tf.Tensor) => tf.reshape(t, [seeds, 1, 1, channels]);
    const value = tf.add(tf.mul(normal, perChannel(scale)), perChannel(shift));
    const passed = activation === ACTIVATION.relu ? tf.mul(dy, tf.cast(tf.greater(value, 0), 'float32')) : dy;
    const h = grouped(tf.mul(passed, perChannel(scale)));
    const mean = tf.mean(h, [1, 3], true);
    const slope = tf.mean(tf.mul(h, grouped(normal)), [1, 3], true);
    const dx = tf.mul(tf.sub(tf.sub(h, mean), tf.mul(grouped(normal), slope)), moment(1));
    return {
      dx: tf.reshape(dx, dy.shape),
      parts: tf.stack([tf.sum(tf.mul(passed, normal), 2), tf.sum(passed, 2)], 2),
    };
  },
  gradient: () => ({}),
  tolerance: 1e-5,
  cases: everyActivation(({ dims, clusterSize }) => ({ ...dims, clusters: dims.channels / clusterSize })),
});

/**
 * y = act((x − mean)/√(variance + ε)·scale + shift), the activation none or relu; mean and variance over the pixels and
 * `clusterSize` channels at a time.
 */
export const norm = defineKernel({
  name: 'norm',
  shader: forward,
  inputs: {
    x: ['seeds', 'batch', 'pixels', 'channels'],
    scale: ['seeds', 'channels'],
    shift: ['seeds', 'channels'],
  },
  params: { clusterSize: 'u32', activation: 'u32' },
  derived: ({ channels }, { clusterSize }) => ({ clusters: (channels as number) / clusterSize }),
  outputs: { y: ['seeds', 'batch', 'pixels', 'channels'] },
  saved: { moments: ['seeds', 'batch', 'clusters', '2'] },
  invocations: (dims) => sizeOf(dims, 'seeds', 'batch', 'clusters'),
  variants: [onGPU('norm-tiled', forwardTiled, (dims) => 64 * sizeOf(dims, 'seeds', 'batch', 'clusters'))],
  reference: ({ x, scale, shift }, { clusterSize, activation }) => {
    const z = normalised(x, scale, shift, clusterSize);
    return { y: activation === ACTIVATION.relu ? tf.relu(z) : z };
  },
  gradient: ({ y: dy }, inputs, { moments }, params) => gradientsOf(dy, inputs, moments, params),
  tolerance: 2e-5,
  cases: everyActivation(({ dims }) => dims),
});

/** What `norm` makes before its activation; x is [seeds, batch, pixels, channels]. */
export function normalised(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, clusterSize: number): tf.Tensor {
  const [seeds, batch, pixels, channels] = x.shape as [number, number, number, number];
  const grouped = tf.reshape(x, [seeds * batch, pixels, channels / clusterSize, clusterSize]);
  const centred = tf.sub(grouped, tf.mean(grouped, [1, 3], true));
  const variance = tf.mean(tf.square(centred), [1, 3], true);
  const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON)));
  const rows = tf.reshape(normal, [seeds, batch * pixels, channels]);
  return tf.reshape(tf.add(tf.mul(rows, tf.expandDims(scale, 1)), tf.expandDims(shift, 1)), x.shape);
}

/** The gradients of `norm` from that of its output, in two dispatches; x is [seeds, batch, pixels, channels]. */
export function gradientsOf(
  dy: tf.Tensor,
  { x, scale, shift }: { readonly x: tf.Tensor; readonly scale: tf.Tensor; readonly shift: tf.Tensor },
  moments: tf.Tensor,
  params: { readonly clusterSize: number; readonly activation: number },
) {
  // All at once and at once: what a gradient function makes when it is asked is disposed before the next is asked.
  const { dx, parts } = normGradient({ dy, x, moments, scale, shift }, params);
  const { weight, bias } = sumParts(parts);
  return { x: () => dx, scale: () => tf.reshape(weight, scale.shape), shift: () => bias };
}

/** Each of the sizes with each activation that there is after a normalisation. */
function everyActivation(dimsOf: (size: (typeof SIZES)[number]) => Case['dims']): Case[] {
  return SIZES.flatMap((size) =>
    [ACTIVATION.none, ACTIVATION.relu].map((activation) => ({
      dims: dimsOf(size),
      params: { clusterSize: size.clusterSize, activation },
    })),
  );
}
