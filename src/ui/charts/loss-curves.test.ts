import { expect, test } from 'vitest';
import type { LaneView } from '../../state/lane-view.ts';
import { lossCurves, TOTAL } from './loss-curves.ts';

const lane = (id: string, terms: Record<string, number[]>): LaneView =>
  ({
    id,
    name: id.toUpperCase(),
    color: `var(--${id})`,
    dash: '9 9',
    series: Object.fromEntries(
      Object.entries(terms).map(([name, values]) => [name, { steps: [1, 2], values }]),
    ),
  }) as unknown as LaneView;
const lanes = [
  lane('a', { loss: [3, 2], 'term.hard': [3, 2] }),
  lane('b', { loss: [5, 4], 'term.hard': [1, 1], 'term.soft': [4, 3] }),
];

test('one term is a line a lane, with the lane’s own dashes', () => {
  const curves = lossCurves(lanes, [TOTAL]);
  expect(curves.map(({ id, name, dash, values }) => [id, name, dash, values])).toEqual([
    ['a', 'A', '9 9', [3, 2]],
    ['b', 'B', '9 9', [5, 4]],
  ]);
  expect(lossCurves(lanes, ['soft']).map(({ id }) => id)).toEqual(['b']);
});

test('of several, colours tell lanes and dashes terms; a lane without a term has no line of it', () => {
  const curves = lossCurves(lanes, [TOTAL, 'hard', 'soft']);
  expect(curves.map(({ name, values }) => [name, values])).toEqual([
    ['A: total', [3, 2]],
    ['B: total', [5, 4]],
    ['A: hard', [3, 2]],
    ['B: hard', [1, 1]],
    ['B: soft', [4, 3]],
  ]);
  const dashes = curves.map(({ dash }) => dash);
  expect(dashes[0]).toBe(dashes[1]);
  expect(new Set(dashes).size).toBe(3);
  expect(curves.map(({ color, lane }) => [color, lane])).toEqual([
    ['var(--a)', 'a'],
    ['var(--b)', 'b'],
    ['var(--a)', 'a'],
    ['var(--b)', 'b'],
    ['var(--b)', 'b'],
  ]);
  expect(new Set(curves.map(({ id }) => id)).size).toBe(5);
});
