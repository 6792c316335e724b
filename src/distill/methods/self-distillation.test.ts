import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, lineageOf, stepInput } from '../testing.ts';
import selfDistillation from './self-distillation.ts';

beforeAll(() => tf.setBackend('cpu'));

test('generation after generation of the same network, taught at T = 4 by the one before', () => {
  const { stages, from } = lineageOf(selfDistillation);
  expect(stages.map(({ method, from }) => [method, ...from])).toEqual([['alone'], ['kd', 'generation-0']]);
  expect(stages[1]?.knobs).toMatchObject({ T: 4, alpha: 0.5 });
  expect(from).toEqual(['generation-1']);
});

test('by hand at T = 4: s = (0, 4 ln 3), predecessor (0, 0), class 0', () => {
  // p at T is (1/4, 3/4), q (1/2, 1/2): 16 · ½ ln(4/3) · ½ = 4 ln(4/3); p at 1 is (1/82, 81/82): ½ ln 82.
  const input = {
    ...stepInput(selfDistillation),
    student: { logits: tf.tensor3d([[[0, 4 * Math.log(3)]]]), taps: {} },
    teacher: { logits: tf.tensor3d([[[0, 0]]]), taps: {} },
    labels: tf.tensor2d([[0]]),
    labelScale: 1,
  };
  const terms = selfDistillation.terms(input, knobsOf(selfDistillation));
  expect(terms.soft?.dataSync()[0]).toBeCloseTo(4 * Math.log(4 / 3), 5);
  expect(terms.hard?.dataSync()[0]).toBeCloseTo(Math.log(82) / 2, 5);
});
