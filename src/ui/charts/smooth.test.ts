import { describe, expect, it } from 'vitest';
import { smooth } from './smooth.ts';

describe('smoothing a curve', () => {
  it('changes nothing at weight zero', () => {
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it('is the weighted mean of all values so far', () => {
    const [first, second, third] = smooth([4, 2, 8], 0.5);
    expect(first).toBe(4);
    expect(second).toBeCloseTo((0.5 * 4 + 2) / 1.5, 12);
    expect(third).toBeCloseTo((0.25 * 4 + 0.5 * 2 + 8) / 1.75, 12);
  });

  it('keeps a constant curve constant, from its first point on', () => {
    for (const value of smooth(new Array<number>(50).fill(0.7), 0.95)) expect(value).toBeCloseTo(0.7, 12);
  });

  it('goes on after a gap as if it had not been there', () => {
    const [a, gap, b] = smooth([4, Number.NaN, 2], 0.5);
    expect([a, b]).toEqual(smooth([4, 2], 0.5));
    expect(gap).toBeNaN();
  });

  it('does not touch what it is given', () => {
    const values = [1, 2, 3];
    smooth(values, 0.9);
    expect(values).toEqual([1, 2, 3]);
  });
});
