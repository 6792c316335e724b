import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, sizesOf, tapped } from '../testing.ts';
import vid from './vid.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const inverse = (variance: number) => Math.log(Math.expm1(variance - 1e-5));
const input = (variance: number) => ({
  ...tapped(vid, [[1]], [[4]]),
  parts: {
    'mean1.weight': tf.tensor([1], [1, 1, 1]),
    'mean1.bias': tf.zeros([1, 1]),
    spread1: tf.tensor([inverse(variance)], [1, 1]),
  },
});
const term = (variance: number) => number(vid.terms(input(variance), knobsOf(vid)).information);

test('by hand: a guess of 1 for 4 with variance 2: ½ (9/2 + ln 2)', () => {
  expect(term(2)).toBeCloseTo(0.5 * (4.5 + Math.log(2)), 4);
});

test('equation 5: the best variance is the square of the error', () => {
  expect(term(9)).toBeLessThan(term(6));
  expect(term(9)).toBeLessThan(term(13));
});

test('the variance is 5 at first', () => {
  const spread = vid.parts?.(sizesOf(4, 'vectors'), knobsOf(vid)).find(({ name }) => name === 'spread1');
  const first = spread?.init({ next: () => 0, normal: () => 0 })[0] as number;
  expect(Math.log1p(Math.exp(first)) + 1e-5).toBeCloseTo(5, 5);
});
