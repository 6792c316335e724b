import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import cc, { correlations } from './cc.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('by hand: 1, ½ and 0 as products of two samples', () => {
  // e^(−0.8) (1 + 0.8 x + 0.32 x²)
  const c = correlations(
    tf.tensor3d([
      [
        [2, 0],
        [1, Math.sqrt(3)],
        [0, 5],
      ],
    ]),
  ).dataSync();
  [1 + 0.8 + 0.32, 1 + 0.4 + 0.08, 1].forEach((v, i) => expect(c[i]).toBeCloseTo(Math.exp(-0.8) * v, 5));
});

test('equation 7: the series is near the Gaussian of the distance', () => {
  const [a, b] = [
    [0.6, 0.8],
    [1, 0],
  ] as const;
  const c = correlations(tf.tensor3d([[[...a], [...b]]])).dataSync()[1] as number;
  const squared = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
  expect(Math.abs(c - Math.exp(-0.4 * squared))).toBeLessThan(0.02);
});

test('nothing to learn where samples correlate alike, whatever the units', () => {
  const term = (student: number[][]) =>
    number(
      tf.mean(
        cc.terms(
          tapped(cc, student, [
            [1, 0],
            [1, 1],
          ]),
          knobsOf(cc),
        ).correlation as tf.Tensor,
      ),
    );
  expect(
    term([
      [0, 0, 3],
      [0, 2, 2],
    ]),
  ).toBeCloseTo(0, 5);
  expect(
    term([
      [0, 0, 3],
      [0, 2, 0],
    ]),
  ).toBeGreaterThan(0.1);
});
