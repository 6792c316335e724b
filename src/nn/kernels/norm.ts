// Group normalisation with scale and shift, and its gradient. A group of channels is a `cluster` here: the shaders
// call the workgroups `groups`.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/norm.wgsl?raw';
import backward from '../../../shaders/norm-gradient.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import type { Dims } from '../../gpu/shapes.ts';
import { sumRows } from './dense-sum.ts';

const EPSILON = 1e-5;
const samples = ({ seeds, batch }: Dims): number => (seeds as number) * (batch as number);

const CASES = [
  { dims: { seeds: 1, batch: 1, pixels: 4, channels: 1 }, params: { clusterSize: 1 } },
  { dims: { seeds: 3, batch: 7, pixels: 25, channels: 6 }, params: { clusterSize: 2 } },
  { dims: { seeds: 2, batch: 5, pixels: 64, channels: 65 }, params: { clusterSize: 65 } },
  { dims: { seeds: 1, batch: 130, pixels: 7, channels: 8 }, params: { clusterSize: 2 } },
];

const normGradient = defineKernel({
  name: 'norm-gradient',
  shader: backward,
  inputs: {
    dy: ['seeds', 'batch', 'pixels', 'channels'],
    normal: ['seeds', 'batch', 'pixels', 'channels'],
    inverse: ['seeds', 'batch', 'clusters'],
    scale: ['seeds', 'channels'],
  },
  params: { clusterSize: 'u32' },
  outputs: { dx: ['seeds', 'batch', 'pixels', 'channels'] },
  saved: {},
  invocations: (dims) => samples(dims) * (dims.clusters as number),
  reference: ({ dy, normal, inverse, scale }, { clusterSize }) => {
    const [seeds, batch, pixels, channels] = dy.shape as [number, number, number, number];
    const grouped = (t: tf.Tensor) =>
      tf.reshape(t, [seeds * batch, pixels, channels / clusterSize, clusterSize]);
    const h = grouped(tf.mul(dy, tf.reshape(scale, [seeds, 1, 1, channels])));
    const x = grouped(normal);
    const mean = tf.mean(h, [1, 3], true);
    const slope = tf.mean(tf.mul(h, x), [1, 3], true);
    const factor = tf.reshape(inverse, [seeds * batch, 1, channels / clusterSize, 1]);
    return { dx: tf.reshape(tf.mul(tf.sub(tf.sub(h, mean), tf.mul(x, slope)), factor), dy.shape) };
  },
  gradient: () => ({}),
  tolerance: 1e-5,
  cases: CASES.map(({ dims, params }) => ({
    dims: { ...dims, clusters: dims.channels / params.clusterSize },
    params,
  })),
});

/** y = (x − mean)/√(variance + ε)·scale + shift; mean and variance over pixels and `clusterSize` channels at a time. */
export const norm = defineKernel({
  name: 'norm',
  shader: forward,
  inputs: {
    x: ['seeds', 'batch', 'pixels', 'channels'],
    scale: ['seeds', 'channels'],
    shift: ['seeds', 'channels'],
  },
  params: { clusterSize: 'u32' },
  derived: ({ channels }, { clusterSize }) => ({ clusters: (channels as number) / clusterSize }),
  outputs: { y: ['seeds', 'batch', 'pixels', 'channels'] },
  saved: { normal: ['seeds', 'batch', 'pixels', 'channels'], inverse: ['seeds', 'batch', 'clusters'] },
  invocations: (dims) => samples(dims) * (dims.clusters as number),
  reference: ({ x, scale, shift }, { clusterSize }) => {
    const [seeds, batch, pixels, channels] = x.shape as [number, number, number, number];
    const grouped = tf.reshape(x, [seeds * batch, pixels, channels / clusterSize, clusterSize]);
    const centred = tf.sub(grouped, tf.mean(grouped, [1, 3], true));
    const variance = tf.mean(tf.square(centred), [1, 3], true);
    const normal = tf.reshape(tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON))), [
      seeds,
      batch * pixels,
      channels,
    ]);
    return {
      y: tf.reshape(tf.add(tf.mul(normal, tf.expandDims(scale, 1)), tf.expandDims(shift, 1)), x.shape),
    };
  },
  gradient: ({ y: dy }, { x, scale }, { normal, inverse }, params) => {
    const [seeds, batch, pixels, channels] = x.shape as [number, number, number, number];
    const rows = (t: tf.Tensor) => tf.reshape(t, [seeds, batch * pixels, channels]);
    return {
      x: () => normGradient({ dy, normal, inverse, scale }, params).dx,
      scale: () => sumRows(rows(tf.mul(dy, normal))),
      shift: () => sumRows(rows(dy)),
    };
  },
  tolerance: 2e-5,
  cases: CASES,
});
