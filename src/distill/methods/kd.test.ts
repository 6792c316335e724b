import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, stepInput } from '../testing.ts';
import kd from './kd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const one = (s: number[], t: number[], y: number) => ({
  ...stepInput(kd),
  student: { logits: tf.tensor3d([[s]]), taps: {} },
  teacher: { logits: tf.tensor3d([[t]]), taps: {} },
  labels: tf.tensor2d([[y]]),
  labelScale: 1,
});
const number = (t: tf.Tensor | undefined): number => t?.dataSync()[0] ?? Number.NaN;

test('two classes worked out by hand: s = (0, 2 ln 3), t = (0, 0), T = 2, α = 1/2', () => {
  // p = (1/4, 3/4), q = (1/2, 1/2): KL = ½ ln 2 + ½ ln ⅔ = ½ ln(4/3); T²·KL·α = 4 · ½ ln(4/3) · ½ = ln(4/3).
  // Hard, class 0: p at T = 1 is (1/10, 9/10), −ln(1/10)/2.
  const terms = kd.terms(one([0, 2 * Math.log(3)], [0, 0], 0), knobsOf(kd, { T: 2, alpha: 0.5 }));
  expect(number(terms.soft)).toBeCloseTo(Math.log(4 / 3), 5);
  expect(number(terms.hard)).toBeCloseTo(Math.log(10) / 2, 5);
});

test('there is nothing to learn from a teacher one already equals', () => {
  const terms = kd.terms(one([1, -2, 0.5], [1, -2, 0.5], 0), knobsOf(kd));
  expect(number(terms.soft)).toBeCloseTo(0, 6);
});

test('section 2.1: at high temperature the slope is that of matching centred logits, (s − t)/C', () => {
  const s = [1, -1, 0.5, -0.5];
  const t = [-0.5, 0.5, 1, -1]; // both have mean zero
  const slope = (T: number) => {
    const input = one(s, t, 0);
    const f = (x: tf.Tensor) =>
      tf.sum(
        kd.terms({ ...input, student: { logits: x, taps: {} } }, {
          ...knobsOf(kd, { alpha: 1 }),
          T: tf.tensor1d([T]),
        } as unknown as ReturnType<typeof knobsOf>).soft as tf.Tensor,
      );
    return Array.from(tf.grad(f)(input.student.logits).dataSync());
  };
  const want = s.map((v, i) => (v - (t[i] as number)) / 4);
  const off = (T: number) => Math.max(...slope(T).map((v, i) => Math.abs(v - (want[i] as number))));
  expect(off(50)).toBeLessThan(0.01);
  expect(off(1)).toBeGreaterThan(0.05); // and at T = 1 it is not
});
