// The table of a study, on made-up evaluations.
import { expect, test } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import type { Evaluation } from '../contract/protocol.ts';
import { type LaneResult, markdown, type StudyResult } from './report.ts';

const evaluation = (accuracy: number, more: Partial<Evaluation> = {}): Evaluation => ({
  samples: 100,
  accuracy,
  loss: 0.5,
  agreement: 0.875,
  kl: 0.25,
  calibration: 0.125,
  bins: [],
  confusion: [],
  ...more,
});
const lane = (method: string, accuracies: number[], more: Partial<LaneResult> = {}): LaneResult => ({
  method,
  knobs: {},
  stopped: null,
  last: accuracies.map((a) => evaluation(a)),
  ...more,
});
const study = (lanes: LaneResult[], seeds = 3): StudyResult => ({
  title: 'Digits',
  setup: { ...DEFAULT_PRESET.setup, seed: 1, seeds },
  split: 'validation',
  engine: 'cpu',
  adapter: 'JavaScript',
  versions: {},
  revision: 'abc1234',
  date: '2026-01-02',
  steps: 300,
  seconds: 1,
  teacher: evaluation(0.955),
  lanes,
});
/** The cells of the row of a method. */
const row = (result: StudyResult, method: string) =>
  markdown(result)
    .split('\n')
    .find((line) => line.startsWith(`| ${method} |`) || line.startsWith(`| ${method} (`))
    ?.slice(2, -2)
    .split(' | ') ?? [];

const three = study([
  lane('alone', [0.5, 0.6, 0.7]),
  lane('kd', [0.6, 0.72, 0.78]),
  lane('adl', [0.6, 0.7, 0.8]),
]);

test('the heading says what was measured, on what, with which seeds, by which revision', () => {
  expect(markdown(three).split('\n')[0]).toBe(
    'Digits: validation accuracy in %, 3 seeds (1–3), 300 steps each; teacher 95.50. cpu (JavaScript), 2026-01-02, abc1234.',
  );
});

test('a row has mean ± standard deviation, and agreement, KL and calibration as means over seeds', () => {
  expect(row(three, 'alone')).toEqual([
    'alone',
    '60.00 ± 10.00',
    '–',
    expect.any(String),
    '87.5',
    '0.250',
    '0.125',
  ]);
});

test('differences are paired by seed, with the 95 % interval of Student’s t', () => {
  // 10, 12, 8 points over alone: mean 10, s = 2, t(2) = 4.3027, half = 4.3027 · 2 / √3 = 4.97.
  expect(row(three, 'kd')[2]).toBe('+10.00 [+5.03, +14.97]');
  expect(row(three, 'alone')[3]).toBe('−10.00 [−14.97, −5.03]');
  expect(row(three, 'adl')[2]).toBe('+10.00 [+10.00, +10.00]');
  expect(row(three, 'kd')[3]).toBe('–');
});

test('one seed has no spread and no interval, and says that it is one', () => {
  const one = study([lane('alone', [0.5]), lane('kd', [0.6])], 1);
  expect(markdown(one)).toContain('one seed (1)');
  expect(row(one, 'kd').slice(1, 4)).toEqual(['60.00 (one seed)', '+10.00', '–']);
});

test('a lane that stopped has no numbers, and its reason stands below', () => {
  const result = study([
    lane('alone', [0.5, 0.6, 0.7]),
    lane('kd', [], { stopped: 'At step 5 its loss was no longer a finite number.' }),
  ]);
  expect(row(result, 'kd')).toEqual(['kd (stopped)', '–', '–', '–', '–', '–', '–']);
  expect(markdown(result)).toMatch(/\n\nkd stopped: At step 5 its loss was no longer a finite number\.$/);
});

test('when the lane one compares with has stopped, the others keep their own numbers', () => {
  const result = study([
    lane('alone', [], { stopped: 'x' }),
    lane('kd', [], { stopped: 'y' }),
    lane('adl', [0.6, 0.7, 0.8]),
  ]);
  expect(row(result, 'adl').slice(0, 4)).toEqual(['adl', '70.00 ± 10.00', '–', '–']);
});

test('without a KD lane nothing is compared with it', () => {
  expect(row(study([lane('alone', [0.5, 0.6, 0.7]), lane('adl', [0.6, 0.7, 0.8])]), 'adl')[3]).toBe('–');
});

test('what is not known is a dash', () => {
  const unknown = { agreement: null, kl: null };
  const result = study(
    [lane('alone', [], { last: [evaluation(0.5, unknown), evaluation(0.6, unknown)] })],
    2,
  );
  expect(row(result, 'alone').slice(4)).toEqual(['–', '–', '0.125']);
});

test('the table is a table: every row has as many cells as the head', () => {
  const lines = markdown(three)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(lines).toHaveLength(2 + 3);
  for (const line of lines) expect(line.split('|')).toHaveLength(9);
});
