// Where an axis begins and ends and which numbers stand at it. Own arithmetic, so that an axis grows in round
// steps while training goes on, and a log axis never meets a zero.

export interface Axis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Round ticks around the values, about `count` of them. `floor` and `ceiling` bound the axis, e.g. 0 and 1 for shares. */
export function linearAxis(
  values: Iterable<number>,
  { floor = Number.NEGATIVE_INFINITY, ceiling = Number.POSITIVE_INFINITY, count = 5 } = {},
): Axis {
  const ends = extent(values, () => true) ?? [
    Number.isFinite(floor) ? floor : 0,
    Number.isFinite(ceiling) ? ceiling : 1,
  ];
  let [low, high] = ends;
  if (high - low < 1e-9 * Math.max(1, Math.abs(high))) {
    const pad = Math.abs(high) > 0 ? Math.abs(high) * 0.1 : 0.5;
    low -= pad;
    high += pad;
  }
  const step = roundStep((high - low) / count);
  const from = Math.max(floor, Math.floor(low / step + 1e-9) * step);
  const to = Math.min(ceiling, Math.ceil(high / step - 1e-9) * step);
  const ticks: number[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-6; k++) ticks.push(clean(k * step));
  return { domain: [clean(from), clean(to)], ticks };
}

/** Decades around the positive values; 1, 2 and 5 of each where there are few. Null when no value is positive. */
export function logAxis(values: Iterable<number>): Axis | null {
  const ends = extent(values, (value) => value > 0);
  if (!ends) return null;
  const decades = Math.log10(ends[1] / ends[0]);
  const leads = decades > 3 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5];
  const all: number[] = [];
  for (let e = Math.floor(Math.log10(ends[0])) - 1; e <= Math.ceil(Math.log10(ends[1])) + 1; e++) {
    for (const lead of leads) all.push(clean(lead * 10 ** e));
  }
  const from = all.findLast((tick) => tick <= ends[0]) ?? ends[0];
  const to = all.find((tick) => tick >= ends[1] && tick > from) ?? ends[1];
  const inside = all.filter((tick) => tick >= from && tick <= to);
  const every = Math.ceil(inside.length / 7);
  return { domain: [from, to], ticks: inside.filter((_, i) => i % every === 0) };
}

/** Round steps from the first to the last, and these two always. */
export function stepAxis(last: number, first = 0): Axis {
  const end = Math.max(first + 1, last);
  const step = Math.max(1, Math.ceil(roundStep((end - first) / 4, [1, 2, 2.5, 5])));
  const near = step * 0.6; // closer to an end than this their numbers would touch
  const ticks = first === 0 ? [] : [first];
  const from = first === 0 ? 0 : step * Math.ceil((first + near) / step);
  for (let tick = from; tick <= end - near; tick += step) ticks.push(tick);
  return { domain: [first, end], ticks: [...ticks, end] };
}

function extent(values: Iterable<number>, wanted: (value: number) => boolean): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || !wanted(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

/** The next of `leads` × 10^k at or above `rough`. */
function roundStep(rough: number, leads = [1, 2, 5]): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = leads.find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return lead * power;
}

/** 0.30000000000000004 is 0.3. */
const clean = (value: number) => Number(value.toPrecision(12));
