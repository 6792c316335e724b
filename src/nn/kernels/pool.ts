// Max pooling of 2×2 pixels and its gradient.
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/pool.wgsl?raw';
import backward from '../../../shaders/pool-gradient.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import type { Dims } from '../../gpu/shapes.ts';

const poolGradient = defineKernel({
  name: 'pool-gradient',
  shader: backward,
  inputs: {
    dy: ['images', 'poolRows', 'poolColumns', 'channels'],
    x: ['images', 'height', 'width', 'channels'],
  },
  params: {},
  outputs: { dx: ['images', 'height', 'width', 'channels'] },
  saved: {},
  invocations: ({ images, height, width, channels }) =>
    (images as number) * (height as number) * (width as number) * (channels as number),
  reference: ({ dy, x }) => ({ dx: tf.grad((at: tf.Tensor) => larger(at))(x, dy) }),
  gradient: () => ({}),
  tolerance: 0,
  cases: [poolCase(1, 2, 2, 1), poolCase(3, 7, 4, 5), poolCase(2, 8, 9, 65)].map((dims) => ({
    dims: { ...dims, ...pooled(dims) },
    fill: { x: ties },
  })),
});

/** y[n,r,c,k] = max of x[n, 2r + {0,1}, 2c + {0,1}, k]; an odd last row or column is left out. */
export const pool = defineKernel({
  name: 'pool',
  shader: forward,
  inputs: { x: ['images', 'height', 'width', 'channels'] },
  params: {},
  derived: pooled,
  outputs: { y: ['images', 'poolRows', 'poolColumns', 'channels'] },
  saved: {},
  invocations: ({ images, poolRows, poolColumns, channels }) =>
    (images as number) * (poolRows as number) * (poolColumns as number) * (channels as number),
  reference: ({ x }) => ({ y: larger(x) }),
  gradient: ({ y: dy }, { x }) => ({ x: () => poolGradient({ dy, x }, {}).dx }),
  tolerance: 0,
  cases: [poolCase(1, 2, 2, 1), poolCase(3, 7, 4, 5), poolCase(2, 8, 9, 65)].map((dims) => ({ dims })),
});

function poolCase(images: number, height: number, width: number, channels: number) {
  return { images, height, width, channels };
}

/** Few values, so that many are equal: as after a ReLU. */
function ties(i: number): number {
  return (i * 7 + Math.floor(i / 5)) % 3;
}

function pooled({ height, width }: Dims): Dims {
  return { poolRows: Math.floor((height as number) / 2), poolColumns: Math.floor((width as number) / 2) };
}

/** The reference by slices and maximum, which have gradients on every backend. */
function larger(x: tf.Tensor): tf.Tensor {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const even = tf.slice(x, [0, 0, 0, 0], [images, rows * 2, columns * 2, channels]);
  const tall = largerHalf(tf.reshape(even, [images * rows, 2, columns * 2 * channels]));
  return tf.reshape(largerHalf(tf.reshape(tall, [images * rows * columns, 2, channels])), [
    images,
    rows,
    columns,
    channels,
  ]);
}

/** [n, 2, size] → [n, 1, size]. */
function largerHalf(pairs: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.slice(pairs, [0, 0, 0], [-1, 1, -1]), tf.slice(pairs, [0, 1, 0], [-1, 1, -1]));
}
