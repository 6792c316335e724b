import { expect, test } from 'vitest';
import { CLASS_COLORS } from './map-image.ts';
import { markPath, shapeOf } from './marks.ts';

test('64 classes have a colour and a shape that no other has', () => {
  const marks = Array.from({ length: 64 }, (_, i) => `${i % CLASS_COLORS.length} ${markPath(i, 0, 0, 10)}`);
  expect(new Set(marks).size).toBe(64);
  expect(Array.from({ length: 8 }, (_, i) => shapeOf(i))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]); // the first as they were
});
