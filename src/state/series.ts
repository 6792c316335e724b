// A curve in bounded memory: when it grows long it is thinned to the lowest and highest value of every
// stretch of steps, so that spikes stay. Stretches double in width, alike over the whole curve.
import type { Series } from './lane-view.ts';

export const MAX_POINTS = 4000;

export const EMPTY: Series = { steps: [], values: [] };

/** New points of a series, as they come. */
export interface Points {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly spread?: readonly number[] | undefined;
}

/** The series with more points behind it. Points that the new ones run over again are dropped first. */
export function append(series: Series, points: Points, cap = MAX_POINTS): Series {
  const { steps, values, spread } = points;
  const count = Math.min(steps.length, values.length);
  if (count === 0) return series;
  const kept = rewind(series, (steps[0] as number) - 1);
  const joined: Series = {
    steps: [...kept.steps, ...steps.slice(0, count)],
    values: [...kept.values, ...values.slice(0, count)],
  };
  const before = kept.steps.length === 0 ? [] : kept.spread;
  if (before && spread) joined.spread = [...before, ...spread.slice(0, count)];
  return joined.steps.length > cap ? thin(joined, cap) : joined;
}

/** The part of the series up to and with `step`. */
export function rewind(series: Series, step: number): Series {
  const last = series.steps.at(-1);
  if (last === undefined || last <= step) return series;
  const end = series.steps.findIndex((s) => s > step);
  return only(series, (numbers) => numbers.slice(0, end));
}

/** The same part of every array. */
function only({ steps, values, spread }: Series, part: (numbers: readonly number[]) => number[]): Series {
  return { steps: part(steps), values: part(values), ...(spread && { spread: part(spread) }) };
}

/** At most half of `cap` points, two for each stretch of steps; first and last stay. */
export function thin(series: Series, cap = MAX_POINTS): Series {
  const first = series.steps[0];
  const last = series.steps.at(-1);
  if (first === undefined || last === undefined || series.steps.length <= cap / 2) return series;
  const stretches = Math.max(1, Math.floor(cap / 4) - 1);
  let width = 1;
  while (Math.floor(last / width) - Math.floor(first / width) + 1 > stretches) width *= 2;

  const kept: number[] = [];
  const keep = (index: number) => {
    if (kept.at(-1) !== index) kept.push(index);
  };
  let start = 0;
  while (start < series.steps.length) {
    const stretch = Math.floor((series.steps[start] as number) / width);
    let end = start;
    while (end < series.steps.length && Math.floor((series.steps[end] as number) / width) === stretch) end++;
    const [low, high] = extremes(series.values, start, end);
    if (start === 0) keep(0);
    keep(Math.min(low, high));
    if (low !== high) keep(Math.max(low, high));
    if (end === series.steps.length) keep(end - 1);
    start = end;
  }
  return only(series, (numbers) => kept.map((index) => numbers[index] as number));
}

/** Where the lowest and the highest finite value stand in [start, end). */
function extremes(values: readonly number[], start: number, end: number): [number, number] {
  let low = start;
  let high = start;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (!((values[low] as number) <= value)) low = i;
    if (!((values[high] as number) >= value)) high = i;
  }
  return [low, high];
}
