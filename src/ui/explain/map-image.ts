// A decision map as pixels: the colour of the winning class, the more opaque the surer the network is.

export type Rgb = readonly [number, number, number];

/** Colours of classes (after Okabe and Ito): told apart by colour-blind eyes, on light paper and on dark. */
export const CLASS_COLORS: readonly Rgb[] = [
  [0, 114, 178],
  [230, 128, 0],
  [0, 158, 115],
  [190, 80, 145],
  [86, 180, 233],
  [200, 60, 30],
  [170, 150, 20],
  [120, 120, 130],
];

export const classColor = (index: number): Rgb => CLASS_COLORS[index % CLASS_COLORS.length] as Rgb;

const FAINT = 0.08;
const STRONG = 0.72;

/** 0 sureness is an even guess among the classes, 1 is certainty. */
export function opacity(confidence: number, classes: number): number {
  const guess = 1 / classes;
  const sure = Math.min(1, Math.max(0, (confidence - guess) / (1 - guess)));
  return Number.isFinite(sure) ? FAINT + (STRONG - FAINT) * sure : 0;
}

/** RGBA, row-major from the top left; classes and confidence have one entry a pixel. */
export function mapPixels(
  classes: Uint8Array,
  confidence: Float32Array,
  count: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(classes.length * 4);
  classes.forEach((winner, i) => {
    const [r, g, b] = classColor(winner);
    pixels.set([r, g, b, Math.round(255 * opacity(confidence[i] ?? 0, count))], 4 * i);
  });
  return pixels;
}

/** What share of the plane each class has. */
export function shares(classes: Uint8Array, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const winner of classes) if (winner < count) counts[winner] = (counts[winner] as number) + 1;
  return counts.map((n) => n / Math.max(1, classes.length));
}

/** From the plane, [left, bottom, right, top], to a square picture that counts down from its top left. */
export function toPicture(
  x: number,
  y: number,
  bounds: readonly [number, number, number, number],
  size: number,
): [number, number] {
  const [left, bottom, right, top] = bounds;
  return [((x - left) / (right - left)) * size, ((top - y) / (top - bottom)) * size];
}
