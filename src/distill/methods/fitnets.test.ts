import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, number, sizesOf, stepInput, tapped } from '../testing.ts';
import fitnets from './fitnets.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** An adapter that passes on what it gets, doubled. */
const doubled = (chosen = {}) => ({
  ...tapped(fitnets, [[1, 2]], [[3, 2]]),
  parts: { 'adapter.weight': tf.tensor([2, 0, 0, 2], [1, 2, 2]), 'adapter.bias': tf.zeros([1, 2]) },
  ...chosen,
});

test('by hand: twice (1, 2) against (3, 2) is (1 + 4)/2, times β', () => {
  const { hint } = fitnets.terms(doubled(), knobsOf(fitnets, { beta: 3 }));
  expect(number(hint)).toBeCloseTo(7.5, 5);
});

test('section 3: first the hint alone, then soft targets and labels without it', () => {
  const knobs = knobsOf(fitnets, { E: 0.4, a: 1 });
  const at = (progress: number) => {
    const input = { ...stepInput(fitnets), progress: tf.tensor1d([progress]) };
    return Object.values(fitnets.terms(input, knobs)).map((term) => number(tf.sum(term)) !== 0);
  };
  expect(at(0.1)).toEqual([false, false, true]);
  expect(at(0.5)).toEqual([true, true, false]);
});

test('the hint layer is the middle one, or the last', () => {
  const shapes = (layer: string) =>
    fitnets.parts?.(sizesOf(4), knobsOf(fitnets, { layer })).map(({ shape }) => shape);
  expect(shapes('middle')).toEqual([[3, 5], [5]]);
  expect(shapes('last')).toEqual([[8, 32], [32]]);
});
