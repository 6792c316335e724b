import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, oneSample } from '../testing.ts';
import kd from './kd.ts';
import standard from './logit-standard.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const soft = (s: number[], t: number[]) =>
  number(standard.terms(oneSample(standard, s, t), knobsOf(standard, { T: 1, mu: 1 })).soft);

test('three classes worked out by hand: (0, 3, 6) is (−1, 0, 1), and (6, 3, 0) the other way round', () => {
  // z = (−1, 0, 1): p ∝ (1/e, 1, e), q ∝ (e, 1, 1/e); KL = 2 (e − 1/e)/(e + 1 + 1/e).
  const z = Math.E + 1 + 1 / Math.E;
  expect(soft([0, 3, 6], [6, 3, 0])).toBeCloseTo((2 * (Math.E - 1 / Math.E)) / z, 5);
});

test('section 4: shifting and scaling the student’s logits changes nothing; it changes KD', () => {
  const [s, t] = [
    [1, -2, 0.5, 0.3],
    [2, 0, -1, 1],
  ];
  const moved = s.map((v) => 3 * v + 5);
  expect(soft(moved, t)).toBeCloseTo(soft(s, t), 5);
  const plain = (of: number[]) =>
    number(kd.terms(oneSample(kd, of, t), knobsOf(kd, { T: 1, alpha: 1 })).soft);
  expect(Math.abs(plain(moved) - plain(s))).toBeGreaterThan(0.1);
});

test('logits that are all alike give no number that is none', () => {
  expect(soft([2, 2, 2], [1, 0, 0])).toBeGreaterThan(0);
  expect(Number.isFinite(soft([2, 2, 2], [1, 1, 1]))).toBe(true);
});
