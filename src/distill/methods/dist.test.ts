import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, oneSample, onlySeed, stepInput } from '../testing.ts';
import dist from './dist.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const plain = { T: 1, beta: 1, gamma: 1 };

test('three classes worked out by hand: p = (1/2, 1/4, 1/4), q = (1/4, 1/2, 1/4) have ρ = −1/2', () => {
  // Centred: (1/6, −1/12, −1/12) and (−1/12, 1/6, −1/12): product −1/48, sizes 1/24 each: ρ = −1/2, 1 − ρ = 3/2.
  const { inter } = dist.terms(
    oneSample(dist, [Math.log(2), 0, 0], [0, Math.log(2), 0]),
    knobsOf(dist, plain),
  );
  expect(number(inter)).toBeCloseTo(1.5, 5);
});

test('section 3.2: a student whose probabilities are those of the teacher, shifted and scaled, has nothing to learn', () => {
  const q = [0.7, 0.2, 0.1];
  const p = q.map((v) => 0.5 * v + 0.5 / 3); // nearer to even, same relations
  const logs = (values: number[]) => values.map(Math.log);
  const { inter } = dist.terms(oneSample(dist, logs(p), logs(q)), knobsOf(dist, plain));
  expect(number(inter)).toBeCloseTo(0, 4);
  const other = dist.terms(oneSample(dist, logs([0.2, 0.7, 0.1]), logs(q)), knobsOf(dist, plain));
  expect(number(other.inter)).toBeGreaterThan(0.5); // another order is something to learn
});

test('the relation within a class is over the batch of one seed', () => {
  const input = stepInput(dist, { seeds: 3, batch: 5 });
  const together = dist.terms(input, knobsOf(dist)).intra as tf.Tensor;
  expect(together.shape).toEqual([3]);
  const values = together.dataSync();
  for (let s = 0; s < 3; s++)
    expect(values[s]).toBeCloseTo(number(dist.terms(onlySeed(input, s), knobsOf(dist)).intra), 4);
});
