import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, oneSample } from '../testing.ts';
import kd from './kd.ts';
import mse from './mse.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('two classes worked out by hand: s = (1, 3), t = (0, 1), α = 1/2', () => {
  // Squares 1 and 4, mean 5/2, half of it 5/4.
  const { match } = mse.terms(oneSample(mse, [1, 3], [0, 1]), knobsOf(mse, { alpha: 0.5 }));
  expect(number(match)).toBeCloseTo(1.25, 6);
});

test('its slope is twice that of soft targets at a very high temperature, for centred logits', () => {
  const [s, t] = [
    [1, -1, 0.5, -0.5],
    [-0.5, 0.5, 1, -1],
  ] as const;
  const slope = (method: typeof kd, chosen: Record<string, number>, term: string) => {
    const input = oneSample(method, [...s], [...t]);
    const f = (logits: tf.Tensor) =>
      tf.sum(
        method.terms({ ...input, student: { logits, taps: {} } }, knobsOf(method, { alpha: 1, ...chosen }))[
          term
        ] as tf.Tensor,
      );
    return Array.from(tf.grad(f)(input.student.logits).dataSync());
  };
  const far = (T: number) => {
    const soft = slope(kd, { T }, 'soft');
    return Math.max(...slope(mse, {}, 'match').map((v, i) => Math.abs(v - 2 * (soft[i] as number))));
  };
  expect(far(20)).toBeLessThan(0.05);
  expect(far(1)).toBeGreaterThan(0.1); // and at T = 1 it is not
});
