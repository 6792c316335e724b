import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { writeCsv } from '../../state/csv.ts';
import { chartRows } from './chart-rows.ts';

const look = { id: 'a', color: 'red', dash: '' };
const curves = [
  { ...look, name: 'KD, T 4 "hot"', steps: [1, 3], values: [0.1, 2 / 3] },
  { ...look, name: '=1+1', steps: [1, 2], values: [-5, Number.NaN], spread: [0.25, 1] },
];

test('every step some curve has is a row; a curve without a number there leaves its cell empty', () => {
  expect(chartRows(curves, 'step', (name) => `${name} std`)).toEqual([
    ['step', 'KD, T 4 "hot"', '=1+1', '=1+1 std'],
    [1, 0.1, -5, 0.25],
    [2, null, Number.NaN, 1],
    [3, 2 / 3, null, null],
  ]);
});

test('as CSV, names with commas and quotes survive, numbers to the last bit, and no cell is a formula', () => {
  const csv = writeCsv(chartRows(curves, 'step', (name) => `${name} std`));
  const { data } = Papa.parse<string[]>(csv, { skipEmptyLines: true });
  expect(data[0]).toEqual(['step', 'KD, T 4 "hot"', "'=1+1", "'=1+1 std"]);
  expect(data.slice(1)).toEqual([
    ['1', '0.1', '-5', '0.25'],
    ['2', '', '', '1'],
    ['3', String(2 / 3), '', ''],
  ]);
  expect(csv.split('\r\n')).toHaveLength(5);
});
