import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import nst from './nst.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const term = (student: number[][], teacher: number[][]) =>
  number(nst.terms(tapped(nst, [student], [teacher]), knobsOf(nst, { beta: 1 })).mmd);

test('by hand: one channel each, at right angles: k(s,s) + k(t,t) − 2 k(s,t) = 1 + 1 − 0', () => {
  expect(term([[2], [0]], [[0], [5]])).toBeCloseTo(2, 5);
});

test('by hand: the teacher has both directions, the student one', () => {
  // k(s,s) = 1; k(t,t) = (1 + 0 + 0 + 1)/4; k(s,t) = (1 + 0)/2.
  expect(
    term(
      [[1], [0]],
      [
        [1, 0],
        [0, 1],
      ],
    ),
  ).toBeCloseTo(1 + 0.5 - 2 * 0.5, 5);
});

test('equation 5: zero for the same set of channels, in whatever order and as often', () => {
  expect(
    term(
      [
        [1, 2],
        [2, 1],
      ],
      [
        [2, 1, 2, 1],
        [1, 2, 1, 2],
      ],
    ),
  ).toBeCloseTo(0, 5);
});
