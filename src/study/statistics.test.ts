import quantile from '@stdlib/stats-base-dists-t-quantile';
import { expect, test } from 'vitest';
import { paired } from './statistics.ts';
import { summary } from './summary.ts';

test('mean and standard deviation of 2, 4, 4, 4, 5, 5, 7, 9 are 5 and √(32/7)', () => {
  const { n, mean, std } = summary([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(n).toBe(8);
  expect(mean).toBe(5);
  expect(std).toBeCloseTo(Math.sqrt(32 / 7), 12);
});

test('one seed has a mean and nothing more', () => {
  expect(summary([0.9])).toEqual({ n: 1, mean: 0.9, std: null });
  expect(paired([0.9], [0.8]).interval).toBeNull();
});

test('the interval of five paired differences uses t = 2.7764 with four degrees of freedom', () => {
  const difference = paired([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]);
  const half = (2.776445 * Math.sqrt(2.5)) / Math.sqrt(5);
  expect(difference.interval?.[0]).toBeCloseTo(3 - half, 5);
  expect(difference.interval?.[1]).toBeCloseTo(3 + half, 5);
});

test('pairing takes out what the seed does', () => {
  const alone = [0.5, 0.6, 0.7, 0.8];
  const better = alone.map((v) => v + 0.01);
  const [low, high] = paired(better, alone).interval ?? [0, 0];
  expect(low).toBeGreaterThan(0.0099);
  expect(high).toBeLessThan(0.0101);
});

test('unequal numbers of seeds are refused with both numbers', () => {
  expect(() => paired([1, 2], [1])).toThrow('got 2 and 1');
});

test('the quantiles of t are those of a library, for all numbers of seeds that there can be', () => {
  for (let n = 2; n <= 32; n++) {
    const values = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const { std, mean, interval } = paired(
      values,
      values.map(() => 0),
    );
    const t = (((interval?.[1] ?? 0) - mean) * Math.sqrt(n)) / (std ?? 0);
    expect(t).toBeCloseTo(quantile(0.975, n - 1), 6);
  }
  const many = Array.from({ length: 33 }, (_, i) => i);
  expect(() => paired(many, many)).toThrow('got 33');
});
