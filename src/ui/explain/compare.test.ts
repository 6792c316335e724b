// Comparing two networks, by hand.
import { describe, expect, test } from 'vitest';
import { calibrationError, classAccuracies, mapDifference } from './compare.ts';

const map = (classes: number[], confidence: number[], probabilities?: number[]) => ({
  classes: Uint8Array.from(classes),
  confidence: Float32Array.from(confidence),
  ...(probabilities ? { probabilities: Float32Array.from(probabilities) } : {}),
});
const a = map([0, 1], [0.75, 0.5], [0.75, 0.25, 0.5, 0.5]);
const b = map([1, 1], [0.625, 0.875], [0.375, 0.625, 0.125, 0.875]);

describe('two maps', () => {
  test('differ where the choices do, with signed confidence and total variation', () => {
    const { share, confidence, variation, differs, meanVariation } = mapDifference(a, b);
    expect([...differs]).toEqual([1, 0]);
    expect(share).toBe(0.5);
    expect([...confidence]).toEqual([0.125, -0.375]);
    expect([...(variation ?? [])]).toEqual([0.375, 0.375]);
    expect(meanVariation).toBe(0.375);
  });
  test('of one network are the same', () => {
    const { share, meanVariation, confidence } = mapDifference(a, a);
    expect([share, meanVariation, ...confidence]).toEqual([0, 0, 0, 0]);
  });
  test('without probabilities have no total variation', () => {
    expect(mapDifference(map([0], [1]), map([1], [1]))).toMatchObject({ variation: null, share: 1 });
  });
});

test('the accuracy of a class is its diagonal by its row; a class without samples has none', () => {
  expect(classAccuracies([3, 1, 0, 0, 2, 2, 0, 0, 0], 3)).toEqual([0.75, 0.5, null]);
});

test('the calibration error weighs the gap of each bin by its samples', () => {
  const bins = [
    { count: 3, confidence: 0.5, accuracy: 1 },
    { count: 1, confidence: 0.9, accuracy: 0 },
    { count: 0, confidence: 0, accuracy: 0 },
  ];
  expect(calibrationError(bins)).toBeCloseTo((3 * 0.5 + 0.9) / 4, 12);
});
