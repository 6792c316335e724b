import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, oneSample, stepInput } from '../testing.ts';
import dkd from './dkd.ts';
import kd from './kd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const plain = { T: 1, alpha: 1, beta: 1, ramp: 0 };
const sum = (t: tf.Tensor | undefined) => number(tf.sum(t as tf.Tensor));

test('three classes worked out by hand: q = (1/2, 1/4, 1/4), p = (1/4, 1/2, 1/4), class 0', () => {
  // b of teacher and student: 1/2 and 1/4. TCKD = ½ ln 2 + ½ ln ⅔ = ½ ln(4/3).
  // Among the others: q̂ = (1/2, 1/2), p̂ = (2/3, 1/3): NCKD = ½ ln ¾ + ½ ln(3/2) = ½ ln(9/8).
  const input = oneSample(dkd, [0, Math.log(2), 0], [Math.log(2), 0, 0]);
  const { target, others } = dkd.terms(input, knobsOf(dkd, { ...plain, beta: 4 }));
  expect(number(target)).toBeCloseTo(0.5 * Math.log(4 / 3), 5);
  expect(number(others)).toBeCloseTo(4 * 0.5 * Math.log(9 / 8), 5);
  expect(number(dkd.maps?.(input, knobsOf(dkd, plain)).sure)).toBeCloseTo(0.5, 6);
});

test('equation 7: KD = TCKD + (1 − b of the teacher) · NCKD, sample by sample', () => {
  const input = stepInput(dkd, { batch: 6, classes: 5 });
  const chosen = { ...plain, T: 2 };
  const { target, others } = dkd.terms(input, knobsOf(dkd, chosen));
  const sure = dkd.maps?.(input, knobsOf(dkd, chosen)).sure as tf.Tensor;
  const soft = kd.terms(input, knobsOf(kd, { T: 2, alpha: 1 })).soft as tf.Tensor;
  const both = tf.add(target as tf.Tensor, tf.mul(tf.sub(1, sure), others as tf.Tensor)).dataSync();
  soft.dataSync().forEach((v, i) => expect(both[i]).toBeCloseTo(v, 4));
});

test('a sample without a label takes what the teacher holds most likely', () => {
  const [s, t] = [
    [0.5, -1, 0.2],
    [0, 0.3, 2],
  ];
  const unknown = dkd.terms(oneSample(dkd, s, t, -1), knobsOf(dkd, plain));
  const third = dkd.terms(oneSample(dkd, s, t, 2), knobsOf(dkd, plain));
  const first = dkd.terms(oneSample(dkd, s, t, 0), knobsOf(dkd, plain));
  expect(sum(unknown.others)).toBeCloseTo(sum(third.others), 6);
  expect(sum(unknown.others)).not.toBeCloseTo(sum(first.others), 3);
  expect(sum(unknown.hard)).toBe(0);
});

test('the warm-up raises both terms, and not the labels’', () => {
  const at = (progress: number) => dkd.terms(stepInput(dkd, { progress }), knobsOf(dkd, { ramp: 0.5 }));
  expect(sum(at(0).others)).toBe(0);
  expect(sum(at(0.25).target) / sum(at(1).target)).toBeCloseTo(0.5, 4);
  expect(sum(at(0).hard)).toBeCloseTo(sum(at(1).hard), 6);
});

test('with two classes there is nothing among the others', () => {
  const { others } = dkd.terms(oneSample(dkd, [1, -1], [3, 0]), knobsOf(dkd, plain));
  expect(number(others)).toBeCloseTo(0, 6);
});
