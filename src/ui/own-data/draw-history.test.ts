import { describe, expect, it } from 'vitest';
import { BLANK, type DrawAct, drawn, SHAPES } from './draw-history.ts';

const play = (...acts: DrawAct[]) => acts.reduce(drawn, BLANK);
const put = (x: number, label = 0): DrawAct => ({ type: 'put', points: [{ x, y: 0, label }] });
const xs = ({ points }: typeof BLANK) => points.map(({ x }) => x);
const begin: DrawAct = { type: 'begin' };

describe('drawing', () => {
  it('takes back whole strokes and makes them again, until something else is drawn', () => {
    const two = play(begin, put(0.1), put(0.2), begin, put(0.3));
    expect(xs(two)).toEqual([0.1, 0.2, 0.3]);
    const one = drawn(two, { type: 'undo' });
    expect(xs(one)).toEqual([0.1, 0.2]);
    expect(xs(drawn(one, { type: 'redo' }))).toEqual([0.1, 0.2, 0.3]);
    expect(xs(drawn(drawn(one, { type: 'undo' }), { type: 'undo' }))).toEqual([]);
    const other = [begin, put(0.4), { type: 'redo' } as const].reduce(drawn, one);
    expect(xs(other)).toEqual([0.1, 0.2, 0.4]);
  });

  it('erases what is within the radius, or the nearest', () => {
    const some = play(begin, put(0), put(0.1), put(0.5));
    expect(xs(drawn(some, { type: 'erase', x: 0, y: 0, radius: 0.2 }))).toEqual([0.5]);
    expect(xs(drawn(some, { type: 'nearest', x: 0.9, y: 0.9 }))).toEqual([0, 0.1]);
    expect(drawn(BLANK, { type: 'nearest', x: 0, y: 0 })).toBe(BLANK);
  });

  it('stays within the plane and within the most', () => {
    expect(xs(play(begin, put(7)))).toEqual([1]);
    const many = { type: 'put', points: new Array(6000).fill({ x: 0, y: 0, label: 0 }) } as const;
    expect(play(begin, many).points).toHaveLength(5000);
  });

  it.each(Object.entries(SHAPES))(
    'starts from %s, within the plane, with sixty points a class',
    (_name, shape) => {
      let turn = 0;
      const points = shape(() => (turn = (turn + 0.381966) % 1));
      const counts = [0, 1].map((label) => points.filter((point) => point.label === label).length);
      expect(counts).toEqual([60, 60]);
      expect(points.every(({ x, y }) => Math.abs(x) <= 1 && Math.abs(y) <= 1)).toBe(true);
    },
  );
});
