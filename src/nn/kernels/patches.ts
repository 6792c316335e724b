// Patches of images (im2col), so that a convolution is a dense layer over them, and their gradient (col2im).
import * as tf from '@tensorflow/tfjs-core';
import forward from '../../../shaders/patches.wgsl?raw';
import backward from '../../../shaders/patches-gradient.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';

/** Patches along an axis: 'same' padding, so one for every `stride` pixels. */
export const patchCount = (size: number, stride: number): number => Math.ceil(size / stride);

interface Sliding {
  readonly kernel: number;
  readonly stride: number;
}
interface Sizes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The reference by pad, slice and reshape only: they have gradients everywhere (a strided slice has none). */
function slide(x: tf.Tensor, { kernel, stride }: Sliding): tf.Tensor {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns] = [patchCount(height, stride), patchCount(width, stride)];
  const before = Math.floor((kernel - 1) / 2);
  // Enough of the frame that every tap can take `stride` pixels for each patch.
  const after = (size: number, count: number) => count * stride + kernel - 1 - before - size;
  const padded = tf.pad(x, [
    [0, 0],
    [before, after(height, rows)],
    [before, after(width, columns)],
    [0, 0],
  ]);
  const taps: tf.Tensor[] = [];
  for (let i = 0; i < kernel; i++) {
    for (let j = 0; j < kernel; j++) {
      const shifted = tf.slice(padded, [0, i, j, 0], [images, rows * stride, columns * stride, channels]);
      const everyRow = tf.slice(
        tf.reshape(shifted, [images * rows, stride, columns * stride * channels]),
        [0, 0, 0],
        [-1, 1, -1],
      );
      const everyPixel = tf.slice(
        tf.reshape(everyRow, [images * rows * columns, stride, channels]),
        [0, 0, 0],
        [-1, 1, -1],
      );
      taps.push(tf.reshape(everyPixel, [images, rows, columns, channels]));
    }
  }
  return tf.concat(taps, 3);
}

const patchesGradient = defineKernel({
  name: 'patches-gradient',
  shader: backward,
  inputs: { dy: ['images', 'patchRows', 'patchColumns', 'taps'] },
  // `missing` is what the image lacks of patches × stride: 28 = 14·2 − 0, 7 = 4·2 − 1.
  params: { kernel: 'u32', stride: 'u32', missingRows: 'u32', missingColumns: 'u32' },
  derived: (dims, params) => ({
    ...imageSizes(dims.patchRows as number, dims.patchColumns as number, dims.taps as number, params),
  }),
  outputs: { dx: ['images', 'height', 'width', 'channels'] },
  saved: {},
  invocations: ({ images, height, width, channels }) =>
    (images as number) * (height as number) * (width as number) * (channels as number),
  reference: ({ dy }, params) => {
    const [images, rows, columns, taps] = dy.shape as [number, number, number, number];
    const { height, width, channels } = imageSizes(rows, columns, taps, params);
    const x = tf.zeros([images, height, width, channels]);
    return { dx: tf.grad((at: tf.Tensor) => slide(at, params))(x, dy) };
  },
  gradient: () => ({}),
  tolerance: 1e-5,
  cases: [
    {
      dims: { images: 1, patchRows: 1, patchColumns: 1, taps: 9 },
      params: { kernel: 3, stride: 1, missingRows: 0, missingColumns: 0 },
    },
    {
      dims: { images: 3, patchRows: 7, patchColumns: 5, taps: 18 },
      params: { kernel: 3, stride: 1, missingRows: 0, missingColumns: 0 },
    },
    {
      dims: { images: 3, patchRows: 4, patchColumns: 7, taps: 9 * 5 },
      params: { kernel: 3, stride: 2, missingRows: 1, missingColumns: 0 },
    },
    {
      dims: { images: 2, patchRows: 3, patchColumns: 4, taps: 25 },
      params: { kernel: 5, stride: 2, missingRows: 0, missingColumns: 1 },
    },
    {
      dims: { images: 130, patchRows: 2, patchColumns: 3, taps: 7 },
      params: { kernel: 1, stride: 2, missingRows: 1, missingColumns: 1 },
    },
  ],
});

function imageSizes(
  rows: number,
  columns: number,
  taps: number,
  {
    kernel,
    stride,
    missingRows,
    missingColumns,
  }: Sliding & { readonly missingRows: number; readonly missingColumns: number },
): Sizes & { readonly [name: string]: number } {
  return {
    channels: taps / kernel ** 2,
    height: rows * stride - missingRows,
    width: columns * stride - missingColumns,
  };
}

/** y[n,r,c,(i·kernel+j)·channels+k] = x[n, r·stride+i−p, c·stride+j−p, k], zero outside, p = ⌊(kernel−1)/2⌋. */
export const patches = defineKernel({
  name: 'patches',
  shader: forward,
  inputs: { x: ['images', 'height', 'width', 'channels'] },
  params: { kernel: 'u32', stride: 'u32' },
  derived: ({ height, width, channels }, { kernel, stride }) => ({
    patchRows: patchCount(height as number, stride),
    patchColumns: patchCount(width as number, stride),
    taps: kernel * kernel * (channels as number),
  }),
  outputs: { y: ['images', 'patchRows', 'patchColumns', 'taps'] },
  saved: {},
  invocations: ({ images, patchRows, patchColumns }, { kernel }) =>
    (images as number) * (patchRows as number) * (patchColumns as number) * kernel * kernel,
  reference: ({ x }, params) => ({ y: slide(x, params) }),
  gradient: ({ y: dy }, { x }, _results, { kernel, stride }) => ({
    x: () => {
      const [, height, width] = x.shape as [number, number, number, number];
      const missingRows = patchCount(height, stride) * stride - height;
      const missingColumns = patchCount(width, stride) * stride - width;
      return patchesGradient({ dy }, { kernel, stride, missingRows, missingColumns }).dx;
    },
  }),
  tolerance: 1e-6, // the copies are exact, the gradient is a sum
  cases: [
    { dims: { images: 1, height: 1, width: 1, channels: 1 }, params: { kernel: 3, stride: 1 } },
    { dims: { images: 3, height: 7, width: 5, channels: 2 }, params: { kernel: 3, stride: 1 } },
    { dims: { images: 3, height: 7, width: 14, channels: 5 }, params: { kernel: 3, stride: 2 } },
    { dims: { images: 2, height: 6, width: 7, channels: 1 }, params: { kernel: 5, stride: 2 } },
    { dims: { images: 130, height: 3, width: 5, channels: 7 }, params: { kernel: 1, stride: 2 } },
  ],
});
