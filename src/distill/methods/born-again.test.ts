import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, lineageOf, stepInput } from '../testing.ts';
import bornAgain from './born-again.ts';

beforeAll(() => tf.setBackend('cpu'));

test('every generation is the student’s network and learns from the one before; the first from labels alone', () => {
  const { stages, from } = lineageOf(bornAgain, { g: '3' });
  expect(stages.map(({ name, method, from }) => [name, method, ...from])).toEqual([
    ['generation-0', 'alone'],
    ['generation-1', 'kd', 'generation-0'],
    ['generation-2', 'kd', 'generation-1'],
  ]);
  expect(stages.every(({ net }) => net.widths.join() === '8')).toBe(true); // and none like the teacher, 32
  expect(from).toEqual(['generation-2']);
  expect(lineageOf(bornAgain, { g: '1' }).from).toEqual(['generation-0']);
});

test('by hand at the paper’s T = 1 and equal weights: s = (0, ln 3), predecessor (0, 0), class 0', () => {
  // p = (1/4, 3/4), q = (1/2, 1/2): ½ KL = ¼ ln(4/3); ½ CE = ½ ln 4.
  const input = {
    ...stepInput(bornAgain),
    student: { logits: tf.tensor3d([[[0, Math.log(3)]]]), taps: {} },
    teacher: { logits: tf.tensor3d([[[0, 0]]]), taps: {} },
    labels: tf.tensor2d([[0]]),
    labelScale: 1,
  };
  const terms = bornAgain.terms(input, knobsOf(bornAgain));
  expect(terms.soft?.dataSync()[0]).toBeCloseTo(Math.log(4 / 3) / 4, 5);
  expect(terms.hard?.dataSync()[0]).toBeCloseTo(Math.log(4) / 2, 5);
});
