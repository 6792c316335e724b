import { expect, test } from 'vitest';
import { quantity, type Search, type Survey, search } from './search.ts';
import { lane } from './survey.test-data.ts';

const survey: Survey = {
  set: 'test',
  step: 3,
  total: 9,
  labels: Int32Array.of(0, 1, 2, 1, 0),
  lanes: {
    teacher: lane([0, 1, 2, 2, 0]),
    'lane-0': lane([0, 2, 2, 1, 1], {
      kl: [0.5, 0.1, Number.NaN, 0.5, 2],
      perSample: { weight: [1, 2, 3, 4, 5] },
    }),
  },
};
const all: Search = {
  truth: null,
  verdict: 'all',
  a: 'lane-0',
  b: 'teacher',
  sort: 'number',
  largestFirst: true,
};
const found = (wanted: Partial<Search>, within: number[] | null = null) =>
  search(survey, { ...all, ...wanted }, within && new Set(within));

test('a search takes the class, the verdict and the subset that were asked for', () => {
  expect(found({})).toEqual([0, 1, 2, 3, 4]);
  expect(found({ truth: 1 })).toEqual([1, 3]);
  expect(found({ verdict: 'differ' })).toEqual([1, 3, 4]);
  expect(found({ verdict: 'wrong' })).toEqual([1, 4]);
  expect(found({ verdict: 'right' })).toEqual([0, 2, 3]);
  expect(found({ verdict: 'wrong', a: 'teacher' })).toEqual([3]);
  expect(found({ verdict: 'differ', truth: 1 }, [3, 4])).toEqual([3]);
});

test('the order is that of a number, equal ones in the order of the set, what is none last either way', () => {
  expect(found({ sort: 'kl' })).toEqual([4, 0, 3, 1, 2]);
  expect(found({ sort: 'kl', largestFirst: false })).toEqual([1, 0, 3, 4, 2]);
  expect(found({ sort: 'own.weight' })).toEqual([4, 3, 2, 1, 0]);
});

test('a number that a network does not have leaves the order of the set', () => {
  expect(quantity(survey, 'teacher', 'kl')).toBeNull();
  expect(quantity(survey, 'lane-0', 'own.temperature')).toBeNull();
  expect(found({ a: 'teacher', sort: 'own.weight', largestFirst: false })).toEqual([0, 1, 2, 3, 4]);
});
