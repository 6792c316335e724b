import { describe, expect, test } from 'vitest';
import { above, FLOOR, inside, layOut, median, nearest, nextIn, quadrants, scaleOf } from './hard-plane.ts';

const row = (...values: number[]) => Float32Array.from(values);

describe('an axis', () => {
  test('is linear from zero to a round end', () => {
    const { at, ticks } = scaleOf(row(0.3, 1.9, Number.NaN), false);
    expect([ticks[0], ticks.at(-1)]).toEqual([0, 2]);
    expect([at(0), at(1), at(5)]).toEqual([0, 0.5, 1]);
  });
  test('or has a tick a decade, and what is below its floor stands there', () => {
    const { at, ticks } = scaleOf(row(0, 0.9), true);
    expect(ticks).toEqual([1e-4, 1e-3, 0.01, 0.1, 1]);
    expect(at(0)).toBe(0);
    expect(at(FLOOR / 10)).toBe(0);
    expect(at(0.01)).toBeCloseTo(0.5, 12);
    expect(at(1)).toBeCloseTo(1, 12);
  });
  test('which begins with the smallest value and ends soon after the largest', () => {
    const { at, ticks, domain } = scaleOf(row(0.05, 1.3), true);
    expect([ticks, domain]).toEqual([
      [0.01, 0.1, 1],
      [0.01, 2],
    ]);
    expect(at(2)).toBeCloseTo(1, 12);
  });
  test('holds when there is nothing to show, or one value', () => {
    expect(scaleOf(row(Number.NaN), true).at(0)).toBe(0);
    expect(scaleOf(row(), false).at(0)).toBe(0);
    const one = scaleOf(row(0.1), true);
    expect([one.ticks.length > 0, Number.isFinite(one.at(0.1))]).toEqual([true, true]);
  });
});

test('samples lie right for much, up for much, and nowhere without a number', () => {
  const scales = { x: scaleOf(row(1), false), y: scaleOf(row(1), false) };
  const xy = layOut(row(0, 1, Number.NaN), row(0, 0.5, 1), scales, { width: 200, height: 100 });
  expect(Array.from(xy)).toEqual([0, 100, 200, 50, Number.NaN, Number.NaN]);
});

/** A cross: middle, right, left, up, down, and one far right and aside. */
const cross = row(50, 50, 60, 50, 40, 50, 50, 40, 50, 60, 55, 80);

test('the nearest is within reach, or none', () => {
  expect(nearest(cross, 58, 51, 12)).toBe(1);
  expect(nearest(cross, 90, 10, 12)).toBeNull();
  expect(nearest(row(Number.NaN, Number.NaN), 0, 0, 100)).toBeNull();
});

test('arrow keys go to the neighbour on that side and stay at the rim', () => {
  const ways = { right: [1, 0], left: [-1, 0], up: [0, -1], down: [0, 1] } as const;
  expect(Object.values(ways).map((way) => nextIn(cross, 0, way))).toEqual([1, 2, 3, 4]);
  expect(nextIn(cross, 3, ways.up)).toBeNull();
  expect(nextIn(cross, 4, ways.down)).toBe(5);
});

test('an outline holds what is inside it, also a hollow one', () => {
  expect(
    inside(cross, [
      [45, 45],
      [65, 45],
      [65, 55],
      [45, 55],
    ]),
  ).toEqual([0, 1]);
  const hollow = [
    [35, 35],
    [65, 35],
    [65, 65],
    [58, 65],
    [58, 45],
    [42, 45],
    [42, 65],
    [35, 65],
  ] as const;
  expect(inside(cross, hollow)).toEqual([1, 2, 3]);
  expect(
    inside(cross, [
      [0, 0],
      [1, 1],
    ]),
  ).toEqual([]);
});

test('thresholds take what has at least so much of both', () => {
  expect(above(row(1, 2, 3, Number.NaN), row(3, 2, 1, 9), 2, 1)).toEqual([1, 2]);
});

test('the quarters hold every sample with numbers once', () => {
  const found = quadrants(row(1, 2, 3, 4, Number.NaN), row(4, 1, 4, 1, 1), 2.5, 2);
  expect(found.map(({ unsure, far, indices }) => [unsure, far, ...indices])).toEqual([
    [false, false, 1],
    [false, true, 0],
    [true, false, 3],
    [true, true, 2],
  ]);
});

test('the median is the middle one, by size and not by spelling', () => {
  expect([median(row(10, 9, 100)), median(row(1, 2, 10, 3)), median(row(Number.NaN))]).toEqual([
    10,
    2.5,
    Number.NaN,
  ]);
});
