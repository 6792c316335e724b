import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import sp from './sp.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const term = (student: number[][], teacher: number[][]) =>
  number(tf.mean(sp.terms(tapped(sp, student, teacher), knobsOf(sp, { beta: 1 })).similarity as tf.Tensor));

test('by hand: the teacher’s two samples at right angles, the student’s the same', () => {
  // Rows of length 1: teacher (1,0), (0,1); student (1,1)/√2 twice. Each row: 2·… = (1 − r)² + r², r = 1/√2.
  const r = Math.SQRT1_2;
  expect(
    term(
      [
        [2, 1],
        [2, 1],
      ],
      [
        [3, 0],
        [0, 3],
      ],
    ),
  ).toBeCloseTo(((1 - r) ** 2 + r ** 2) / 2, 5);
});

test('equation 4: the units may be others, turned or scaled', () => {
  expect(
    term(
      [
        [1, 2, 0],
        [0, 1, 1],
      ],
      [
        [2, 0, 4],
        [0, 2, 2],
      ],
    ),
  ).toBeCloseTo(0, 6);
});
