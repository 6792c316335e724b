// The rows of the benchmark as words.
import { expect, test } from 'vitest';
import type { ComparedRow } from '../../contract/bench.ts';
import { type BenchState, IDLE } from '../../state/bench.ts';
import { adapterSentences, asJson, asMarkdown, cellsOf } from './bench-text.ts';

const timed: ComparedRow = {
  workload: 'spirals-mlp',
  engine: 'jax-js',
  batch: 128,
  state: 'checked',
  rounds: [3, 4, 12],
  msPerStep: 4,
  spread: [3, 12],
  hostMsPerStep: 0.1234,
  dispatchesPerStep: 76,
  steps: 40,
  loss: 1.5,
  difference: 1e-7,
  note: null,
  timesOurs: 8.125,
};
const absent: ComparedRow = {
  ...timed,
  ...{
    engine: 'tfjs-webgl',
    state: 'absent',
    rounds: [],
    msPerStep: null,
    spread: null,
    hostMsPerStep: null,
  },
  ...{ dispatchesPerStep: null, steps: null, loss: null, difference: null, timesOurs: null },
  note: 'No context | here.',
};
const state: BenchState = {
  ...IDLE,
  adapter: { type: 'adapter', name: 'google swiftshader', software: true, why: null },
  rows: [timed, absent],
};

test('a row says its times, dispatches, ratio and whether its losses agree; what is missing is a dash', () => {
  expect(cellsOf(timed)).toEqual(['4', '3 – 12', '0.123', '76', '8.13×', 'yes']);
  expect(cellsOf({ ...timed, state: 'disagrees', timesOurs: null }).slice(-2)).toEqual(['–', 'no']);
  expect(cellsOf(absent).slice(0, 5)).toEqual(['–', '–', '–', '–', '–']);
});

test('a software adapter is one of ratios; where there is none, the reason stands', () => {
  expect(adapterSentences(state.adapter).join(' ')).toMatch(/swiftshader.*never claims about a GPU/);
  const none = { type: 'adapter', name: null, software: false, why: 'Nothing found.' } as const;
  expect(adapterSentences(none).join(' ')).toContain('Nothing found.');
});

test('as Markdown it is one table whose lines have equally many cells, and the reasons below', () => {
  const lines = asMarkdown(state, 'a browser').split('\n');
  const table = lines.filter((line) => line.startsWith('|'));
  expect(table).toHaveLength(4);
  expect(new Set(table.map((line) => line.split('|').length)).size).toBe(1);
  expect(lines).toContain('- TensorFlow.js, WebGL: No context | here.');
  expect(lines[0]).toContain('a browser');
});

test('as JSON nothing of the rows is lost', () => {
  expect(JSON.parse(asJson(state, 'a browser'))).toEqual({
    adapter: 'google swiftshader',
    software: true,
    browser: 'a browser',
    rows: [timed, absent],
  });
});
