import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, lineageOf, stepInput } from '../testing.ts';
import selection, { bordersOf } from './expert-selection.ts';

beforeAll(() => tf.setBackend('cpu'));

/** Three samples of which the teacher is ever less sure: entropies 0.0, 0.56 (¾, ¼) and 0.69 (½, ½). */
const teacher = {
  logits: tf.tensor3d([
    [
      [30, 0],
      [Math.log(3), 0],
      [0, 0],
    ],
  ]),
  taps: {},
};
const same = (a: number, b: number) => ({
  logits: tf.tensor3d([
    [
      [a, b],
      [a, b],
      [a, b],
    ],
  ]),
  taps: {},
});
const input = (progress: number) => ({
  ...stepInput(selection),
  student: same(0, 0),
  teachers: { teacher, 'assistant-1': same(2, 0), 'assistant-2': same(0, 3) },
  settled: { borders: tf.tensor2d([[0.3, 0.6]]) },
  labels: tf.tensor2d([[0, 0, 0]]),
  labelScale: 1,
  progress: tf.tensor1d([progress]),
});
const experts = (progress: number, c: number) => [
  ...(selection.maps?.(input(progress), knobsOf(selection, { c })).expert?.dataSync() ?? []),
];

test('easy samples go to the smallest assistant, hard ones to the teacher', () => {
  expect(experts(1, 0)).toEqual([0, 1, 2]);
});

test('the larger experts join in one after another: ⌊3 e/c⌋ is the largest that may', () => {
  expect(experts(0, 0.5)).toEqual([0, 0, 0]);
  expect(experts(0.2, 0.5)).toEqual([0, 1, 1]);
  expect(experts(0.34, 0.5)).toEqual([0, 1, 2]);
  expect(experts(0, 0)).toEqual([0, 0, 0]); // 0/0 is the start
});

test('the loss by hand: each sample against its own expert, at T = 1', () => {
  const { soft } = selection.terms(input(1), knobsOf(selection, { T: 1, alpha: 1, c: 0 }));
  const kl = (z: number) => {
    const q = 1 / (1 + Math.exp(-z));
    return q * Math.log(2 * q) + (1 - q) * Math.log(2 * (1 - q));
  };
  const got = [...(soft?.dataSync() ?? [])];
  expect(got[0]).toBeCloseTo(kl(-3), 5); // the smallest is the last assistant
  expect(got[1]).toBeCloseTo(kl(2), 5);
  expect(got[2]).toBeCloseTo(0, 5); // the teacher says (½, ½), as the student does
});

test('borders cut the validation set into equal parts', () => {
  const borders = bordersOf([5, 1, 4, 2, 6, 3], 3);
  expect(borders).toEqual([2, 4]); // above 2: four of six; above 4: two of six
  expect(bordersOf([1, 1, 1, 1], 2)).toEqual([1]);
});

test('it hears the teacher and all assistants, the smallest last', () => {
  const { stages, from } = lineageOf(selection, { m: '2' });
  expect(from).toEqual(['teacher', 'assistant-1', 'assistant-2']);
  const [first, second] = stages.map(({ net }) => net.widths[0] as number);
  expect(first).toBeGreaterThan(second as number);
});
