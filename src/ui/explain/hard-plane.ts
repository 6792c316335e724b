// The plane of the hard-sample map: how far from its left and its bottom a sample lies, which is near, which lies
// inside a drawn outline. Places are pixels from the top left.
import { type Axis, linearAxis } from '../charts/axis.ts';

export interface Scale extends Axis {
  /** From a value to a share of the axis, 0 to 1; what lies beyond its ends stands at them. */
  readonly at: (value: number) => number;
}

/** What is smaller stands at the left end, or the bottom, of a logarithmic axis. */
export const FLOOR = 1e-4;

/** An axis from zero, or from the decade of the smallest value, but not below FLOOR; up to the largest. */
export function scaleOf(values: Float32Array, log: boolean): Scale {
  const known = values.filter(Number.isFinite);
  const most = known.reduce((top, value) => Math.max(top, value), FLOOR);
  if (!log) {
    const axis = linearAxis([0, most], { floor: 0 });
    const end = axis.domain[1];
    return { ...axis, at: (value) => within(value / end) };
  }
  const least = known.reduce((low, value) => Math.min(low, Math.max(value, FLOOR)), most);
  const [first, last] = [Math.floor(Math.log10(least) + 1e-9), Math.ceil(Math.log10(most) - 1e-9)];
  const decades = Math.max(1, last - first);
  const ticks = Array.from({ length: decades + 1 }, (_, k) => Number((10 ** (first + k)).toPrecision(6)));
  const end =
    ROUND.map((lead) => (lead * (ticks.at(-1) as number)) / 10).find((value) => value >= most) ?? most;
  const span = Math.log10(end / (ticks[0] as number));
  const at = (value: number) => within(Math.log10(Math.max(value, FLOOR) / (ticks[0] as number)) / span);
  return { domain: [ticks[0] as number, end], ticks: ticks.filter((tick) => tick <= end), at };
}

/** Where the last decade may end. */
const ROUND = [2, 4, 10];

const within = (share: number) => Math.min(1, Math.max(0, share));

/** Pixels of every sample, x, y, x, y …; NaN where a number is missing. */
export function layOut(
  xs: Float32Array,
  ys: Float32Array,
  scales: { readonly x: Scale; readonly y: Scale },
  area: { readonly width: number; readonly height: number },
): Float32Array {
  const xy = new Float32Array(2 * xs.length);
  xs.forEach((x, i) => {
    const y = ys[i] as number;
    const known = Number.isFinite(x) && Number.isFinite(y);
    xy[2 * i] = known ? scales.x.at(x) * area.width : Number.NaN;
    xy[2 * i + 1] = known ? (1 - scales.y.at(y)) * area.height : Number.NaN;
  });
  return xy;
}

/** The sample nearest to a place and no farther than `reach`; null where there is none. */
export function nearest(xy: Float32Array, x: number, y: number, reach: number): number | null {
  let best: number | null = null;
  let least = reach ** 2;
  for (let i = 0; 2 * i < xy.length; i++) {
    const distance = ((xy[2 * i] as number) - x) ** 2 + ((xy[2 * i + 1] as number) - y) ** 2;
    if (distance <= least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

export type Way = readonly [dx: number, dy: number];
/** How much a pixel aside counts more than one ahead. */
const ASIDE = 2;

/** The next sample in a direction: the nearest ahead, by a measure in which going aside counts more. Null at the rim. */
export function nextIn(xy: Float32Array, from: number, [dx, dy]: Way): number | null {
  const [x, y] = [xy[2 * from] as number, xy[2 * from + 1] as number];
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; 2 * i < xy.length; i++) {
    const [ox, oy] = [(xy[2 * i] as number) - x, (xy[2 * i + 1] as number) - y];
    const ahead = ox * dx + oy * dy;
    const aside = Math.abs(ox * dy - oy * dx);
    const cost = ahead + ASIDE * aside;
    if (ahead > 0.5 && cost < least) {
      least = cost;
      best = i;
    }
  }
  return best;
}

/** The samples inside a closed outline, by the rule of even and odd. */
export function inside(xy: Float32Array, outline: readonly (readonly [number, number])[]): number[] {
  const found: number[] = [];
  for (let i = 0; 2 * i < xy.length; i++) {
    if (holds(outline, xy[2 * i] as number, xy[2 * i + 1] as number)) found.push(i);
  }
  return found;
}

function holds(outline: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let odd = false;
  outline.forEach(([ax, ay], k) => {
    const [bx, by] = outline[(k + 1) % outline.length] as readonly [number, number];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) odd = !odd;
  });
  return odd;
}

/** Samples with at least so much of both; what is no number is never among them. */
export const above = (xs: Float32Array, ys: Float32Array, x: number, y: number): number[] =>
  Array.from(xs, (_, i) => i).filter((i) => (xs[i] as number) >= x && (ys[i] as number) >= y);

export interface Quadrant {
  readonly unsure: boolean;
  readonly far: boolean;
  readonly indices: readonly number[];
}

/** The four quarters at given borders: teacher sure or unsure, student near or far. */
export function quadrants(xs: Float32Array, ys: Float32Array, x: number, y: number): Quadrant[] {
  const known = Array.from(xs, (_, i) => i).filter(
    (i) => Number.isFinite(xs[i] as number) && Number.isFinite(ys[i] as number),
  );
  return [false, true].flatMap((unsure) =>
    [false, true].map((far) => ({
      unsure,
      far,
      indices: known.filter((i) => (xs[i] as number) >= x === unsure && (ys[i] as number) >= y === far),
    })),
  );
}

/** The middle one; the mean of the two in the middle of an even count; NaN of none. What is no number does not count. */
export function median(values: Float32Array): number {
  const known = values.filter(Number.isFinite).sort();
  const half = Math.floor(known.length / 2);
  if (known.length === 0) return Number.NaN;
  return known.length % 2
    ? (known[half] as number)
    : ((known[half - 1] as number) + (known[half] as number)) / 2;
}
