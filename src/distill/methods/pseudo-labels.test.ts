import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, stepInput } from '../testing.ts';
import pseudo from './pseudo-labels.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const one = (s: number[], t: number[]) => ({
  ...stepInput(pseudo),
  student: { logits: tf.tensor3d([[s]]), taps: {} },
  teacher: { logits: tf.tensor3d([[t]]), taps: {} },
  labels: tf.tensor2d([[-1]]),
  labelScale: 2,
});
const term = (s: number[], t: number[]) =>
  pseudo.terms(one(s, t), knobsOf(pseudo, { alpha: 1 })).pseudo?.dataSync()[0] ?? Number.NaN;

test('it is the cross-entropy with the teacher’s best class: p = (1/4, 3/4), class 0 gives ln 4', () => {
  expect(term([0, Math.log(3)], [2, 1])).toBeCloseTo(Math.log(4), 6);
});

test('how sure the teacher is makes no difference', () => {
  expect(term([0, 1, 2], [0, 0.1, 0])).toBe(term([0, 1, 2], [0, 9, 0]));
});
