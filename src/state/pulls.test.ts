import { expect, test } from 'vitest';
import type { Answer } from '../contract/questions.ts';
import { withAnswer } from './pulls.ts';

const answer = (step: number, ...shares: number[]): Answer<'terms'> => ({
  step,
  samples: { labeled: 8, pool: 8 },
  lanes: {
    'lane-1': {
      terms: {
        hard: {
          norm: 1,
          value: 1,
          share: shares.reduce((a, b) => a + b) / shares.length,
          seeds: shares.map((share) => ({ share, norm: 1, value: 1 })),
        },
      },
      norm: 1,
      cosines: [],
    },
  },
});

test('every answer is a point; one about an earlier step takes the place of what came later', () => {
  const history = [answer(5, 0.5), answer(9, 0.25), answer(7, 0.75)].reduce(withAnswer, {});
  expect(history['lane-1']?.hard).toEqual({ steps: [5, 7], values: [0.5, 0.75] });
});

test('with several seeds their deviation is kept beside the mean: of 0.2 and 0.6 it is 0.4/√2', () => {
  const series = withAnswer({}, answer(5, 0.2, 0.6))['lane-1']?.hard;
  expect(series?.values).toEqual([0.4]);
  expect(series?.spread?.[0]).toBeCloseTo(0.4 / Math.SQRT2, 12);
});
