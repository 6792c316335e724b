import { describe, expect, test } from 'vitest';
import { disagreement, median, type Row, ratio, sound } from './report.ts';
import { rowOf } from './testing.ts';

test('the median is the middle, or lies between the two in the middle', () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(() => median([])).toThrow('no median');
});

describe('a ratio', () => {
  test('compares round with round, so that a slow round of the machine falls out', () => {
    const ours = rowOf({ rounds: [1, 10, 2] });
    const other = rowOf({ rounds: [4, 40, 9] });
    expect(ratio(other, ours)).toBe(4); // the medians alone would say 4.5
  });

  test('is nothing where one was not timed', () => {
    expect(ratio(rowOf({ rounds: [] }), rowOf({ rounds: [] }))).toBeNull();
    expect(ratio(rowOf({ rounds: [1, 2] }), rowOf({ rounds: [1] }))).toBeNull();
    expect(ratio(undefined, rowOf({}))).toBeNull();
  });
});

describe('disagreement', () => {
  test('is the largest relative difference', () => {
    expect(disagreement([1, 2.02], [1, 2])).toBeCloseTo(0.01, 10);
    expect(disagreement([0.9, 2], [1, 2])).toBeCloseTo(0.1, 10);
    expect(disagreement([1, 2], [1, 2])).toBe(0);
  });

  test('is no number where a loss is none, whatever comes after', () => {
    expect(disagreement([Number.NaN, 2], [1, 2])).toBeNaN();
    expect(disagreement([1, Number.NaN], [1, 2])).toBeNaN();
  });

  test('needs as many losses as there are references', () => {
    expect(() => disagreement([1], [1, 2])).toThrow('1 losses cannot be compared with 2');
    expect(() => disagreement([], [])).toThrow();
  });
});

test('a report is sound when no row disagrees and ours is there; others may be absent', () => {
  const state = (engine: string, of: Row['state']) => rowOf({ engine, state: of });
  expect(sound({ rows: [state('ours-captured', 'checked'), state('tfjs-wasm', 'absent')] })).toBe(true);
  expect(sound({ rows: [state('ours-captured', 'absent')] })).toBe(false);
  expect(sound({ rows: [state('ours-captured', 'checked'), state('jax-js', 'disagrees')] })).toBe(false);
});
