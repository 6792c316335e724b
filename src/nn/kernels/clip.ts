// Clipping a gradient by its norm, seed by seed (Pascanu et al. 2013, arXiv:1211.5063; as PyTorch's clip_grad_norm_).
import * as tf from '@tensorflow/tfjs-core';
import clipShader from '../../../shaders/clip.wgsl?raw';
import squaresShader from '../../../shaders/squares.wgsl?raw';
import { defineKernel, defineUpdate } from '../../gpu/kernel.ts';
import type { State } from '../../gpu/slots.ts';
import { sumRows } from './dense-sum.ts';

const EPSILON = 1e-6;
/** Numbers an invocation adds. */
const STRETCH = 256;
/** Where a parameter begins beside the others, in numbers: its slot's alignment. */
const ALIGNED = 64;

/** Gradients [seeds, ...], scaled so that the norm of a seed's gradients together is at most `limit`. */
export function clipped(gradients: readonly tf.Tensor[], limit: number): tf.Tensor[] {
  const perSeed = (g: tf.Tensor) => tf.sum(tf.reshape(tf.square(g), [g.shape[0] as number, -1]), 1);
  const norm = tf.sqrt(tf.addN(gradients.map(perSeed))); // [seeds]
  const scale = tf.minimum(1, tf.div(limit, tf.add(norm, EPSILON)));
  return gradients.map((g) => tf.mul(g, tf.reshape(scale, [-1, ...g.shape.slice(1).map(() => 1)])));
}

/** The stretches [first number, how many, seed] of parameters [seeds, ...] that lie side by side, seed after seed. */
function segmentsOf(shapes: readonly (readonly number[])[]): Int32Array {
  const rows: [first: number, count: number, seed: number][] = [];
  let first = 0;
  for (const [seeds = 1, ...shape] of shapes) {
    const size = shape.reduce((a, b) => a * b, 1);
    for (let seed = 0; seed < seeds; seed++) {
      for (let at = 0; at < size; at += STRETCH)
        rows.push([first + seed * size + at, Math.min(STRETCH, size - at), seed]);
    }
    first += Math.ceil((seeds * size) / ALIGNED) * ALIGNED;
  }
  return Int32Array.from(rows.sort((a, b) => a[2] - b[2]).flat());
}

/** Three parameters for two seeds, one of several stretches; the numbers between them belong to nobody. */
const SHAPES = [
  [2, 3, 5],
  [2, 7],
  [2, 20, 15],
];
const SEGMENTS = segmentsOf(SHAPES);
const CASE = {
  dims: { rows: (64 + 64 + 640) / 4, segments: SEGMENTS.length / 3 },
  fill: { segment: (i: number) => SEGMENTS[i] as number },
};

/** Which number of [rows, 4] belongs to which segment, as a matrix of zeros and ones [segments, numbers]. */
function members(segment: tf.Tensor, numbers: number): tf.Tensor {
  const column = (i: number) => tf.cast(tf.slice(segment, [0, i], [-1, 1]), 'float32'); // [segments, 1]
  const past = tf.sub(tf.reshape(tf.range(0, numbers), [1, numbers]), column(0));
  return tf.cast(tf.logicalAnd(tf.greaterEqual(past, 0), tf.less(past, column(1))), 'float32');
}

const squares = defineKernel({
  name: 'squares',
  shader: squaresShader,
  inputs: { gradient: ['rows', '4'], segment: ['segments', '3'] },
  ints: ['segment'],
  params: {},
  outputs: { sum: ['segments'] },
  saved: {},
  invocations: ({ segments }) => segments as number,
  reference: ({ gradient, segment }) => {
    const square = tf.reshape(tf.square(gradient), [-1, 1]);
    return { sum: tf.reshape(tf.matMul(members(segment, gradient.size), square), [-1]) };
  },
  gradient: () => ({}),
  tolerance: 1e-5,
  cases: [CASE],
});

const clip = defineUpdate({
  name: 'clip',
  shader: clipShader,
  inputs: { square: ['runs'], segment: ['segments', '3'] },
  ints: ['segment'],
  params: { limit: 'f32' },
  updates: { gradient: ['rows', '4'] },
  invocations: ({ segments }) => segments as number,
  reference: ({ square, segment }, { gradient }, { limit }) => {
    const seed = tf.reshape(tf.slice(segment, [0, 2], [-1, 1]), [-1]) as tf.Tensor1D;
    const norm = tf.sqrt(tf.gather(square, tf.cast(seed, 'int32')));
    const scale = tf.expandDims(tf.minimum(1, tf.div(limit, tf.add(norm, EPSILON))), 1); // [segments, 1]
    const own = members(segment, gradient.size);
    const each = tf.add(tf.sum(tf.mul(own, scale), 0), tf.sub(1, tf.sum(own, 0)));
    return { gradient: tf.mul(gradient, tf.reshape(each, gradient.shape)) };
  },
  tolerance: 1e-5,
  cases: [0.5, 100].map((limit) => ({
    dims: { ...CASE.dims, runs: 2 },
    params: { limit },
    fill: { ...CASE.fill, square: (i: number) => 1 + 3 * i },
  })),
});

/** What clips gradients that lie side by side, in place, as `clipped` does. */
export function clipper(shapes: readonly (readonly number[])[], limit: number): (flat: State) => void {
  const rows = segmentsOf(shapes);
  const seeds = shapes[0]?.[0] ?? 1;
  return (flat) => {
    const segment = tf.tensor(rows, [rows.length / 3, 3], 'int32');
    const { sum } = squares({ gradient: flat.tensor, segment }, {});
    const square = tf.reshape(sumRows(tf.reshape(sum, [seeds, -1, 1])), [seeds]);
    clip({ square, segment }, { gradient: flat }, { limit });
  };
}
