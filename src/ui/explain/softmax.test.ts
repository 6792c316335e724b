import { describe, expect, it } from 'vitest';
import { argmax, entropy, MAX_T, positionOf, softmax, temperatureAt } from './softmax.ts';

describe('softmax at a temperature', () => {
  it('gives the known values', () => {
    const [a, b] = softmax([Math.log(3), 0], 1);
    expect(a).toBeCloseTo(0.75, 12);
    expect(b).toBeCloseTo(0.25, 12);
    expect(softmax([Math.log(9), 0], 2)[0]).toBeCloseTo(0.75, 12); // 9^(1/2) = 3
  });
  it('sums to one and does not overflow at huge logits', () => {
    for (const logits of [[1000, 999, -1000], [-1e4, -1e4], [0]]) {
      const p = softmax(logits, 1);
      expect(p.every(Number.isFinite)).toBe(true);
      expect(p.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
    }
  });
  it('does not change when all logits move together', () => {
    softmax([1, 2, 3], 4).forEach((p, i) => {
      expect(p).toBeCloseTo(softmax([101, 102, 103], 4)[i] as number, 12);
    });
  });
  it('says NaN for a network that has diverged', () => {
    expect(softmax([Number.NaN, 1], 1).every(Number.isNaN)).toBe(true);
    expect(entropy(softmax([Number.NaN, 1], 1))).toBeNaN();
  });
});

describe('entropy', () => {
  it('is 0 for certainty, ln n for the even distribution, and grows with T between them', () => {
    expect(entropy([0, 1, 0])).toBe(0);
    expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 12);
    const at = (t: number) => entropy(softmax([5, 1, -2], t));
    expect(at(1)).toBeLessThan(at(2));
    expect(at(2)).toBeLessThan(at(20));
    expect(at(20)).toBeLessThan(Math.log(3));
  });
});

describe('the largest', () => {
  it('is named by its place, the first of equals', () => {
    expect(argmax([1, 5, 5, 2])).toBe(1);
  });
});

describe('the slider of T', () => {
  it('runs from 1 to its end, doubling over equal ways', () => {
    expect(temperatureAt(0)).toBe(1);
    expect(temperatureAt(1)).toBe(MAX_T);
    expect(positionOf(2) - positionOf(1)).toBeCloseTo(positionOf(20) - positionOf(10), 12);
  });
  it('comes back to where it was', () => {
    for (const t of [1, 1.5, 4, 8, 12.5, 20]) expect(temperatureAt(positionOf(t))).toBe(t);
  });
});
