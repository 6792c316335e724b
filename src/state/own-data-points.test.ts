import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARES } from '../contract/own-data.ts';
import { td } from '../ui/messages/own-data.ts';
import { MAX_POINTS, onGrid, type Point, pointsOf, readPoints, textOf } from './own-data-points.ts';

const said = (text: string) => pointsOf(text).remarks.map(({ say, gaps }) => td(say, gaps));

describe('drawn points', () => {
  it('are the text and the text is they, exactly', () => {
    const coordinate = fc.double({ min: -1, max: 1, noNaN: true }).map(onGrid);
    const point = fc.record({ x: coordinate, y: coordinate, label: fc.nat({ max: 5 }) });
    fc.assert(
      fc.property(fc.array(point), (points: Point[]) => {
        expect(pointsOf(textOf(points))).toEqual({ points, remarks: [] });
      }),
      { seed: 1 },
    );
  });

  it.each([
    '1.01,0,A',
    '0,-2,A',
    'NaN,0,A',
    'Infinity,0,A',
    '0,0,G',
    '0,0',
    '0,0,A,1',
    ',0,A',
    'x',
    '0,0,__proto__',
  ])('leave out a line such as %s, and no other', (line) => {
    expect(pointsOf(`0.5,0.5,a\n${line}\n-1,1,F`).points).toEqual([
      { x: 0.5, y: 0.5, label: 0 },
      { x: -1, y: 1, label: 5 },
    ]);
    expect(said(`0.5,0.5,a\n${line}`)).toEqual([
      `Line 2 was left out: “${line}” is not x,y,class with x and y from -1 to 1 and a class from A to F.`,
    ]);
  });

  it('are no more than the most, and many bad lines are counted', () => {
    const { points, remarks } = pointsOf('0,0,A\n'.repeat(MAX_POINTS + 9));
    expect(points).toHaveLength(MAX_POINTS);
    expect(remarks).toHaveLength(6);
    expect(td('left.points.more', remarks.at(-1)?.gaps)).toBe('4 more lines were left out.');
  });

  it('become data where there are two classes of five', () => {
    const some = (n: number, label: number) =>
      Array.from({ length: n }, (_, i) => ({ x: i / 100, y: label / 10, label }));
    expect(readPoints([...some(5, 0), ...some(6, 2), ...some(4, 3)], 'p', SHARES)).toMatchObject({
      data: { kind: 'points', shape: [2], classes: ['A', 'C'] },
      remarks: [{ say: 'left.class', gaps: { name: 'D', n: 4 } }, { say: 'warn.small' }],
    });
    expect(readPoints([...some(50, 0), ...some(10, 1)], 'p', SHARES).remarks).toContainEqual({
      say: 'warn.imbalance',
      gaps: { name: 'A', other: 'B', ratio: 5 },
    });
    expect(readPoints(some(9, 0), 'p', SHARES)).toMatchObject({
      data: null,
      remarks: [{ say: 'refused.oneClass' }],
    });
    expect(readPoints([], 'p', SHARES)).toMatchObject({ data: null, remarks: [{ say: 'refused.oneClass' }] });
  });
});
