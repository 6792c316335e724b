// Evaluations of several seeds as one.
import { expect, test } from 'vitest';
import { meanEvaluation } from './evaluation.ts';
import { evaluation } from './samples.test-data.ts';

test('bins of several seeds are pooled: each counts by its samples', () => {
  const of = (count: number, confidence: number, accuracy: number) => ({
    ...evaluation(0.5),
    bins: [{ count, confidence, accuracy }],
  });
  const [bin] = meanEvaluation([of(1, 0.9, 1), of(3, 0.5, 0)])?.bins ?? [];
  expect(bin).toEqual({ count: 4, confidence: expect.closeTo(0.6, 12), accuracy: 0.25 }); // not 0.7 and 0.5
});

test('a bin that is empty for all seeds stays empty', () => {
  const empty = { ...evaluation(0.5), bins: [{ count: 0, confidence: 0, accuracy: 0 }] };
  expect(meanEvaluation([empty, empty])?.bins).toEqual([{ count: 0, confidence: 0, accuracy: 0 }]);
});
