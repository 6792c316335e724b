// Group normalisation, ReLU and max pooling of 2×2 in one. A group of channels is a `cluster` here: the shaders call the
// workgroups `groups`.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/norm-pool.wgsl?raw';
import tiled from '../../../shaders/norm-pool-tiled.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { ACTIVATION } from './activation.ts';
import { gradientsOf, normalised } from './norm.ts';
import { largest, pooledSizes, unpool } from './pool.ts';
import { onGPU, sizeOf } from './sizes.ts';

/** The largest of 2×2 of relu(norm(x)): see `norm`; an odd last row or column counts for the mean and variance only. */
export const normPool = defineKernel({
  name: 'norm-pool',
  shader,
  inputs: {
    x: ['seeds', 'batch', 'height', 'width', 'channels'],
    scale: ['seeds', 'channels'],
    shift: ['seeds', 'channels'],
  },
  params: { clusterSize: 'u32' },
  derived: (dims, { clusterSize }) => ({
    clusters: sizeOf(dims, 'channels') / clusterSize,
    ...pooledSizes(dims),
  }),
  outputs: { y: ['seeds', 'batch', 'poolRows', 'poolColumns', 'channels'] },
  saved: {
    code: ['seeds', 'batch', 'poolRows', 'poolColumns', 'channels'],
    moments: ['seeds', 'batch', 'clusters', '2'],
  },
  invocations: (dims) => sizeOf(dims, 'seeds', 'batch', 'clusters'),
  variants: [onGPU('norm-pool-tiled', tiled, (dims) => 64 * sizeOf(dims, 'seeds', 'batch', 'clusters'))],
  reference: ({ x, scale, shift }, { clusterSize }) => {
    const [seeds, batch, height, width, channels] = x.shape as [number, number, number, number, number];
    const pixels = tf.reshape(x, [seeds, batch, height * width, channels]);
    const z = tf.relu(normalised(pixels, scale, shift, clusterSize));
    const y = largest(tf.reshape(z, [seeds * batch, height, width, channels]));
    return { y: tf.reshape(y, [seeds, batch, ...y.shape.slice(1)]) };
  },
  gradient: ({ y: dy }, { x, scale, shift }, { code, moments }, { clusterSize }) => {
    const [seeds, batch, height, width, channels] = x.shape as [number, number, number, number, number];
    const flat = (t: tf.Tensor) => tf.reshape(t, [seeds * batch, ...t.shape.slice(2)]);
    const pixels = (t: tf.Tensor) => tf.reshape(t, [seeds, batch, height * width, channels]);
    const dz = pixels(unpool(flat(dy), flat(code), height, width));
    const params = { clusterSize, activation: ACTIVATION.none }; // its slope is in the codes
    const own = gradientsOf(dz, { x: pixels(x), scale, shift }, moments, params);
    return { ...own, x: () => tf.reshape(own.x(), x.shape) };
  },
  tolerance: 2e-5,
  cases: [
    { dims: { seeds: 1, batch: 1, height: 2, width: 2, channels: 1 }, params: { clusterSize: 1 } },
    { dims: { seeds: 3, batch: 7, height: 5, width: 5, channels: 6 }, params: { clusterSize: 2 } },
    { dims: { seeds: 2, batch: 5, height: 8, width: 7, channels: 65 }, params: { clusterSize: 65 } },
    { dims: { seeds: 1, batch: 130, height: 3, width: 2, channels: 8 }, params: { clusterSize: 4 } },
  ],
});
