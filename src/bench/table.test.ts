import { describe, expect, test } from 'vitest';
import { barsOf } from './bars.ts';
import type { Report, Row } from './report.ts';
import { columns, ms, text, times } from './table.ts';
import { rowOf } from './testing.ts';

const report = (rows: Row[], software = true): Report => ({
  rows,
  workloads: { 'spirals-mlp': 'three spirals' },
  adapter: 'google swiftshader',
  software,
  browser: 'Chromium 156',
  date: '2026-11-22',
  revision: 'abc',
});
const lineOf = (rows: Row[], engine: string): string =>
  text(report(rows), barsOf(report(rows)))
    .split('\n')
    .find((line) => line.includes(engine)) ?? '';

test('numbers have about three digits', () => {
  expect([0.0512, 1.234, 12.34, 1234, null].map(ms)).toEqual(['0.051', '1.23', '12.3', '1234', '–']);
  expect([2.26, 80.4].map(times)).toEqual(['2.3×', '80×']);
});

test('columns stand under each other', () => {
  expect(
    columns(
      [
        ['a', 'long', '1'],
        ['bcd', 'x', '100'],
      ],
      2,
    ),
  ).toBe('a    long    1\nbcd  x     100');
});

describe('the table', () => {
  test('names the adapter, and says that a software adapter’s numbers are ratios', () => {
    expect(text(report([rowOf({})]), [])).toMatch(/google swiftshader\..*ratios.*never claims about a GPU/);
    expect(text(report([rowOf({})], false), [])).not.toMatch(/never claims/);
  });

  test('gives each engine its time, spread and ratio to ours', () => {
    const rows = [
      rowOf({}),
      rowOf({ engine: 'jax-js', rounds: [10, 20, 30], msPerStep: 20, spread: [10, 30] }),
    ];
    expect(lineOf(rows, 'jax-js')).toMatch(/20\.0 +10\.0 +30\.0 +0\.050 +12 +0\.50000 +10×/);
  });

  test('marks a row that disagrees, gives it no ratio and says why', () => {
    const wrong = rowOf({ engine: 'jax-js', state: 'disagrees', note: 'Its losses are others.' });
    expect(lineOf([rowOf({}), wrong], 'jax-js')).toMatch(/WRONG +–$/);
    expect(text(report([rowOf({}), wrong]), [])).toContain('spirals-mlp, jax-js: Its losses are others.');
  });

  test('says of an engine that does not run that it is absent', () => {
    const absent: Partial<Row> = { state: 'absent', rounds: [], msPerStep: null, spread: null, loss: null };
    expect(lineOf([rowOf({}), rowOf({ engine: 'tfjs-wasm', ...absent })], 'tfjs-wasm')).toMatch(/absent/);
  });
});
