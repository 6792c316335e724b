// Max pooling of 2×2 pixels, which is part of the kernels before it: its reference, and its gradient by the codes of the
// pixels that were the largest.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/unpool.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import type { Dims } from '../../gpu/shapes.ts';
import { sizeOf, tilesOf } from './sizes.ts';

/** What a window's code says where none of its pixels was above zero, after a ReLU. */
const DEAD = 4;

const SIZES = [
  { images: 1, height: 2, width: 2, channels: 1 },
  { images: 3, height: 7, width: 4, channels: 5 },
  { images: 2, height: 8, width: 9, channels: 65 },
];

/** Windows that fit into an image. */
export const pooledSizes = ({ height, width }: Dims) => ({
  poolRows: Math.floor((height as number) / 2),
  poolColumns: Math.floor((width as number) / 2),
});

const unpoolKernel = defineKernel({
  name: 'unpool',
  shader,
  inputs: {
    dy: ['images', 'poolRows', 'poolColumns', 'channels'],
    code: ['images', 'poolRows', 'poolColumns', 'channels'],
  },
  params: { oddRows: 'u32', oddColumns: 'u32' }, // 1 where the image has a row or column more than the windows
  derived: ({ poolRows, poolColumns }, { oddRows, oddColumns }) => ({
    height: 2 * (poolRows as number) + oddRows,
    width: 2 * (poolColumns as number) + oddColumns,
  }),
  outputs: { dx: ['images', 'height', 'width', 'channels'] },
  saved: {},
  invocations: (dims) =>
    sizeOf(dims, 'images') *
    tilesOf(2, dims, 'height') *
    tilesOf(2, dims, 'width') *
    tilesOf(4, dims, 'channels'),
  reference: ({ dy, code }, { oddRows, oddColumns }) => {
    const [images, rows, columns, channels] = dy.shape as [number, number, number, number];
    const at = (which: number) =>
      tf.reshape(tf.mul(dy, tf.cast(tf.equal(code, which), 'float32')), [images * rows, columns, channels]);
    const line = (first: number) =>
      tf.reshape(tf.stack([at(first), at(first + 1)], 2), [images * rows, 2 * columns * channels]);
    const even = tf.reshape(tf.stack([line(0), line(2)], 1), [images, 2 * rows, 2 * columns, channels]);
    const odd: [number, number][] = [
      [0, 0],
      [0, oddRows],
      [0, oddColumns],
      [0, 0],
    ];
    return { dx: tf.pad(even, odd) };
  },
  gradient: () => ({}),
  tolerance: 0,
  cases: SIZES.map((dims) => ({
    dims: { ...dims, ...pooledSizes(dims) },
    params: { oddRows: dims.height % 2, oddColumns: dims.width % 2 },
    fill: { code: (i) => (i * 7 + Math.floor(i / 5)) % (DEAD + 1) },
  })),
});

/** The gradient by what was pooled into [images, poolRows, poolColumns, channels], as [images, height, width, channels]. */
export function unpool(dy: tf.Tensor, code: tf.Tensor, height: number, width: number): tf.Tensor {
  return unpoolKernel({ dy, code }, { oddRows: height % 2, oddColumns: width % 2 }).dx;
}

/**
 * [images, height, width, channels] → [images, ⌊height/2⌋, ⌊width/2⌋, channels], an odd last row or column left out. By slices
 * and maximum, which have gradients on every backend; among equals it goes to the first in the row.
 */
export function largest(x: tf.Tensor): tf.Tensor {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const even = tf.slice(x, [0, 0, 0, 0], [images, rows * 2, columns * 2, channels]);
  const narrow = largerHalf(tf.reshape(even, [images * rows * 2 * columns, 2, channels]));
  const y = largerHalf(tf.reshape(narrow, [images * rows, 2, columns * channels]));
  return tf.reshape(y, [images, rows, columns, channels]);
}

/** [n, 2, size] → [n, 1, size]. */
function largerHalf(pairs: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.slice(pairs, [0, 0, 0], [-1, 1, -1]), tf.slice(pairs, [0, 1, 0], [-1, 1, -1]));
}
