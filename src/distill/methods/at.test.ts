import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import at from './at.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const term = (student: number[][], teacher: number[][]) =>
  number(at.terms(tapped(at, [student], [teacher]), knobsOf(at, { beta: 1 })).attention);

test('by hand: two places, the student all at the first, the teacher at 3 to 4', () => {
  // Means of squares: student (4, 0), teacher (9, 16)/…; as vectors of length 1: (1, 0) and (9, 16)/√337.
  const [a, b] = [9 / Math.sqrt(337), 16 / Math.sqrt(337)];
  expect(term([[2], [0]], [[3], [4]])).toBeCloseTo(((1 - a) ** 2 + b ** 2) / 2, 5);
});

test('section 3.1: where counts, not how strongly or in which channel', () => {
  expect(term([[1], [3]], [[2], [6]])).toBeCloseTo(0, 6);
  expect(
    term(
      [
        [1, 0],
        [3, 0],
      ],
      [
        [0, -1],
        [0, 3],
      ],
    ),
  ).toBeCloseTo(0, 6);
  expect(term([[1], [3]], [[3], [1]])).toBeGreaterThan(0.1);
});
