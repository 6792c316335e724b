// Hard pseudo-boxes: in the loss they are labels like any other.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, stepInput } from '../testing.ts';
import focal from './focal.ts';
import pseudoBoxes from './pseudo-boxes.ts';

beforeAll(() => tf.setBackend('cpu'));

test('with objects found by a teacher it is the loss of the detector alone with those as labels', () => {
  const input = stepInput(pseudoBoxes, { batch: 4 });
  const [own, alone] = [pseudoBoxes, focal].map((method) => method.terms(input, knobsOf(method)));
  for (const name of ['hard', 'box'])
    expect(Array.from(own?.[name]?.dataSync() ?? [])).toEqual(Array.from(alone?.[name]?.dataSync() ?? [1]));
});

test('it asks for what the teacher finds from its score on, and is sure of it', () => {
  type Settings = Parameters<NonNullable<typeof pseudoBoxes.pseudoBoxes>>[0];
  expect(pseudoBoxes.pseudoBoxes?.({ score: 0.7 } as unknown as Settings)).toBe(0.7);
  expect(pseudoBoxes.termNames).toEqual(['hard', 'box']);
});
