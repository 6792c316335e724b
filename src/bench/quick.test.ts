// The page's choices are those of the benchmark: it names them in the contract, where the page can see them.
import { expect, test } from 'vitest';
import { BENCH_ENGINES, BENCH_WORKLOADS } from '../contract/bench.ts';
import { ENGINE_IDS } from './engines.ts';
import { workloads } from './workloads.ts';

test('the workloads offered are the quick ones, in order', () => {
  expect(BENCH_WORKLOADS).toEqual(workloads(true, true).map(({ id }) => id));
});

test('the engines offered are engines of the benchmark', () => {
  expect(ENGINE_IDS).toEqual(expect.arrayContaining([...BENCH_ENGINES]));
});
