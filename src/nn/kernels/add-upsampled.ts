// The way down of a feature pyramid: a map added to one of half its size.
// Source: Lin et al. 2017, "Feature Pyramid Networks for Object Detection", arXiv:1612.03144, section 3.
import * as tf from '@tensorflow/tfjs-core';
import quartersShader from '../../../shaders/add-quarters.wgsl?raw';
import shader from '../../../shaders/add-upsampled.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import type { Dims } from '../../gpu/shapes.ts';
import { sizeOf } from './sizes.ts';

const SIZES = [
  { images: 1, rows: 1, columns: 1, channels: 1 },
  { images: 3, rows: 5, columns: 2, channels: 7 },
  { images: 2, rows: 3, columns: 4, channels: 65 },
];
const doubled = ({ rows, columns }: Dims) => ({
  height: 2 * (rows as number),
  width: 2 * (columns as number),
});

const quarters = defineKernel({
  name: 'add-quarters',
  shader: quartersShader,
  inputs: { dy: ['images', 'height', 'width', 'channels'] },
  outputs: { dx: ['images', 'rows', 'columns', 'channels'] },
  saved: {},
  params: {},
  derived: ({ height, width }) => ({ rows: (height as number) / 2, columns: (width as number) / 2 }),
  invocations: (dims) => sizeOf(dims, 'images', 'rows', 'columns', 'channels'),
  reference: ({ dy }) => {
    const [images, height, width, channels] = dy.shape as [number, number, number, number];
    const across = tf.sum(tf.reshape(dy, [images * height * (width / 2), 2, channels]), 1);
    const down = tf.sum(tf.reshape(across, [images * (height / 2), 2, (width / 2) * channels]), 1);
    return { dx: tf.reshape(down, [images, height / 2, width / 2, channels]) };
  },
  gradient: () => ({}),
  tolerance: 1e-6,
  cases: SIZES.map(({ images, channels, ...size }) => ({
    dims: { images, channels, ...doubled(size) },
    params: {},
  })),
});

/**
 * y = fine + each pixel of `coarse` four times: [images, rows, columns, channels] and [images, 2·rows, 2·columns, channels] →
 * [images, 2·rows, 2·columns, channels].
 */
export const addUpsampled = defineKernel({
  name: 'add-upsampled',
  shader,
  inputs: {
    coarse: ['images', 'rows', 'columns', 'channels'],
    fine: ['images', 'height', 'width', 'channels'],
  },
  outputs: { y: ['images', 'height', 'width', 'channels'] },
  saved: {},
  params: {},
  derived: (dims) => {
    const { height, width } = doubled(dims);
    if (dims.height !== height || dims.width !== width)
      throw new Error(
        `add-upsampled: a map of ${dims.rows}×${dims.columns} pixels needs one of ${height}×${width}, got ${dims.height}×${dims.width}.`,
      );
    return {};
  },
  invocations: (dims) => sizeOf(dims, 'images', 'height', 'width', 'channels'),
  reference: ({ coarse, fine }) => {
    const [images, rows, columns, channels] = coarse.shape as [number, number, number, number];
    const line = tf.reshape(coarse, [images * rows * columns, 1, channels]);
    const wide = tf.reshape(tf.concat([line, line], 1), [images * rows, 1, 2 * columns * channels]);
    const whole = tf.reshape(tf.concat([wide, wide], 1), [images, 2 * rows, 2 * columns, channels]);
    return { y: tf.add(fine, whole) };
  },
  gradient: ({ y: dy }) => ({ fine: () => tf.clone(dy), coarse: () => quarters({ dy }, {}).dx }),
  tolerance: 1e-6,
  cases: SIZES.map((size) => ({ dims: { ...size, ...doubled(size) }, params: {} })),
});
