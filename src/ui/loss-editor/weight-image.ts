// A grid of weights as pixels: from dark to light, and hatched where there is no number.
export type Rgb = readonly [number, number, number];

/** Even steps of lightness, told apart by colour-blind eyes, on light paper and on dark. */
const RAMP: readonly Rgb[] = [
  [23, 25, 66],
  [78, 42, 110],
  [142, 60, 112],
  [201, 92, 84],
  [238, 150, 78],
  [252, 221, 150],
];
const HATCH: readonly [Rgb, Rgb] = [
  [120, 120, 128],
  [200, 200, 205],
];

/** The colour of a share from 0 to 1 of the way from the least to the greatest. */
export function rampColor(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const low = Math.min(RAMP.length - 2, Math.floor(at));
  const [from, to] = [RAMP[low] as Rgb, RAMP[low + 1] as Rgb];
  return from.map((part, i) => Math.round(part + (at - low) * ((to[i] as number) - part))) as unknown as Rgb;
}

export const rampCss = `linear-gradient(to right, ${RAMP.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;

/** Least and greatest of the weights that are numbers; 0 and 0 where none is. */
export function rangeOf(weights: Float32Array, faults: Float32Array): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  weights.forEach((weight, i) => {
    if (faults[i]) return;
    low = Math.min(low, weight);
    high = Math.max(high, weight);
  });
  return low <= high ? [low, high] : [0, 0];
}

/** RGBA, row-major from the top left; the grid counts its rows from the bottom. */
export function weightPixels(
  weights: Float32Array,
  faults: Float32Array,
  side: number,
): Uint8ClampedArray<ArrayBuffer> {
  const [low, high] = rangeOf(weights, faults);
  const pixels = new Uint8ClampedArray(weights.length * 4);
  weights.forEach((weight, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const share = high > low ? (weight - low) / (high - low) : 0.5;
    const color = faults[i] ? HATCH[(row + column) % 4 < 2 ? 0 : 1] : rampColor(share);
    pixels.set([...(color as Rgb), 255], 4 * ((side - 1 - row) * side + column));
  });
  return pixels;
}
