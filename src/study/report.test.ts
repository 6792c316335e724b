// The tables and verdicts of a study, on made-up cells.
import { expect, test } from 'vitest';
import type { Study } from '../contract/study.ts';
import { reportCells } from './plan.ts';
import { markdown } from './report.ts';
import { cellOf, recordOf, studyOf } from './testing.ts';

/** A record with accuracies by method. */
const record = (study: Study, accuracies: Record<string, readonly number[]>) =>
  recordOf(
    study,
    Object.entries(accuracies).flatMap(([method, values]) =>
      reportCells(study, { setting: '', method }, {}).map((plan) => cellOf(plan, values)),
    ),
  );
/** The cells of the row of a method. */
const row = (text: string, method: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${method} |`) || line.startsWith(`| ${method} (`))
    ?.slice(2, -2)
    .split(' | ') ?? [];

const three = markdown(
  record(studyOf(), { alone: [0.5, 0.6, 0.7], kd: [0.6, 0.72, 0.78], adl: [0.6, 0.7, 0.8] }),
);

test('the heading says what was measured, with which seeds, on what, by which revision', () => {
  expect(three.split('\n')[0]).toBe(
    '**Digits** Test accuracy in %, 3 seeds (1–3), all on the same split of the data. cpu (JavaScript), 2026-01-02, abc1234',
  );
});

test('a row has mean ± standard deviation, and agreement, KL and calibration as means over seeds', () => {
  const cells = row(three, 'alone');
  expect(cells.slice(0, 3)).toEqual(['alone', '60.00 ± 10.00', '–']);
  expect(cells.slice(4, 9)).toEqual(['60.00 ± 10.00 (150)', '87.5', '0.250', '0.125', '300']);
  expect(cells.slice(9)).toEqual(['2.0', '1210', '1.0e+8']); // six seconds for three seeds
});

test('differences are paired by seed, with the 95 % interval of Student’s t', () => {
  // 10, 12, 8 points over alone: mean 10, s = 2, t(2) = 4.3027, half = 4.3027 · 2 / √3 = 4.97.
  expect(row(three, 'kd')[2]).toBe('+10.00 [+5.03, +14.97]');
  expect(row(three, 'alone')[3]).toBe('−10.00 [−14.97, −5.03]');
  expect(row(three, 'adl')[2]).toBe('+10.00 [+10.00, +10.00]');
  expect(row(three, 'kd')[3]).toBe('–');
});

test('one seed has no spread and no interval, and says that it is one', () => {
  const study = studyOf({ seeds: { first: 1, count: 1 }, methods: ['alone', 'kd'] });
  const one = markdown(record(study, { alone: [0.5], kd: [0.6] }));
  expect(one).toContain('one seed (1)');
  expect(row(one, 'kd').slice(1, 4)).toEqual(['60.00 (one seed)', '+10.00', '–']);
});

test('a lane that stopped has no numbers, and its reason stands below; the others keep theirs', () => {
  const study = studyOf();
  const plans = (method: string) => reportCells(study, { setting: '', method }, {});
  const text = markdown(
    recordOf(study, [
      ...plans('alone').map((plan) => cellOf(plan, [0.5, 0.6, 0.7])),
      ...plans('kd').map((plan) => cellOf(plan, [], { stopped: 'At step 5 it was no number.' })),
      ...plans('adl').map((plan) => cellOf(plan, [0.6, 0.7, 0.8])),
    ]),
  );
  expect(row(text, 'kd').slice(0, 4)).toEqual(['kd (stopped)', '–', '–', '–']);
  expect(text).toContain('kd stopped: At step 5 it was no number.');
  expect(row(text, 'adl').slice(0, 4)).toEqual(['adl', '70.00 ± 10.00', '+10.00 [+10.00, +10.00]', '–']);
});

test('cells that are not there yet are said, and nothing is made of them', () => {
  const text = markdown(record(studyOf(), { alone: [0.5, 0.6, 0.7] }));
  expect(text).toContain('1 of 3 cells are done.');
  expect(row(text, 'kd').slice(1, 4)).toEqual(['–', '–', '–']);
});

test('the table is a table: every row has as many cells as the head', () => {
  const lines = three.split('\n').filter((line) => line.startsWith('|'));
  expect(lines).toHaveLength(2 + 3);
  for (const line of lines) expect(line.split('|')).toHaveLength(14);
});
