// Patches of images (im2col), by which the references of the convolutions are matrix products.
import * as tf from '@tensorflow/tfjs-core';

/** Patches along an axis: 'same' padding, so one for every `stride` pixels. */
export const patchCount = (size: number, stride: number): number => Math.ceil(size / stride);

export interface Sliding {
  readonly kernel: number;
  readonly stride: number;
}

/**
 * [images, height, width, channels] → [images, rows, columns, kernel·kernel·channels]: at (i·kernel + j)·channels + c is
 * x[n, r·stride + i − p, q·stride + j − p, c], zero outside, p = ⌊(kernel − 1)/2⌋. By pad, slice and reshape only: they
 * have gradients on every backend (a strided slice has none).
 */
export function patches(x: tf.Tensor, { kernel, stride }: Sliding): tf.Tensor {
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
