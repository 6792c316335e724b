import { expect, test } from 'vitest';
import type { Survey } from './search.ts';
import { lane } from './survey.test-data.ts';
import { byClass, contrast, orderSides } from './why.ts';

const survey: Survey = {
  set: 'test',
  step: 0,
  total: 8,
  labels: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 2),
  lanes: { 'lane-0': lane([0, 0, 1, 1, 1, 2, 0, 2]), 'lane-1': lane([0, 1, 0, 1, 1, 0, 1, 2]) },
};

test('every sample is counted once, and the difference of the accuracies is that of who alone is right', () => {
  const { a, b, neither, ...counts } = contrast(survey, 'lane-0', 'lane-1', null);
  expect([a, b, neither]).toEqual([[1], [2, 6], [5]]);
  expect(counts).toEqual({ samples: 8, bothRight: 3, sameMistake: 1 });
  expect((a.length - b.length) / 8).toBe(4 / 8 - 5 / 8);
});

test('the other way round the sides change places, and a network does not differ from itself', () => {
  const back = contrast(survey, 'lane-1', 'lane-0', null);
  expect([back.a, back.b, back.neither]).toEqual([[2, 6], [1], [5]]);
  const same = contrast(survey, 'lane-0', 'lane-0', null);
  expect([same.a, same.b, same.neither, same.bothRight + same.sameMistake]).toEqual([[], [], [], 8]);
});

test('in a subset only its samples count', () => {
  expect(contrast(survey, 'lane-0', 'lane-1', new Set([1, 3, 7]))).toMatchObject({
    samples: 3,
    a: [1],
    b: [],
  });
});

test('a class with twice its share of the differing samples has the ratio 2', () => {
  const found = byClass(survey, contrast(survey, 'lane-0', 'lane-1', null), null);
  expect(found.map(({ label, samples, a, b, neither }) => [label, samples, a, b, neither])).toEqual([
    [0, 4, 1, 1, 0],
    [1, 3, 0, 1, 1],
    [2, 1, 0, 0, 0],
  ]);
  // Half of the four differing samples are of class 0, and so is half of all; 2/4 ÷ 3/8 for class 1.
  expect(found.map(({ ratio }) => ratio)).toEqual([1, 4 / 3, 0]);
  const same = contrast(survey, 'lane-0', 'lane-0', null);
  expect(byClass(survey, same, null)[0]?.ratio).toBeNaN();
});

test('each side is in the order that was asked for, the most first', () => {
  const kl = (...values: number[]) => ({ kl: values });
  const ordered: Survey = {
    ...survey,
    lanes: {
      teacher: lane([0, 0, 0, 0, 1, 1, 1, 2], { truth: [1, 1, 0.25, 1, 1, 1, 0.75, 1] }),
      'lane-0': { ...lane([0, 0, 1, 1, 1, 2, 0, 2], kl(0, 0, 3, 0, 0, 0, 1, 0)) },
      'lane-1': lane([0, 1, 0, 1, 1, 0, 1, 2], {
        ...kl(0, 0, 1, 0, 0, 0, 0, 0),
        perSample: { weight: [0, 0, 1, 0, 0, 0, 2, 0] },
      }),
    },
  };
  const b = (order: string) =>
    orderSides(ordered, contrast(ordered, 'lane-0', 'lane-1', null), 'lane-0', 'lane-1', order).b;
  expect([b('number'), b('teacher'), b('kl'), b('lane-1 weight'), b('lane-0 weight')]).toEqual([
    [2, 6],
    [6, 2],
    [2, 6],
    [6, 2],
    [2, 6],
  ]);
});
