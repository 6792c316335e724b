import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, oneSample } from '../testing.ts';
import alone from './alone.ts';
import free from './teacher-free.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('two classes worked out by hand: a = 1, T = 1, logits (0, 0), class 0', () => {
  // p_d = (1, 0), softened σ(1) = e/(1 + e) = w: KL to (1/2, 1/2) = ln 2 − H(w).
  const w = Math.E / (1 + Math.E);
  const entropy = -w * Math.log(w) - (1 - w) * Math.log(1 - w);
  const { soft } = free.terms(oneSample(free, [0, 0], []), knobsOf(free, { a: 1, T: 1, alpha: 0.5 }));
  expect(number(soft)).toBeCloseTo(0.5 * (Math.log(2) - entropy), 5);
});

test('section 4: with the same probability for every class it is label smoothing', () => {
  const logits = [1, -0.5, 0.25, 2];
  const slope = (method: typeof free, chosen: Record<string, number>) => {
    const input = oneSample(method, logits, []);
    const f = (at: tf.Tensor) => {
      const terms = method.terms({ ...input, student: { logits: at, taps: {} } }, knobsOf(method, chosen));
      return tf.addN(Object.values(terms).map((term) => tf.sum(term)));
    };
    return Array.from(tf.grad(f)(input.student.logits).dataSync());
  };
  const far = (a: number) => {
    const made = slope(free, { a, T: 1, alpha: 0.2 });
    return Math.max(...slope(alone, { epsilon: 0.2 }).map((v, i) => Math.abs(v - (made[i] as number))));
  };
  // a = 1/4 lies below the knob's range on the page; the formula has it all the same.
  expect(far(0.25)).toBeLessThan(1e-5);
  expect(far(0.99)).toBeGreaterThan(0.01);
});
