import { expect, test } from 'vitest';
import { BY_RIGHT, hardView, meanOf, shareOf } from './hard-view.ts';
import type { Survey } from './search.ts';
import { lane } from './survey.test-data.ts';

const survey: Survey = {
  set: 'test',
  step: 1,
  total: 4,
  labels: Int32Array.of(0, 1, 1, 0),
  lanes: {
    teacher: lane([0, 1, 1, 0], { entropy: [0.5, 0.25, 0, 1] }),
    'lane-1': lane([0, 0, 1, 0], { kl: [0, 2, 1, 0.5], perSample: { weight: [0.25, 0.125, 1, 0.5] } }),
  },
};

test('across goes the teacher’s entropy, up the student’s distance, and the heaviest lies on top', () => {
  const view = hardView(survey, 'lane-1', 'weight');
  expect([Array.from(view?.xs ?? []), Array.from(view?.ys ?? [])]).toEqual([
    [0.5, 0.25, 0, 1],
    [0, 2, 1, 0.5],
  ]);
  expect([view?.range, view?.order]).toEqual([
    [0.125, 1],
    [1, 0, 3, 2],
  ]);
});

test('without a number the wrong lie on top, and a network that is not there has no map', () => {
  const view = hardView(survey, 'lane-1', BY_RIGHT);
  expect([view?.values, view?.order]).toEqual([null, [0, 2, 3, 1]]);
  expect(hardView(survey, 'lane-7', BY_RIGHT)).toBeNull();
  expect(hardView(survey, 'teacher', BY_RIGHT)).toBeNull();
});

test('shares go from the least to the most, and equal ones lie halfway', () => {
  expect([shareOf([1, 3], 1), shareOf([1, 3], 2.5), shareOf([2, 2], 2)]).toEqual([0, 0.75, 0.5]);
});

test('a mean is over the samples asked for', () => {
  expect(meanOf(Float32Array.of(1, 2, 6), [0, 2])).toBe(3.5);
  expect(meanOf(Float32Array.of(1), [])).toBeNaN();
});
