import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, stepInput } from '../testing.ts';
import dot from './dot.ts';
import kd from './kd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('the loss is that of KD; the labels have the lower momentum, by Δ', () => {
  const input = stepInput(dot, { labeled: 4 });
  const [own, plain] = [dot.terms(input, knobsOf(dot)), kd.terms(input, knobsOf(kd))];
  for (const term of ['hard', 'soft'])
    expect(number(tf.sum(own[term] as tf.Tensor))).toBe(number(tf.sum(plain[term] as tf.Tensor)));
  expect(dot.momenta?.lower).toEqual(['hard']);
  expect(dot.momenta?.by({ delta: 0.05 } as never)).toBe(0.05);
  expect(dot.knobs.delta?.default).toBe(0.075);
});
