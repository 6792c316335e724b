import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import pkt, { neighbours } from './pkt.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('by hand: cosines 1 and 0 are chances of 2/3 and 1/3', () => {
  const p = neighbours(
    tf.tensor3d([
      [
        [1, 0],
        [0, 2],
      ],
    ]),
  ).dataSync();
  [2 / 3, 1 / 3, 1 / 3, 2 / 3].forEach((v, i) => expect(p[i]).toBeCloseTo(v, 5));
});

const term = (student: number[][], teacher: number[][]) =>
  number(
    tf.mean(pkt.terms(tapped(pkt, student, teacher), knobsOf(pkt, { beta: 1 })).neighbours as tf.Tensor),
  );

test('by hand: the teacher’s pair apart, the student’s one; the mean of Σ q log(q/p) over four pairs', () => {
  // q = (2/3, 1/3), p = (1/2, 1/2) in each row.
  const row = (2 / 3) * Math.log(4 / 3) + (1 / 3) * Math.log(2 / 3);
  expect(
    term(
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 0],
        [0, 2],
      ],
    ),
  ).toBeCloseTo((2 * row) / 4, 5);
});

test('section 3: only how samples lie to one another counts', () => {
  expect(
    term(
      [
        [0, 3, 0],
        [0, 0, 1],
      ],
      [
        [1, 0],
        [0, 2],
      ],
    ),
  ).toBeCloseTo(0, 6);
});
