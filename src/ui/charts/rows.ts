// From the lanes' series to the points a chart draws.
import type { Evaluation, LaneId } from '../../contract/protocol.ts';
import { deviationOver } from '../../state/evaluation.ts';
import type { EvaluationPoint, LaneView } from '../../state/lane-view.ts';
import { smooth } from './smooth.ts';
import { thinIndices } from './thin.ts';

/** One line of a chart. `steps` ascend; `values` belong to them, as measured. */
export interface Curve {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly dash: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Standard deviations over seeds (n − 1) that belong to the values; absent with one seed. */
  readonly spread?: readonly number[];
  /** The lane it belongs to, where its own id is another. */
  readonly lane?: LaneId;
}

/** A curve as it is drawn: the smoothed line, the raw one behind it where they differ, the band around it over seeds. */
export interface Drawn extends Pick<Curve, 'id' | 'color' | 'dash' | 'lane'> {
  readonly line: readonly Point[];
  readonly raw: readonly Point[] | null;
  readonly band: readonly Stretch[] | null;
}

export type Point = readonly [step: number, value: number];
export type Stretch = readonly [step: number, low: number, high: number];
/** Steps from one to another, both among them. */
export type Range = readonly [from: number, to: number];

/** Points a line, and points of all lines of a chart together: what stays fluent at four pictures a second. */
const PER_CURVE = 300;
const PER_CHART = 1200;

/**
 * What is drawn of curves in a range of steps, or everywhere. Cut first and thinned then, so that a closer look shows
 * more; smoothed before, so that a line does not change with the look. Each keeps the point before the range and the one
 * behind it, to which its line leads. `positiveOnly` for a log axis, which has no place for the rest.
 */
export function toDrawn(
  curves: readonly Curve[],
  smoothing: number,
  positiveOnly: boolean,
  range: Range | null = null,
): Drawn[] {
  const limit = Math.min(PER_CURVE, Math.floor(PER_CHART / Math.max(1, curves.length)));
  return curves.map(({ id, color, dash, lane, steps, values, spread }) => {
    const [start, end] = range ? around(steps, range) : [0, steps.length];
    const kept = thinIndices(values.slice(start, end), limit).map((i) => start + i);
    const points = (of: readonly number[]) =>
      kept.flatMap((i): Point[] => {
        const value = of[i] as number;
        return positiveOnly && value <= 0 ? [] : [[steps[i] as number, value]];
      });
    const smoothed = smoothing > 0 ? smooth(values, smoothing) : values;
    const widths = spread && (smoothing > 0 ? smooth(spread, smoothing) : spread);
    const band = widths
      ? kept.flatMap((i): Stretch[] => {
          const [value, width] = [smoothed[i] as number, widths[i] as number];
          if (!Number.isFinite(width) || (positiveOnly && value <= 0)) return [];
          return [[steps[i] as number, value - width, value + width]];
        })
      : null;
    const look = { id, color, dash, ...(lane !== undefined && { lane }) };
    return { ...look, line: points(smoothed), raw: smoothing > 0 ? points(values) : null, band };
  });
}

/** The part [start, end) of ascending steps that lies in a range, with a neighbour on each side. */
function around(steps: readonly number[], [from, to]: Range): [number, number] {
  return [Math.max(0, countUpTo(steps, from - 1) - 1), Math.min(steps.length, countUpTo(steps, to) + 1)];
}

const inside = (range: Range | null) => (step: number) => !range || (step >= range[0] && step <= range[1]);

/** All steps at which something is drawn, ascending: where the pointer can stand. */
export function drawnSteps(drawn: readonly Drawn[], range: Range | null = null): number[] {
  const all = drawn.flatMap(({ line }) => line.map(([step]) => step)).filter(inside(range));
  return [...new Set(all)].sort((a, b) => a - b);
}

/**
 * The numbers an axis must have room for; where none lie in the range, those beside it, since lines lead there. A log
 * axis goes at most one decade below a line for its band, which may reach to zero.
 */
export function drawnValues(drawn: readonly Drawn[], range: Range | null = null, log = false): number[] {
  const lowest = (low: number, high: number) => (log ? Math.max(low, (low + high) / 20) : low);
  const values = (within: (step: number) => boolean) =>
    drawn.flatMap(({ line, raw, band }) => [
      ...[...line, ...(raw ?? [])].flatMap(([step, value]) => (within(step) ? [value] : [])),
      ...(band ?? []).flatMap(([step, low, high]) => (within(step) ? [lowest(low, high), high] : [])),
    ]);
  const own = values(inside(range));
  return own.length > 0 ? own : values(() => true);
}

/** The value last measured at or before `step`; undefined before the first. */
export function valueAt(
  { steps, values }: Pick<Curve, 'steps' | 'values'>,
  step: number,
): number | undefined {
  return values[countUpTo(steps, step) - 1];
}

/** How many of some ascending steps are at most `step`. */
function countUpTo(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same of its standard deviations over seeds. */
export const spreadAt = ({ steps, spread }: Curve, step: number): number | undefined =>
  spread && valueAt({ steps, values: spread }, step);

/** The place of the number nearest to `wanted`; −1 where there are none. */
export function nearest(numbers: readonly number[], wanted: number): number {
  let best = -1;
  numbers.forEach((n, i) => {
    if (best < 0 || Math.abs(n - wanted) < Math.abs((numbers[best] as number) - wanted)) best = i;
  });
  return best;
}

/** At most `count` steps spread evenly over all that some curve has, the last among them: the rows of a table. */
export function tableSteps(curves: readonly Curve[], count: number): number[] {
  const all = [...new Set(curves.flatMap((curve) => curve.steps))].sort((a, b) => a - b);
  if (all.length <= count) return all;
  return Array.from(
    { length: count },
    (_, k) => all[Math.round((k * (all.length - 1)) / (count - 1))] as number,
  );
}

const look = ({ id, name, color, dash }: LaneView) => ({ id, name, color, dash });

/** One curve for every lane that has numbers under this name. */
export function seriesCurves(lanes: readonly LaneView[], name: string): Curve[] {
  return lanes.flatMap((lane) => {
    const series = lane.series[name];
    return series && series.steps.length > 0 ? [{ ...look(lane), ...series }] : [];
  });
}

/** Interim points where there are any: one over the whole set beside them would be a jump of the samples, not of the student. */
function onSameSamples(evaluations: readonly EvaluationPoint[]): readonly EvaluationPoint[] {
  const interim = evaluations.filter((e) => !e.whole);
  return interim.length > 0 ? interim : evaluations;
}

/** What `value` is of the evaluations on a set: mean over seeds, and their spread where there are several. */
export function evaluationCurves(
  lanes: readonly LaneView[],
  set: 'validation' | 'test',
  value: (evaluation: Evaluation) => number,
): Curve[] {
  return lanes.flatMap((lane) => {
    const points = onSameSamples(lane.evaluations);
    if (points.length === 0) return [];
    const values = points.map((e) => value(e[set]));
    if (!values.some(Number.isFinite)) return [];
    const curve = { ...look(lane), steps: points.map((e) => e.step), values };
    const spread = points.flatMap((e) => deviationOver(e.seeds[set], value) ?? []);
    return [spread.length === points.length ? { ...curve, spread } : curve];
  });
}

/** Whether a picture of the one is a picture of the other. */
export function sameCurves(a: readonly Curve[], b: readonly Curve[]): boolean {
  return a.length === b.length && a.every((curve, i) => sameCurve(curve, b[i] as Curve));
}

function sameCurve(a: Curve, b: Curve): boolean {
  return (
    a.id === b.id &&
    a.name === b.name &&
    a.color === b.color &&
    a.dash === b.dash &&
    a.lane === b.lane &&
    sameNumbers(a.steps, b.steps) &&
    sameNumbers(a.values, b.values) &&
    sameNumbers(a.spread ?? [], b.spread ?? [])
  );
}

const sameNumbers = (a: readonly number[], b: readonly number[]) =>
  a === b || (a.length === b.length && a.every((n, i) => Object.is(n, b[i])));
