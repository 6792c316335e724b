// What methods on hidden layers share: which layers face each other, adapters between widths, maps of unlike sizes,
// and what a batch's samples are to one another.
//
// Taps are [seeds, batch, width] (vectors) or [seeds, batch, height, width, channels] (maps).
import * as tf from '@tensorflow/tfjs-core';
import { ACTIVATION, dense } from '../nn/kernels/dense.ts';
import { constant, type Parameter, weights } from '../nn/parameters.ts';
import { modelById } from '../nn/registry.ts';
import { repeated } from '../nn/repeated.ts';
import { teacherOf } from './hard-labels.ts';
import type { Lineage, Nets } from './lineage.ts';
import type { Sizes, StepInput } from './method.ts';

/** What convolutional networks call the mean over their last map: a vector beside the stages. */
const POOLED = 'pooled';
/** Keeps lengths and shares away from zero, in f32. */
const TINY = 1e-8;

const stages = <T>(taps: Readonly<Record<string, T>>): T[] =>
  Object.entries(taps).flatMap(([name, tap]) => (name === POOLED ? [] : [tap]));

/** The stages of both that face each other, counted from the last, in the order of the student's. */
function facing<T>(student: Readonly<Record<string, T>>, teacher: Readonly<Record<string, T>>): [T, T][] {
  const [own, others] = [stages(student), stages(teacher)];
  const n = Math.min(own.length, others.length);
  return own.slice(own.length - n).map((tap, i) => [tap, others[others.length - n + i] as T]);
}

export type Pair = readonly [student: tf.Tensor, teacher: tf.Tensor];

/** What the stages that face each other say. */
export const stagePairs = (input: StepInput): Pair[] => facing(input.student.taps, teacherOf(input).taps);

/** The shapes of those stages, for one sample. */
export const stageShapes = ({ taps }: Sizes): [readonly number[], readonly number[]][] =>
  facing(taps.student, taps.teacher ?? {});

/** What goes into the last layer of both, [seeds, batch, width]. */
export function embeddings(input: StepInput): Pair {
  const last = (taps: Readonly<Record<string, tf.Tensor>>) => Object.values(taps).at(-1) as tf.Tensor;
  return [last(input.student.taps), last(teacherOf(input).taps)];
}

/** How many numbers each of those has. */
export const embeddingSizes = ({ features: { student, teacher } }: Sizes): [number, number] => [
  student,
  teacher ?? student,
];

/** For methods on hidden layers: a student with a teacher, both with such layers; with `maps`, both convolutional. */
export const tapping =
  (method: string, needs: 'layers' | 'maps' = 'layers') =>
  ({ student, teacher }: Nets): Lineage => {
    for (const [who, net] of [
      ['student', student],
      ['teacher', teacher],
    ] as const) {
      if (net.widths.length === 0)
        throw new Error(`${method} looks at hidden layers, and the ${who} has none.`);
      if (needs === 'maps' && !modelById(net.model).needsImage)
        throw new Error(
          `${method} compares maps over an image, and the ${who}, of model ${net.model}, has none.`,
        );
    }
    return { stages: [], from: ['teacher'] };
  };

/** A trained map from one number of channels to another: weights [inputs, outputs] and a shift. */
export const adapter = (name: string, inputs: number, outputs: number): Parameter[] => [
  weights(`${name}.weight`, inputs, outputs, 'he'),
  constant(`${name}.bias`, outputs, 0),
];

/** A part of the method's own, by name. */
export function part({ parts }: StepInput, name: string): tf.Tensor {
  const tensor = parts[name];
  if (!tensor) throw new Error(`The part ${name} is missing; there are ${Object.keys(parts).join(', ')}.`);
  return tensor;
}

/** The adapter of that name on the channels of a tap: [seeds, batch, …, inputs] → [seeds, batch, …, outputs]. */
export function adapted(input: StepInput, name: string, tap: tf.Tensor): tf.Tensor {
  const [seeds, batch, ...rest] = tap.shape as [number, number, ...number[]];
  const channels = rest.at(-1) as number;
  const x = tf.reshape(tap, [seeds, -1, channels]);
  const [weight, bias] = [part(input, `${name}.weight`), part(input, `${name}.bias`)];
  const { y } = dense({ x, weight, bias }, { activation: ACTIVATION.none });
  return tf.reshape(y, [seeds, batch, ...rest.slice(0, -1), y.shape[2] as number]);
}

/** a·b of matrices, [n, i, k] × [n, k, j] → [n, i, j]; its sums always have the same order, the stock product's may not. */
export function product(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [n, , j] = b.shape as [number, number, number];
  return dense({ x: a, weight: b, bias: tf.zeros([n, j]) }, { activation: ACTIVATION.none }).y;
}

/**
 * Sums along the last axis, kept with length 1. As a product with ones: TensorFlow.js gives each sum a workgroup, which is dear
 * where there are many short ones, and dearest on software adapters.
 */
export function sums(x: tf.Tensor): tf.Tensor {
  const [seeds, ...rest] = x.shape as [number, ...number[]];
  const width = rest.at(-1) as number;
  const rows = tf.reshape(x, [seeds, -1, width]);
  return tf.reshape(product(rows, tf.ones([seeds, width, 1])), [seeds, ...rest.slice(0, -1), 1]);
}

/** One number a row repeated along it, [seeds, …, 1] → [seeds, …, width]: a product again, since the slope of it is such a sum. */
export function spread(x: tf.Tensor, width: number): tf.Tensor {
  const [seeds, ...rest] = x.shape as [number, ...number[]];
  const rows = product(tf.reshape(x, [seeds, -1, 1]), tf.ones([seeds, 1, width]));
  return tf.reshape(rows, [seeds, ...rest.slice(0, -1), width]);
}

/** Vectors of length 1 along the last axis. */
export const normalised = (x: tf.Tensor): tf.Tensor =>
  tf.mul(x, spread(tf.rsqrt(tf.add(sums(tf.square(x)), TINY)), x.shape.at(-1) as number));

/** Products of every two rows, [n, rows, width] → [n, rows, rows]. */
export const gram = (x: tf.Tensor): tf.Tensor => product(x, tf.transpose(x, [0, 2, 1]));

/** All numbers of a sample in a row, [seeds, batch, …] → [seeds, batch, numbers]. */
export const flat = (tap: tf.Tensor): tf.Tensor =>
  tf.reshape(tap, [tap.shape[0] as number, tap.shape[1] as number, -1]);

/** Mean over all but seeds and batch. */
export function eachMean(x: tf.Tensor): tf.Tensor {
  const all = flat(x);
  return tf.div(tf.squeeze(sums(all), [2]), all.shape[2] as number);
}

/**
 * A map at another size, by the means of its parts: bin i of n over m pixels reaches from ⌊im/n⌋ to ⌈(i+1)m/n⌉, which may
 * overlap, or repeat a pixel (PyTorch's adaptive average pooling). [seeds, batch, h, w, c] → [seeds, batch, height, width, c].
 */
export function resized(map: tf.Tensor, height: number, width: number): tf.Tensor {
  const [seeds, batch, h, w, c] = map.shape as [number, number, number, number, number];
  if (h === height && w === width) return map;
  const [rows, columns] = [bins(h, height), bins(w, width)];
  const table = Float32Array.from({ length: h * w * height * width }, (_, i) => {
    const [from, to] = [Math.floor(i / (height * width)), i % (height * width)];
    const row = rows[Math.floor(to / width)]?.[Math.floor(from / w)] as number;
    return row * (columns[to % width]?.[from % w] as number);
  });
  const means = repeated(table, [h * w, height * width], seeds);
  const lines = tf.reshape(tf.transpose(map, [0, 1, 4, 2, 3]), [seeds, batch * c, h * w]);
  const pooled = tf.reshape(product(lines, means), [seeds, batch, c, height, width]);
  return tf.transpose(pooled, [0, 1, 3, 4, 2]);
}

/** How much of each of `m` pixels is in each of `n` bins. */
const bins = (m: number, n: number): number[][] =>
  Array.from({ length: n }, (_, i) => {
    const [from, to] = [Math.floor((i * m) / n), Math.ceil(((i + 1) * m) / n)];
    return Array.from({ length: m }, (_, k) => (k >= from && k < to ? 1 / (to - from) : 0));
  });

/** Two taps at the size of the smaller. Vectors are as they are, and a map beside a vector is its mean over the image. */
export function alike([student, teacher]: Pair): Pair {
  const pooled = (tap: tf.Tensor) => (tap.rank === 5 ? tf.mean(tap, [2, 3]) : tap);
  if (student.rank < 5 || teacher.rank < 5) return [pooled(student), pooled(teacher)];
  const [h, w] = [2, 3].map((axis) =>
    Math.min(student.shape[axis] as number, teacher.shape[axis] as number),
  ) as [number, number];
  return [resized(student, h, w), resized(teacher, h, w)];
}
