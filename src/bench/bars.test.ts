import { expect, test } from 'vitest';
import { type Bar, barsOf } from './bars.ts';
import { rowOf } from './testing.ts';

const ours = rowOf({ rounds: [1, 1, 1] });
const jax = rowOf({ engine: 'jax-js', rounds: [5, 5, 5] });
const tfjs = rowOf({ engine: 'tfjs-webgpu', rounds: [100, 100, 100] });
const about = (bars: readonly Bar[], what: string): Bar | undefined => bars.find((bar) => bar.what === what);

test('bars follow the adapter: 8 times jax-js on a software one, 3 times on a GPU', () => {
  const rows = [ours, jax, tfjs];
  expect(about(barsOf({ rows, software: true }), 'times as fast as jax-js')).toMatchObject({
    reached: 5,
    wanted: 8,
    holds: false,
  });
  expect(about(barsOf({ rows, software: false }), 'times as fast as jax-js')).toMatchObject({
    wanted: 3,
    holds: true,
  });
  expect(about(barsOf({ rows, software: true }), 'times as fast as tfjs-webgpu')).toMatchObject({
    reached: 100,
    holds: true,
  });
});

test('what should be small holds when it is small', () => {
  const small = barsOf({ rows: [ours], software: true });
  expect(about(small, 'dispatches a step')).toMatchObject({ reached: 12, wanted: 16, holds: true });
  const large = barsOf({ rows: [rowOf({ dispatchesPerStep: 51, hostMsPerStep: 0.2 })], software: true });
  expect(about(large, 'dispatches a step')?.holds).toBe(false);
  expect(about(large, 'ms of JavaScript a step')?.holds).toBe(false);
});

test('a row that disagrees counts as not measured', () => {
  const bars = barsOf({ rows: [ours, { ...jax, state: 'disagrees' }], software: true });
  expect(about(bars, 'times as fast as jax-js')).toMatchObject({ reached: null, holds: null });
});

test('there are bars only for what was run, and none that asks for nothing', () => {
  const bars = barsOf({ rows: [rowOf({ workload: 'digits-cnn' })], software: true });
  expect(new Set(bars.map(({ workload }) => workload))).toEqual(new Set(['digits-cnn']));
  expect(about(bars, 'times as fast as jax-js')).toBeUndefined();
});
