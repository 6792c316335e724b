import { describe, expect, it } from 'vitest';
import { thinIndices } from './thin.ts';

const noise = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898) * 0.5);

describe('thinning a curve', () => {
  it('leaves a short curve as it is', () => {
    expect(thinIndices([3, 1, 2], 300)).toEqual([0, 1, 2]);
  });

  it('keeps within the limit at every length, ascending and without repeats', () => {
    for (const n of [299, 300, 301, 302, 511, 513, 1000, 9_999, 100_000]) {
      const kept = thinIndices(noise(n), 300);
      expect(kept.length).toBeLessThanOrEqual(300);
      expect(kept.length).toBeGreaterThan(n >= 300 ? 74 : n - 1);
      expect(kept.every((i, k) => k === 0 || i > (kept[k - 1] as number))).toBe(true);
      expect([kept[0], kept.at(-1)]).toEqual([0, n - 1]);
    }
  });

  it('keeps a single spike wherever it stands, up or down', () => {
    for (const at of [1, 137, 4_096, 7_777, 9_998]) {
      for (const height of [9, -9]) {
        const values = noise(10_000);
        values[at] = height;
        expect(thinIndices(values, 300)).toContain(at);
      }
    }
  });

  it('keeps the points of full buckets while the curve grows', () => {
    const values = noise(2_000);
    const earlier = thinIndices(values.slice(0, 1_900), 300);
    const later = thinIndices(values, 300);
    const settled = earlier.filter((i) => i < 1_888); // whole buckets of 16
    expect(settled.length).toBeGreaterThan(200);
    expect(later.slice(0, settled.length)).toEqual(settled);
  });

  it('leaves out what is not finite', () => {
    expect(thinIndices([1, Number.NaN, 2, Number.POSITIVE_INFINITY], 300)).toEqual([0, 2]);
    const values = noise(1_000).fill(Number.NaN, 400, 600);
    expect(thinIndices(values, 300).filter((i) => i >= 400 && i < 600)).toEqual([]);
    expect(thinIndices(new Array<number>(1_000).fill(Number.NaN), 300)).toEqual([]);
  });
});
