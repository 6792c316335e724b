// Colours from less through nothing to more: blue, paper, orange, which colour-blind eyes tell apart and which grow darker
// away from the middle. The same in compare.css.
const LESS = [0, 92, 158] as const;
const NOTHING = [247, 246, 242] as const;
const MORE = [190, 75, 0] as const;

/** RGB of a value from −1 to 1; beyond is taken for the end, what is no number for nothing. */
export function diverging(value: number): [number, number, number] {
  const known = Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0;
  const end = known < 0 ? LESS : MORE;
  const share = Math.abs(known);
  return [0, 1, 2].map((k) => {
    const middle = NOTHING[k] as number;
    return Math.round(middle + share * ((end[k] as number) - middle));
  }) as [number, number, number];
}

/** RGBA, one pixel a value. */
export function divergingPixels(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, i) => {
    pixels.set([...diverging(value), 255], 4 * i);
  });
  return pixels;
}
