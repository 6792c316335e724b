// From the lanes' series to the points a chart draws.
import type { Evaluation } from '../../contract/protocol.ts';
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
}

/** A curve as it is drawn: the smoothed line, and the raw one behind it where they differ. */
export interface Drawn extends Pick<Curve, 'id' | 'color' | 'dash'> {
  readonly line: readonly Point[];
  readonly raw: readonly Point[] | null;
}

export type Point = readonly [step: number, value: number];

/** Points a line, and points of all lines of a chart together: what stays fluent at four pictures a second. */
const PER_CURVE = 300;
const PER_CHART = 1200;

/** `positiveOnly` for a log axis, which has no place for the rest. */
export function toDrawn(curves: readonly Curve[], smoothing: number, positiveOnly: boolean): Drawn[] {
  const limit = Math.min(PER_CURVE, Math.floor(PER_CHART / Math.max(1, curves.length)));
  return curves.map(({ id, color, dash, steps, values }) => {
    const kept = thinIndices(values, limit);
    const points = (of: readonly number[]) =>
      kept.flatMap((i): Point[] => {
        const value = of[i] as number;
        return positiveOnly && value <= 0 ? [] : [[steps[i] as number, value]];
      });
    return smoothing > 0
      ? { id, color, dash, line: points(smooth(values, smoothing)), raw: points(values) }
      : { id, color, dash, line: points(values), raw: null };
  });
}

/** All steps at which something is drawn, ascending: where the pointer can stand. */
export function drawnSteps(drawn: readonly Drawn[]): number[] {
  return [...new Set(drawn.flatMap(({ line }) => line.map(([step]) => step)))].sort((a, b) => a - b);
}

export function drawnValues(drawn: readonly Drawn[]): number[] {
  return drawn.flatMap(({ line, raw }) => [...line, ...(raw ?? [])].map(([, value]) => value));
}

/** The value last measured at or before `step`; undefined before the first. */
export function valueAt(
  { steps, values }: Pick<Curve, 'steps' | 'values'>,
  step: number,
): number | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) <= step) low = middle + 1;
    else high = middle;
  }
  return values[low - 1];
}

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
    const curve = {
      ...look(lane),
      steps: points.map((e) => e.step),
      values: points.map((e) => value(e[set])),
    };
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
    sameNumbers(a.steps, b.steps) &&
    sameNumbers(a.values, b.values) &&
    sameNumbers(a.spread ?? [], b.spread ?? [])
  );
}

const sameNumbers = (a: readonly number[], b: readonly number[]) =>
  a === b || (a.length === b.length && a.every((n, i) => Object.is(n, b[i])));
