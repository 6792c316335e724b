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

test('precision of several seeds is their mean, and nothing where one has none', () => {
  const of = (ap: number, small: number | null) => ({
    ...evaluation(ap),
    precision: {
      ap,
      ap50: ap,
      ap75: ap,
      small,
      medium: 0.5,
      large: 0.5,
      byClass: [ap, small],
      curve: [1, ap],
    },
  });
  const { precision } = meanEvaluation([of(0.2, 0.1), of(0.4, null)]) ?? {};
  expect(precision).toMatchObject({ ap: expect.closeTo(0.3, 12), small: null, medium: 0.5 });
  expect(precision?.byClass).toEqual([expect.closeTo(0.3, 12), null]);
  expect(precision?.curve).toEqual([1, expect.closeTo(0.3, 12)]);
  expect(meanEvaluation([evaluation(0.5)])).not.toHaveProperty('precision');
});
