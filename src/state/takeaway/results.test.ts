// Tables hold what was measured, row by row; a name that looks like a formula stays a text.
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { Evaluation } from '../../contract/protocol.ts';
import type { LaneView } from '../lane-view.ts';
import { evaluationsCsv, seriesCsv } from './results.ts';

const measured = (accuracy: number): Evaluation => ({
  ...{ samples: 10, accuracy, loss: 0.5, agreement: null, kl: null, calibration: 0.1 },
  bins: [],
  confusion: [5, 0, 1, 4],
});
const point = (accuracy: number) => ({
  ...{ step: 20, whole: true, validation: measured(accuracy), test: measured(accuracy) },
  seeds: {
    validation: [measured(accuracy), measured(accuracy + 0.1)],
    test: [measured(accuracy - 0.1), measured(accuracy)],
  },
});
const view: LaneView = {
  ...{ id: 'lane-0', name: '=1+1, "x"', color: '', dash: '', method: null, stopped: null },
  series: { loss: { steps: [1, 2], values: [0.75, 0.5], spread: [0.1, 0.2] } },
  evaluations: [point(0.7)],
};

test('a row for each seed and set', () => {
  const { data } = Papa.parse<Record<string, string>>(evaluationsCsv([view], [7, 8]), {
    header: true,
    skipEmptyLines: true,
  });
  expect(data.map(({ seed, set, accuracy }) => [seed, set, Number(accuracy)])).toEqual([
    ['7', 'validation', 0.7],
    ['8', 'validation', 0.7 + 0.1],
    ['7', 'test', 0.7 - 0.1],
    ['8', 'test', 0.7],
  ]);
  expect(data[0]?.lane).toBe(`'=1+1, "x"`);
  expect(data[0]?.agreement).toBe('');
});

test('a row for each step of a series', () => {
  expect(seriesCsv([view]).split('\r\n').slice(1, 3)).toEqual([
    `"'=1+1, ""x""",loss,1,0.75,0.1`,
    `"'=1+1, ""x""",loss,2,0.5,0.2`,
  ]);
});
