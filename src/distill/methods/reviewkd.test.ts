import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, sizesOf, stepInput } from '../testing.ts';
import reviewkd, { pyramid, reviewed } from './reviewkd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('by hand: a 2 × 2 map one off at one place: (1/4 + ½ · 1/16) ÷ 1½', () => {
  const map = (value: number) => tf.tensor([value, 0, 0, 0], [1, 1, 2, 2, 1]);
  expect(number(pyramid(map(1), map(0)))).toBeCloseTo((1 / 4 + 0.5 / 16) / 1.5, 6);
});

test('of a map of one pixel only that counts', () => {
  const map = (value: number) => tf.tensor([value], [1, 1, 1, 1, 1]);
  expect(number(pyramid(map(3), map(1)))).toBeCloseTo(4, 5);
});

test('section 3.2: a stage is fused with those after it, and the last stands alone', () => {
  const names = reviewkd.parts?.(sizesOf(4), knobsOf(reviewkd)).map(({ name }) => name);
  expect(names?.filter((name) => name.startsWith('attention'))).toEqual([
    'attention1.weight',
    'attention1.bias',
  ]);
  const input = stepInput(reviewkd);
  const { stage1, stage2 } = input.student.taps as { stage1: tf.Tensor; stage2: tf.Tensor };
  const said = (early: tf.Tensor, late: tf.Tensor) => reviewed(input, [early, late]).map((t) => t.dataSync());
  const [before, lateDoubled, earlyDoubled] = [
    said(stage1, stage2),
    said(stage1, tf.mul(stage2, 2)),
    said(tf.mul(stage1, 2), stage2),
  ];
  expect(lateDoubled[0]).not.toEqual(before[0]);
  expect(earlyDoubled[0]).not.toEqual(before[0]);
  expect(earlyDoubled[1]).toEqual(before[1]);
});

test('the warm-up raises the review from nothing', () => {
  const at = (progress: number) =>
    number(reviewkd.terms(stepInput(reviewkd, { progress }), knobsOf(reviewkd)).review);
  expect(at(0)).toBe(0);
  expect(at(0.04) / at(0.5)).toBeCloseTo(0.5, 4);
});
