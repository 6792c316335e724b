import { expect, test } from 'vitest';
import { overEpisodes } from './over-episodes.ts';

test('mean and interval by hand: 0.4, 0.6, 0.8 have deviation 0.2', () => {
  expect(overEpisodes([0.4, 0.6, 0.8])).toEqual({
    mean: expect.closeTo(0.6, 10),
    half: expect.closeTo((1.96 * 0.2) / Math.sqrt(3), 10),
  });
});
