import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import guide from '../README.md?raw';
import { knobsOf, number, oneSample } from '../testing.ts';
import brier from './brier.ts';
import source from './brier.ts?raw';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('by hand: p = (1/2, 1/2), q = (3/4, 1/4)', () => {
  const { distance } = brier.terms(
    oneSample(brier, [0, 0], [Math.log(3), 0]),
    knobsOf(brier, { T: 1, alpha: 1 }),
  );
  expect(number(distance)).toBeCloseTo(2 * 0.25 ** 2, 6);
});

test('it is least where the student says what the teacher says', () => {
  const { distance } = brier.terms(oneSample(brier, [2, 0, 1], [3, 1, 2]), knobsOf(brier));
  expect(number(distance)).toBeCloseTo(0, 6);
});

test('the guide shows this method as it is', () => {
  expect(guide).toContain(source.trim());
});
