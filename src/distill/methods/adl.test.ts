import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, stepInput } from '../testing.ts';
import adl from './adl.ts';
import kd from './kd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const one = (s: number[], t: number[]) => ({
  ...stepInput(adl),
  student: { logits: tf.tensor3d([[s]]), taps: {} },
  teacher: { logits: tf.tensor3d([[t]]), taps: {} },
  labels: tf.tensor2d([[0]]),
  labelScale: 1,
});
const number = (t: tf.Tensor | undefined): number => t?.dataSync()[0] ?? Number.NaN;

test('two classes worked out by hand: p = (1/4, 3/4), q = (1/2, 1/2), β = 1, γ = 2, T = 1', () => {
  // KL = ½ ln(4/3), H = ln 2, e^−(KL+H) = ½·√(3/4) = √3/4; weight = (1 − √3/4)²; loss = weight·KL.
  const weight = (1 - Math.sqrt(3) / 4) ** 2;
  const input = one([0, Math.log(3)], [0, 0]);
  const knobs = knobsOf(adl, { T: 1, alpha: 1, beta: 1, gamma: 2 });
  expect(number(adl.terms(input, knobs).soft)).toBeCloseTo(weight * 0.5 * Math.log(4 / 3), 6);
  const maps = adl.maps?.(input, knobs);
  expect(number(maps?.weight)).toBeCloseTo(weight, 6);
  expect(number(maps?.entropy)).toBeCloseTo(Math.log(2), 6);
  expect(number(maps?.gap)).toBeCloseTo(0.5 * Math.log(4 / 3), 6);
});

test('γ = 0 is plain soft targets', () => {
  const input = stepInput(adl, { seeds: 2, batch: 5 });
  const adaptive = adl.terms(input, knobsOf(adl, { gamma: 0 })).soft as tf.Tensor;
  const soft = kd.terms(input, knobsOf(kd)).soft as tf.Tensor;
  soft.dataSync().forEach((v, i) => expect(adaptive.dataSync()[i]).toBeCloseTo(v, 5));
});

test('section 3: hard to mimic and hard to learn both raise the weight', () => {
  const weight = (s: number[], t: number[], chosen = {}) =>
    number(adl.maps?.(one(s, t), knobsOf(adl, { T: 1, ...chosen })).weight);
  const easy = weight([4, 0, 0], [4, 0, 0]);
  expect(weight([0, 4, 0], [4, 0, 0])).toBeGreaterThan(easy); // a wide gap
  expect(weight([1, 0, 0], [1, 0, 0])).toBeGreaterThan(easy); // an unsure teacher, no gap
  expect(weight([1, 0, 0], [1, 0, 0], { beta: 0 })).toBeCloseTo(0, 6); // which β = 0 does not see
});

test('each factor by its switch, by hand: e^−KL = √(3/4), e^−H = 1/2', () => {
  const weight = (chosen: { mimic: boolean; learn: boolean }) =>
    number(
      adl.maps?.(one([0, Math.log(3)], [0, 0]), knobsOf(adl, { T: 1, beta: 1, gamma: 2, ...chosen })).weight,
    );
  expect(weight({ mimic: true, learn: true })).toBeCloseTo((1 - Math.sqrt(3) / 4) ** 2, 5);
  expect(weight({ mimic: true, learn: false })).toBeCloseTo((1 - Math.sqrt(3) / 2) ** 2, 5);
  expect(weight({ mimic: false, learn: true })).toBeCloseTo((1 - 1 / 2) ** 2, 5);
  expect(weight({ mimic: false, learn: false })).toBe(1);
});

test('without either factor it is plain soft targets', () => {
  const input = stepInput(adl, { seeds: 2, batch: 5 });
  const bare = adl.terms(input, knobsOf(adl, { mimic: false, learn: false })).soft as tf.Tensor;
  const soft = kd.terms(input, knobsOf(kd)).soft as tf.Tensor;
  soft.dataSync().forEach((v, i) => expect(bare.dataSync()[i]).toBeCloseTo(v, 5));
});
