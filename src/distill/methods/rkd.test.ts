import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import rkd, { angles, distances } from './rkd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const triangle = [
  [0, 0],
  [3, 0],
  [0, 4],
];

test('by hand: sides 3, 4 and 5 over their mean 4; a right angle at the first', () => {
  const d = distances(tf.tensor3d([triangle])).dataSync();
  [0, 0.75, 1, 0.75, 0, 1.25, 1, 1.25, 0].forEach((v, i) => expect(d[i]).toBeCloseTo(v, 3));
  const a = angles(tf.tensor3d([triangle])).arraySync() as number[][][][];
  expect(a[0]?.[0]?.[1]?.[2]).toBeCloseTo(0, 4); // at the first, between second and third
  expect(a[0]?.[1]?.[0]?.[2]).toBeCloseTo(3 / 5, 4); // at the second, between first and third
  expect(a[0]?.[2]?.[0]?.[1]).toBeCloseTo(4 / 5, 4);
});

const terms = (student: number[][], teacher: number[][]) => {
  const { distance, angle } = rkd.terms(tapped(rkd, student, teacher), knobsOf(rkd));
  return [number(tf.mean(distance as tf.Tensor)), number(angle)];
};

test('section 3.2: turned, moved and scaled samples relate alike; bent ones don’t', () => {
  const turned = triangle.map(([x, y]) => [7 - 2 * (y as number), 1 + 2 * (x as number)]);
  for (const term of terms(turned, triangle)) expect(term).toBeCloseTo(0, 3);
  const [distance, angle] = terms(
    [
      [0, 0],
      [3, 0],
      [4, 4],
    ],
    triangle,
  ) as [number, number];
  expect(distance).toBeGreaterThan(0.1);
  expect(angle).toBeGreaterThan(0.1);
});

test('the Huber loss grows by the first power beyond 1', () => {
  // Three samples on a line, at 0, 1 and x: the largest ratio of distance to mean is 1.5, the smallest near 0.
  const [distance] = terms([[0], [1], [1e4]], [[0], [1], [0.5]]);
  const own = [...distances(tf.tensor3d([[[0], [1], [1e4]]])).dataSync()];
  const told = distances(tf.tensor3d([[[0], [1], [0.5]]])).dataSync();
  const huber = (x: number) => (Math.abs(x) < 1 ? x * x * 0.5 : Math.abs(x) - 0.5);
  const expected = own.reduce((sum, v, i) => sum + huber(v - (told[i] as number)), 0) / 9;
  expect(distance).toBeCloseTo(25 * expected, 3);
});

test('of a large batch 32 samples, evenly spaced, make the angles', () => {
  const many = (scale: number) =>
    Array.from({ length: 64 }, (_, i) => [scale * Math.cos(i), scale * Math.sin(i * i)]);
  const odd = many(1).map((v, i) => (i % 2 ? [99, i] : v)); // only those between differ
  expect(terms(odd, many(1))[1]).toBeCloseTo(0, 4);
  expect(
    terms(
      many(1).map((v, i) => (i % 2 ? v : [99, i])),
      many(1),
    )[1],
  ).toBeGreaterThan(1);
});
