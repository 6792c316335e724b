import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, stepInput } from '../testing.ts';
import alone from './alone.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const hard = (epsilon: number) => {
  const input = {
    ...stepInput(alone),
    student: { logits: tf.tensor3d([[[0, Math.log(3)]]]), taps: {} },
    labels: tf.tensor2d([[0]]),
    labelScale: 1,
    teacher: null,
  };
  return alone.terms(input, knobsOf(alone, { epsilon })).hard?.dataSync()[0] ?? Number.NaN;
};

test('p = (1/4, 3/4) and class 0: −ln ¼; with ε = 0.2 the target is (0.9, 0.1)', () => {
  expect(hard(0)).toBeCloseTo(Math.log(4), 6);
  expect(hard(0.2)).toBeCloseTo(0.9 * Math.log(4) + 0.1 * Math.log(4 / 3), 6);
});
