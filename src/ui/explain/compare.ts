// The arithmetic of comparing two networks: where they part in the plane, how their confusions differ, calibration.
import type { CalibrationBin } from '../../contract/protocol.ts';
import type { Answer } from '../../contract/questions.ts';
import type { EvaluationPoint, LaneView } from '../../state/lane-view.ts';

type PlaneMap = Answer<'map'>['lanes'][string];

export interface MapDifference {
  /** Confidence of A less that of B, a pixel each, from −1 to 1. */
  readonly confidence: Float32Array;
  /** Half the sum of |p − q| over the classes, from 0 to 1; null where there are too many classes to know. */
  readonly variation: Float32Array | null;
  /** 1 where they choose different classes. */
  readonly differs: Uint8Array;
  /** Share of the plane on which they do. */
  readonly share: number;
  /** Mean of the total variation over the plane. */
  readonly meanVariation: number | null;
}

export function mapDifference(a: PlaneMap, b: PlaneMap): MapDifference {
  const pixels = a.classes.length;
  const differs = a.classes.map((choice, i) => Number(choice !== b.classes[i]));
  const confidence = a.confidence.map((p, i) => p - (b.confidence[i] as number));
  const variation = totalVariation(a, b);
  const sum = (values: Iterable<number>) => {
    let total = 0;
    for (const value of values) total += value;
    return total;
  };
  return {
    confidence,
    variation,
    differs,
    share: sum(differs) / pixels,
    meanVariation: variation && sum(variation) / pixels,
  };
}

function totalVariation(a: PlaneMap, b: PlaneMap): Float32Array | null {
  const [p, q] = [a.probabilities, b.probabilities];
  if (!p || !q) return null;
  const classes = p.length / a.classes.length;
  return a.confidence.map((_, i) => {
    let apart = 0;
    for (let c = i * classes; c < (i + 1) * classes; c++)
      apart += Math.abs((p[c] as number) - (q[c] as number));
    return apart / 2;
  });
}

/** The newest evaluations of two networks that looked at the same samples; null where there are none. */
export function sameSamples(a: LaneView, b: LaneView): { a: EvaluationPoint; b: EvaluationPoint } | null {
  for (const x of a.evaluations.toReversed())
    for (const y of b.evaluations.toReversed()) if (x.test.samples === y.test.samples) return { a: x, b: y };
  return null;
}

/** Share of right samples of each class, from a confusion matrix; null for a class without samples. */
export function classAccuracies(confusion: readonly number[], classes: number): (number | null)[] {
  return Array.from({ length: classes }, (_, i) => {
    const row = confusion.slice(i * classes, (i + 1) * classes);
    const all = row.reduce((sum, n) => sum + n, 0);
    return all > 0 ? (row[i] as number) / all : null;
  });
}

/** Expected calibration error of bins: the gap of confidence and accuracy, weighted by samples. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const samples = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, b) => sum + b.count * Math.abs(b.confidence - b.accuracy), 0) / samples;
}
