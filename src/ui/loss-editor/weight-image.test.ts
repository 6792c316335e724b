// The picture of a weight: from the least to the greatest, bottom row last, hatched where there is no number.
import { expect, test } from 'vitest';
import { rampColor, rangeOf, weightPixels } from './weight-image.ts';

const rgb = (pixels: Uint8ClampedArray, i: number) => Array.from(pixels.subarray(4 * i, 4 * i + 3));

test('runs from the least to the greatest weight, and the first row of the grid lies at the bottom', () => {
  const pixels = weightPixels(Float32Array.of(0, 1, 2, 4), new Float32Array(4), 2);
  expect(rgb(pixels, 2)).toEqual(rampColor(0)); // row 0 of the grid, below
  expect(rgb(pixels, 3)).toEqual(rampColor(0.25));
  expect(rgb(pixels, 1)).toEqual(rampColor(1));
});

test('what is no number has no part in the range and none of its colours', () => {
  const [weights, faults] = [Float32Array.of(0, 3, 5, 4), Float32Array.of(1, 0, 0, 0)];
  expect(rangeOf(weights, faults)).toEqual([3, 5]);
  const [r, g, b] = rgb(weightPixels(weights, faults, 2), 2) as [number, number, number];
  expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(10); // grey
  expect(rangeOf(Float32Array.of(1), Float32Array.of(1))).toEqual([0, 0]);
});

test('grows lighter all the way', () => {
  const light = (share: number) => rampColor(share).reduce((sum, part) => sum + part, 0);
  for (let share = 0; share < 0.99; share += 0.05) expect(light(share + 0.05)).toBeGreaterThan(light(share));
});
