// Decision maps: which pixel is which point, and what is read from the logits there.
import { expect, test } from 'vitest';
import type { PreparedData } from '../data/prepare.ts';
import { isPlane, mapBounds, mapGrid, pointsOf, readMap } from './maps.ts';

const plane = {
  id: 'three',
  shape: [2],
  x: Float32Array.of(1, 0, -2, 0.5, 0, 1),
  y: Int32Array.of(0, 1, 1),
} as unknown as PreparedData;
const images = { ...plane, id: 'digits', shape: [8, 8, 1] };

test('the map is the square around all training points, with a margin of 15 %', () => {
  expect(mapBounds(plane).map((v) => Number(v.toFixed(6)))).toEqual([-2.3, -2.3, 2.3, 2.3]);
});

test('the first pixel is the top left, the last the bottom right, and rows go to the right', () => {
  const grid = mapGrid(plane, 2);
  const expected = [-1.15, 1.15, 1.15, 1.15, -1.15, -1.15, 1.15, -1.15];
  expect(grid.length).toBe(8);
  expected.forEach((v, i) => expect(grid[i]).toBeCloseTo(v, 5));
});

test('a point is the centre of its pixel: half a pixel from the border', () => {
  const grid = mapGrid(plane, 23);
  expect(grid[0]).toBeCloseTo(-2.3 + 0.1, 5);
  expect(grid[1]).toBeCloseTo(2.3 - 0.1, 5);
});

test.each([0, 257, 2.5, Number.NaN])('%s pixels a side are refused', (resolution) => {
  expect(() => mapGrid(plane, resolution)).toThrow(
    `from 1 to 256 pixels a side, ${resolution} were asked for`,
  );
});

test('only data of the plane have a map', () => {
  expect([isPlane(plane), isPlane(images)]).toEqual([true, false]);
  expect(() => mapGrid(images, 8)).toThrow(
    'digits has samples of shape [8,8,1]; a decision map needs points of the plane.',
  );
});

test('a pixel has its winning class and that class’s probability', () => {
  const { classes, confidence } = readMap(Float32Array.of(0, 0, 0, Math.log(3), 800, 0), 2);
  expect(Array.from(classes)).toEqual([0, 1, 0]);
  expect(Array.from(confidence)).toEqual([0.5, 0.75, 1]);
});

test('the labeled points are drawn with their labels, in the order given', () => {
  const { xy, labels } = pointsOf(plane, Int32Array.of(2, 0));
  expect(Array.from(xy)).toEqual([0, 1, 1, 0]);
  expect(Array.from(labels)).toEqual([1, 0]);
});
