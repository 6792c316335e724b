import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, oneSample } from '../testing.ts';
import kd from './kd.ts';
import wsld from './wsld.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const weight = (s: number[], t: number[], y = 0) =>
  number(wsld.maps?.(oneSample(wsld, s, t, y), knobsOf(wsld)).weight);

test('two classes worked out by hand: p = (1/4, 3/4), q = (1/2, 1/2), class 0', () => {
  // CE of the student ln 4, of the teacher ln 2: ratio 2, weight 1 − e⁻². KL = ½ ln(4/3).
  const input = oneSample(wsld, [0, Math.log(3)], [0, 0]);
  expect(weight([0, Math.log(3)], [0, 0])).toBeCloseTo(1 - Math.exp(-2), 5);
  const { soft } = wsld.terms(input, knobsOf(wsld, { T: 1, alpha: 2 }));
  expect(number(soft)).toBeCloseTo(2 * (1 - Math.exp(-2)) * 0.5 * Math.log(4 / 3), 5);
});

test('section 3.3: the better the student is than its teacher, the less a sample’s soft targets count', () => {
  const teacher = [1, 0, 0];
  const weights = [
    [-2, 0, 0],
    [0, 0, 0],
    [2, 0, 0],
    [6, 0, 0],
  ].map((s) => weight(s, teacher));
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(weights[0]).toBeGreaterThan(0.95);
  expect(weights[3]).toBeLessThan(0.05);
});

test('a sample without a label counts as in KD', () => {
  const input = oneSample(wsld, [0, 1, -1], [2, 0, 0], -1);
  expect(number(wsld.terms(input, knobsOf(wsld, { T: 2, alpha: 1 })).soft)).toBeCloseTo(
    number(kd.terms(input, knobsOf(kd, { T: 2, alpha: 1 })).soft),
    5,
  );
});
