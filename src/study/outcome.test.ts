// Verdicts: computed from paired differences, seed by seed, and from nothing else.
import { expect, test } from 'vitest';
import type { Study } from '../contract/study.ts';
import { outcomeOf, verdictOf } from './outcome.ts';
import { reportCells } from './plan.ts';
import { cellOf, recordOf, studyOf } from './testing.ts';

const made = (
  study: Study,
  accuracies: Record<string, readonly number[]>,
  validation?: Record<string, number[]>,
) =>
  outcomeOf(
    recordOf(
      study,
      Object.entries(accuracies).flatMap(([method, values]) =>
        reportCells(study, { setting: '', method }, {}).map((plan) =>
          cellOf(plan, values, validation?.[method] ? { validation: validation[method] } : {}),
        ),
      ),
    ),
  );
const claims = (...all: unknown[]) => studyOf({ claims: all });

test('an interval on one side of the claim shows it or its reverse; one that holds zero shows neither', () => {
  const of = (low: number, high: number) => ({
    n: 5,
    mean: (low + high) / 2,
    std: 1,
    interval: [low, high] as const,
  });
  expect(verdictOf(of(0.01, 0.05), 0)).toBe('shows');
  expect(verdictOf(of(-0.01, 0.05), 0)).toBe('does not show');
  expect(verdictOf(of(-0.05, -0.01), 0)).toBe('reversed');
  expect(verdictOf(of(0.01, 0.05), 0.02)).toBe('does not show'); // it is more, but not by that much
  expect(verdictOf(of(-0.004, 0.02), -0.01)).toBe('shows'); // not worse by more than a point
  expect(verdictOf({ n: 1, mean: 1, std: null, interval: null }, 0)).toBe('not measured');
  expect(verdictOf(null, 0)).toBe('not measured');
});

test('a claim on several seeds, by hand: 10, 12 and 8 points', () => {
  const [setting] = made(claims({ better: 'kd', than: 'alone', on: 'accuracy' }), {
    alone: [0.5, 0.6, 0.7],
    kd: [0.6, 0.72, 0.78],
  }).settings;
  const [claim] = setting?.claims ?? [];
  expect(claim?.verdict).toBe('shows');
  expect(claim?.difference?.mean).toBeCloseTo(0.1, 12);
  expect(claim?.difference?.interval?.[0]).toBeCloseTo(0.1 - (4.302653 * 0.02) / Math.sqrt(3), 6);
});

test('a student can be held against its teacher, which is worth 95.5 % here', () => {
  const [setting] = made(claims({ better: 'kd', than: 'teacher', on: 'accuracy' }), {
    alone: [0.5, 0.6, 0.7],
    kd: [0.985, 0.975, 0.98],
  }).settings;
  expect(setting?.claims[0]).toMatchObject({ against: 'teacher', verdict: 'shows' });
  expect(setting?.claims[0]?.difference?.mean).toBeCloseTo(0.025, 12);
});

test('where less is better, less is in favour', () => {
  const [setting] = made(claims({ better: 'kd', than: 'alone', on: 'kl' }), {
    alone: [0.5, 0.6, 0.7],
    kd: [0.5, 0.6, 0.7],
  }).settings;
  expect(setting?.claims[0]?.difference?.mean).toBeCloseTo(0, 12);
});

test('the best of several is the one that validation data prefer, whatever the test says', () => {
  const study = claims({ better: 'alone', than: { best: ['kd', 'adl'] }, on: 'accuracy' });
  const test_ = { alone: [0.6, 0.6, 0.6], kd: [0.9, 0.9, 0.9], adl: [0.5, 0.5, 0.5] };
  const [setting] = made(study, test_, { kd: [0.1, 0.1, 0.1], adl: [0.2, 0.2, 0.2] }).settings;
  expect(setting?.claims[0]?.against).toBe('adl');
  expect(setting?.claims[0]?.verdict).toBe('shows');
});

test('the median of several is taken seed by seed', () => {
  const study = studyOf({
    methods: ['alone', 'kd', 'adl', 'ctkd'],
    claims: [{ better: 'alone', than: { median: ['kd', 'adl', 'ctkd'] }, on: 'accuracy' }],
  });
  const [setting] = made(study, {
    alone: [0.5, 0.5, 0.5],
    kd: [0.1, 0.9, 0.4],
    adl: [0.2, 0.6, 0.3],
    ctkd: [0.9, 0.1, 0.2],
  }).settings;
  // Medians 0.2, 0.6, 0.3: differences 0.3, −0.1, 0.2.
  expect(setting?.claims[0]?.difference?.mean).toBeCloseTo(0.4 / 3, 12);
});

test('what is not there yet is not measured', () => {
  const outcome = made(claims({ better: 'kd', than: 'alone', on: 'accuracy' }), { alone: [0.5, 0.6, 0.7] });
  expect(outcome.settings[0]?.claims[0]?.verdict).toBe('not measured');
  expect([outcome.done, outcome.planned]).toEqual([1, 3]);
});
