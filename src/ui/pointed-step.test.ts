import { expect, test } from 'vitest';
import { placeAt } from './pointed-step.ts';

test('a step that lies between two is that of the one before; none is the last', () => {
  const steps = [0, 15, 30];
  expect([null, 0, 14, 15, 29, 99].map((step) => placeAt(steps, step))).toEqual([2, 0, 0, 1, 1, 2]);
});

test('before the first, and of nothing, there is none', () => {
  expect(placeAt([5, 6], 4)).toBe(-1);
  expect(placeAt([], null)).toBe(-1);
  expect(placeAt([], 3)).toBe(-1);
});
