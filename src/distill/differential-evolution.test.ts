import { expect, test } from 'vitest';
import { random } from '../data/random.ts';
import { evolve } from './differential-evolution.ts';

const search = (cost: (x: Float64Array) => number, seed = 1, generations = 60) =>
  evolve({
    size: 3,
    cost,
    random: random(seed, 'de'),
    population: 30,
    generations,
    start: Float64Array.of(0.5, 0.5, 0.5),
  });
const target = [0.2, 0.9, 0];
const bowl = (x: Float64Array) => x.reduce((sum, v, i) => sum + (v - (target[i] as number)) ** 2, 0);

test('finds the lowest point of a bowl, also on the border', () => {
  search(bowl, 1, 150).forEach((v, i) => {
    expect(v).toBeCloseTo(target[i] as number, 2);
  });
});

test('finds the one that a piecewise constant function has, which no slope leads to', () => {
  const steps = (x: Float64Array) => Math.round(10 * bowl(x));
  expect(steps(search(steps))).toBe(0);
  expect(steps(Float64Array.of(0.5, 0.5, 0.5))).toBeGreaterThan(2);
});

test('gives the same for the same chance, another for another, and stays within the bounds', () => {
  expect([...search(bowl, 4, 5)]).toEqual([...search(bowl, 4, 5)]);
  expect([...search(bowl, 4, 5)]).not.toEqual([...search(bowl, 5, 5)]);
  expect([...search((x) => -x.reduce((a, b) => a + b), 6)].every((v) => v >= 0 && v <= 1)).toBe(true);
});

test('is never worse than where it starts', () => {
  const start = [0.5, 0.5, 0.5];
  const needle = (x: Float64Array) => (x.every((v, i) => v === start[i]) ? 0 : 1);
  expect([...search(needle, 2, 10)]).toEqual(start);
});
