import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, lineageOf, stepInput } from '../testing.ts';
import kd from './kd.ts';
import takd from './takd.ts';

beforeAll(() => tf.setBackend('cpu'));

test('the paper’s chain: teacher → assistants → student, each smaller, each taught by the one before', () => {
  const { stages, from } = lineageOf(takd, { m: '2', s: 0.5, T: 2 });
  expect(stages.map((stage) => [stage.name, stage.from, stage.method])).toEqual([
    ['assistant-1', ['teacher'], 'kd'],
    ['assistant-2', ['assistant-1'], 'kd'],
  ]);
  expect(from).toEqual(['assistant-2']);
  // 32 and 8 units: 32·(8/32)^(1/3) and (2/3).
  expect(stages.map(({ net }) => net.widths)).toEqual([[20], [13]]);
  expect(stages[0]?.knobs).toMatchObject({ T: 2, alpha: 0.9 });
});

test('two classes worked out by hand: s = (0, 2 ln 3), t = (0, 0), T = 2, α = 1/2, as for KD', () => {
  const input = {
    ...stepInput(takd),
    student: { logits: tf.tensor3d([[[0, 2 * Math.log(3)]]]), taps: {} },
    teacher: { logits: tf.tensor3d([[[0, 0]]]), taps: {} },
    labels: tf.tensor2d([[0]]),
    labelScale: 1,
  };
  const terms = takd.terms(input, knobsOf(takd, { T: 2, alpha: 0.5 }));
  expect(terms.soft?.dataSync()[0]).toBeCloseTo(Math.log(4 / 3), 5);
  expect(terms.hard?.dataSync()[0]).toBeCloseTo(Math.log(10) / 2, 5);
  // The loss is KD's; what differs is whom it hears.
  expect(terms.soft?.dataSync()[0]).toBe(
    kd.terms(input, knobsOf(kd, { T: 2, alpha: 0.5 })).soft?.dataSync()[0],
  );
});
