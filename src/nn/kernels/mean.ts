// The mean of every channel over an image, and its gradient.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/mean.wgsl?raw';
import backward from '../../../shaders/mean-gradient.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { ACTIVATION, slopeOf } from './activation.ts';
import { sizeOf, tilesOf } from './sizes.ts';

const SIZES = [
  { images: 1, pixels: 1, channels: 1 },
  { images: 7, pixels: 49, channels: 10 },
  { images: 130, pixels: 6, channels: 3 },
  { images: 2, pixels: 784, channels: 65 },
];

/** The gradient by x, times the slope of the activation that made x. */
const meanGradient = defineKernel({
  name: 'mean-gradient',
  shader: backward,
  inputs: { dy: ['images', 'channels'], x: ['images', 'pixels', 'channels'] },
  params: { activation: 'u32' },
  outputs: { dx: ['images', 'pixels', 'channels'] },
  saved: {},
  foldsSlope: 'x',
  invocations: (dims) => sizeOf(dims, 'images', 'channels') * tilesOf(16, dims, 'pixels'),
  reference: ({ dy, x }, { activation }) => ({
    dx: tf.mul(tf.div(tf.expandDims(dy, 1), x.shape[1] as number), slopeOf(x, activation)),
  }),
  gradient: () => ({}),
  tolerance: 1e-6,
  cases: SIZES.flatMap((dims) =>
    Object.values(ACTIVATION).map((activation) => ({ dims, params: { activation } })),
  ),
});

/** [images, pixels, channels] → [images, channels]. */
export const mean = defineKernel({
  name: 'mean',
  shader: forward,
  inputs: { x: ['images', 'pixels', 'channels'] },
  params: {},
  outputs: { y: ['images', 'channels'] },
  saved: {},
  invocations: (dims) => sizeOf(dims, 'images', 'channels'),
  reference: ({ x }) => ({ y: tf.mean(x, 1) }),
  gradient: ({ y: dy }, { x }) => ({ x: () => meanGradient({ dy, x }, { activation: ACTIVATION.none }).dx }),
  tolerance: 1e-5,
  cases: SIZES.map((dims) => ({ dims })),
});
