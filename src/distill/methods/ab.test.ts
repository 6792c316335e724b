import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, tapped } from '../testing.ts';
import ab, { crossing } from './ab.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('by hand: margins of 1 on both sides', () => {
  const student = tf.tensor1d([0.25, 2, -0.5, 0.25, -2]);
  const teacher = tf.tensor1d([3, 3, 3, 0, 0]);
  // On: (1 − 0.25)², beyond the margin, (1 + 0.5)²; off: (1 + 0.25)², beyond.
  expect([...crossing(student, teacher).dataSync()]).toEqual([0.5625, 0, 2.25, 1.5625, 0]);
});

test('section 3: it matters whether a unit is on, not how much', () => {
  const term = (teacher: number) => {
    const input = {
      ...tapped(ab, [[0.5]], [[teacher]]),
      progress: tf.tensor1d([0]),
      parts: { 'adapter1.weight': tf.ones([1, 1, 1]), 'adapter1.bias': tf.zeros([1, 1]) },
    };
    return number(ab.terms(input, knobsOf(ab, { beta: 1000 })).boundary);
  };
  expect(term(0.01)).toBe(term(7));
  expect(term(0.01)).toBeCloseTo(0.25, 6);
  expect(term(0)).toBeCloseTo(2.25, 6);
});
