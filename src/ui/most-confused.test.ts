import { expect, test } from 'vitest';
import { mostConfused } from './most-confused.ts';

test('all classes where they fit, in their order', () => {
  expect(mostConfused([1, 0, 0, 1], 2, 2)).toEqual([0, 1]);
});

test('else those that are taken for others, or others for them, the most; what is right does not count', () => {
  // 0 is right nine times; 1 and 3 are taken for one another, 2 for 1 once.
  const cells = [9, 0, 0, 0, 0, 1, 0, 4, 0, 1, 9, 0, 0, 3, 0, 1];
  expect(mostConfused(cells, 4, 2)).toEqual([1, 3]);
  expect(mostConfused(cells, 4, 3)).toEqual([1, 2, 3]);
});

test('a difference counts in both directions', () => {
  expect(mostConfused([0, -5, 0, 0, 0, 0, 1, 0, 0], 3, 2)).toEqual([0, 1]);
});
