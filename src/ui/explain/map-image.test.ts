import { describe, expect, it } from 'vitest';
import { CLASS_COLORS, mapPixels, opacity, shares, toPicture } from './map-image.ts';

describe('a decision map', () => {
  it('paints the winner and grows opaque with its probability', () => {
    const pixels = mapPixels(Uint8Array.of(1, 0), Float32Array.of(0.55, 1), 2);
    expect([...pixels.slice(0, 3)]).toEqual(CLASS_COLORS[1]);
    expect([...pixels.slice(4, 7)]).toEqual(CLASS_COLORS[0]);
    expect(pixels[3]).toBeLessThan(pixels[7] as number);
  });

  it('is faintest at an even guess, whatever the number of classes', () => {
    for (const classes of [2, 3, 10])
      expect(opacity(1 / classes, classes)).toBeCloseTo(opacity(0, classes), 12);
    expect(opacity(1, 2)).toBeCloseTo(opacity(1, 10), 12);
    expect(opacity(0.5, 2)).toBeLessThan(opacity(0.5, 3)); // half is more than a guess among three
    expect(opacity(Number.NaN, 2)).toBe(0);
  });

  it('says which share of the plane each class has', () => {
    expect(shares(Uint8Array.of(0, 1, 1, 1), 3)).toEqual([0.25, 0.75, 0]);
    expect(shares(new Uint8Array(0), 2)).toEqual([0, 0]);
  });

  it('puts points where the plane says, with up being up', () => {
    const bounds = [-2, -1, 2, 3] as const;
    expect(toPicture(-2, 3, bounds, 100)).toEqual([0, 0]);
    expect(toPicture(2, -1, bounds, 100)).toEqual([100, 100]);
    expect(toPicture(0, 2, bounds, 100)).toEqual([50, 25]);
  });
});
