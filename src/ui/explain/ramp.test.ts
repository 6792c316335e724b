import { describe, expect, test } from 'vitest';
import { RAMPS, rampColor, type Theme } from './ramp.ts';

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: readonly number[], b: readonly number[]) => {
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(x, y) / Math.min(x, y);
};
const rgbOf = (color: string) => color.match(/\d+/g)?.map(Number) ?? [];

describe.each([
  ['light', [255, 255, 255]],
  ['dark', [29, 32, 36]],
] as const)('the colours in the %s theme', (theme, panel) => {
  const colors = Array.from({ length: 21 }, (_, k) => rgbOf(rampColor(theme, k / 20)));

  test('stand out from the panel', () => {
    for (const color of colors) expect(contrast(color, panel)).toBeGreaterThanOrEqual(3);
  });

  test('stand out more and more, at every step', () => {
    colors.slice(1).forEach((color, k) => {
      expect(contrast(color, panel)).toBeGreaterThan(contrast(colors[k] as number[], panel));
    });
  });

  test('begin and end at the ends, also for what is no number', () => {
    const stops = RAMPS[theme as Theme];
    expect(rgbOf(rampColor(theme, 0))).toEqual(stops[0]);
    expect(rgbOf(rampColor(theme, 7))).toEqual(stops.at(-1));
    expect(rgbOf(rampColor(theme, Number.NaN))).toEqual(stops[0]);
  });
});
