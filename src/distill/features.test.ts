import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  adapted,
  alike,
  embeddings,
  normalised,
  product,
  resized,
  stagePairs,
  stageShapes,
  tapping,
} from './features.ts';
import { methodById } from './registry.ts';
import { sizesOf, stepInput } from './testing.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const round = (t: tf.Tensor) => Array.from(t.dataSync(), (v) => Math.round(1e4 * v) / 1e4);

test('a map of three pixels at two: bins reach from ⌊im/n⌋ to ⌈(i+1)m/n⌉ and share the middle one', () => {
  expect(round(resized(tf.tensor([1, 3, 9], [1, 1, 1, 3, 1]), 1, 2))).toEqual([2, 6]);
});

test('a map of two pixels at four repeats them; channels stay apart', () => {
  const map = tf.tensor([1, 10, 2, 20], [1, 1, 2, 1, 2]); // two rows of one pixel, two channels
  expect(round(resized(map, 4, 1))).toEqual([1, 10, 1, 10, 2, 20, 2, 20]);
});

test('a 2 × 2 map at one pixel is its mean, seed by seed', () => {
  const map = tf.tensor([1, 2, 3, 6, 10, 20, 30, 60], [2, 1, 2, 2, 1]);
  expect(round(resized(map, 1, 1))).toEqual([3, 30]);
});

test('two maps meet at the size of the smaller; vectors are left alone', () => {
  const input = stepInput(methodById('at'));
  const shapes = stagePairs(input).map((pair) => alike(pair).map(({ shape }) => shape.slice(2)));
  expect(shapes).toEqual([
    [
      [4, 4, 3],
      [4, 4, 5],
    ],
    [
      [2, 2, 8],
      [2, 2, 32],
    ],
  ]);
  const vectors = stagePairs(stepInput(methodById('vid'), { taps: 'vectors' })).map(alike);
  expect(vectors.map((pair) => pair.map(({ shape }) => shape[2]))).toEqual([
    [6, 5],
    [8, 32],
  ]);
});

test('a map beside a vector is its mean over the image', () => {
  const map = tf.tensor([1, 10, 3, 30], [1, 1, 2, 1, 2]);
  const vector = tf.tensor([7, 8, 9], [1, 1, 3]);
  const [student, teacher] = alike([map, vector]);
  expect([round(student), student.shape, round(teacher)]).toEqual([
    [2, 20],
    [1, 1, 2],
    [7, 8, 9],
  ]);
});

test('stages face each other from the last back, and the mean over the image is none of them', () => {
  const { taps, ...sizes } = sizesOf(4);
  const deeper = {
    stage1: [8, 8, 2],
    ...Object.fromEntries(Object.entries(taps.teacher ?? {}).map(([n, s]) => [`${n}b`, s])),
  };
  const { pooledb: _, ...teacher } = deeper as Record<string, readonly number[]>;
  expect(stageShapes({ ...sizes, taps: { student: taps.student, teacher } })).toEqual([
    [
      [4, 4, 3],
      [4, 4, 5],
    ],
    [
      [2, 2, 8],
      [4, 4, 32],
    ],
  ]);
  expect(embeddings(stepInput(methodById('rkd'))).map(({ shape }) => shape[2])).toEqual([8, 32]);
});

test('an adapter works on the channels of each place, and the product is that of matrices', () => {
  const input = {
    ...stepInput(methodById('alone')),
    parts: { 'a.weight': tf.tensor([1, 0, 1, 0, 2, 1], [1, 2, 3]), 'a.bias': tf.tensor([0, 0, 5], [1, 3]) },
  };
  const map = tf.tensor([1, 2, 3, 4], [1, 1, 1, 2, 2]);
  expect(adapted(input, 'a', map).shape).toEqual([1, 1, 1, 2, 3]);
  expect(round(adapted(input, 'a', map))).toEqual([1, 4, 8, 3, 8, 12]);
  expect(() => adapted(input, 'b', map)).toThrow('The part b.weight is missing; there are a.weight, a.bias.');
  const [a, b] = [tf.tensor([1, 2, 3, 4], [1, 2, 2]), tf.tensor([0, 1, 1, 0], [1, 2, 2])];
  expect(round(product(a, b))).toEqual([2, 1, 4, 3]);
});

test('a vector of zeros has no direction, and gives numbers all the same', () => {
  expect(round(normalised(tf.tensor([0, 0, 3, 4], [1, 2, 2])))).toEqual([0, 0, 0.6, 0.8]);
});

test('networks without hidden layers, or without maps where maps are compared, are refused by name', () => {
  const net = (model: string, ...widths: number[]) => ({ model, widths, knobs: {} });
  const cnn = net('cnn', 4);
  expect(() => tapping('X')({ teacher: cnn, student: net('mlp') })).toThrow('the student has none');
  expect(() => tapping('X')({ teacher: net('mlp'), student: cnn })).toThrow('the teacher has none');
  expect(() => tapping('X', 'maps')({ teacher: net('mlp', 3), student: cnn })).toThrow(
    'X compares maps over an image, and the teacher, of model mlp, has none.',
  );
  expect(tapping('X')({ teacher: net('mlp', 3), student: cnn }).from).toEqual(['teacher']);
});
