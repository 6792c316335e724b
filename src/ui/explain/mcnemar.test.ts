import { expect, test } from 'vitest';
import { mcnemar } from './mcnemar.ts';

test.each([
  // 2 · (C(10,0) + C(10,1)) / 2^10
  [1, 9, 22 / 1024],
  [9, 1, 22 / 1024],
  // 2 · 1 / 2^5
  [0, 5, 2 / 32],
  // 2 · (1 + 15 + 105 + 455) / 2^15
  [3, 12, 1152 / 32_768],
  // 2 · (1 + 4) / 2^4
  [1, 3, 10 / 16],
])('%i against %i: p = %d, worked out by hand', (b, c, p) => {
  expect(mcnemar(b, c)).toBeCloseTo(p, 12);
});

test('nothing tells two networks apart that are right equally often', () => {
  expect([mcnemar(0, 0), mcnemar(1, 1), mcnemar(5, 5), mcnemar(700, 700)]).toEqual([1, 1, 1, 1]);
});

test('it holds where 2^n is beyond a number: 1,200 samples against the normal curve with its correction', () => {
  // z = (|550 − 650| − 1) / √1200 = 2.8579; two-sided 0.004265
  expect(mcnemar(550, 650)).toBeCloseTo(0.00426, 4);
  expect(mcnemar(0, 2000)).toBeLessThan(1e-300);
});
