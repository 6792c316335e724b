import { describe, expect, it } from 'vitest';
import { linearAxis, logAxis, stepAxis } from './axis.ts';

describe('a linear axis', () => {
  it('stands in round steps around the values', () => {
    expect(linearAxis([0.13, 2.31])).toEqual({ domain: [0, 2.5], ticks: [0, 0.5, 1, 1.5, 2, 2.5] });
  });
  it('keeps within its bounds', () => {
    expect(linearAxis([0.31, 0.998], { floor: 0, ceiling: 1 }).domain).toEqual([0.2, 1]);
    expect(linearAxis([1, 1], { floor: 0, ceiling: 1 }).domain[1]).toBe(1);
  });
  it('has room around one value and around none', () => {
    const { domain } = linearAxis([4, 4, 4]);
    expect(domain[0]).toBeLessThan(4);
    expect(domain[1]).toBeGreaterThan(4);
    expect(linearAxis([Number.NaN])).toEqual(linearAxis([0, 1]));
  });
});

describe('a log axis', () => {
  it('holds every positive value and never a zero', () => {
    for (const values of [
      [0, 0.013, 2.3],
      [1e-6, 40],
      [0.4, 0.41],
      [1, 1],
    ]) {
      const axis = logAxis(values);
      const positive = values.filter((value) => value > 0);
      expect(axis?.domain[0]).toBeGreaterThan(0);
      expect(axis?.domain[0]).toBeLessThanOrEqual(Math.min(...positive));
      expect(axis?.domain[1]).toBeGreaterThanOrEqual(Math.max(...positive));
      expect(axis?.domain[1]).toBeGreaterThan(axis?.domain[0] as number);
      expect(axis?.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis?.ticks.length).toBeLessThanOrEqual(7);
    }
  });
  it('is refused where nothing is positive', () => {
    expect(logAxis([0, -1, Number.NaN])).toBeNull();
  });
});

describe('the axis of steps', () => {
  it('begins at 0 and names the last step', () => {
    expect(stepAxis(300)).toEqual({ domain: [0, 300], ticks: [0, 100, 200, 300] });
    expect(stepAxis(1000).ticks).toEqual([0, 250, 500, 750, 1000]);
    for (const last of [1, 7, 9, 250, 999, 1000, 1_000_000]) {
      const { ticks } = stepAxis(last);
      expect([ticks[0], ticks.at(-1)]).toEqual([0, last]);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

it('steps of a closer look: round ones between its ends, which always stand there', () => {
  expect(stepAxis(248, 120)).toEqual({ domain: [120, 248], ticks: [120, 150, 200, 248] });
  expect(stepAxis(104, 100).ticks).toEqual([100, 101, 102, 103, 104]);
  expect(stepAxis(300).ticks).toEqual([0, 100, 200, 300]);
});
