// Evaluations of several seeds as one, and their place in the history of a lane.
import type { CalibrationBin, Evaluation, Precision } from '../contract/protocol.ts';
import { summary } from '../study/summary.ts';
import type { EvaluationPoint } from './lane-view.ts';

export const MAX_EVALUATIONS = 500;

/** The mean over seeds; null where there is none. A number that one seed lacks, the mean lacks. */
export function meanEvaluation(seeds: readonly Evaluation[]): Evaluation | null {
  const [first] = seeds;
  if (!first) return null;
  const mean = (pick: (evaluation: Evaluation) => number) =>
    seeds.reduce((sum, e) => sum + pick(e), 0) / seeds.length;
  const meanOrNull = (pick: (evaluation: Evaluation) => number | null) =>
    seeds.some((e) => pick(e) === null) ? null : mean((e) => pick(e) as number);
  return {
    samples: first.samples,
    accuracy: mean((e) => e.accuracy),
    loss: mean((e) => e.loss),
    agreement: meanOrNull((e) => e.agreement),
    kl: meanOrNull((e) => e.kl),
    calibration: mean((e) => e.calibration),
    bins: pooledBins(seeds),
    confusion: first.confusion.map((_, i) => mean((e) => e.confusion[i] ?? 0)),
    ...(first.precision && { precision: meanPrecision(seeds.flatMap(({ precision }) => precision ?? [])) }),
  };
}

/** Of each number the mean over seeds; null where one seed has none. */
function meanPrecision(seeds: readonly Precision[]): Precision {
  const mean = (of: (seed: Precision) => number | null | undefined) => {
    const values = seeds.map(of);
    return values.some((value) => value === null || value === undefined)
      ? null
      : (values as number[]).reduce((a, b) => a + b, 0) / values.length;
  };
  const [first] = seeds as [Precision];
  return {
    ap: mean(({ ap }) => ap),
    ap50: mean(({ ap50 }) => ap50),
    ap75: mean(({ ap75 }) => ap75),
    small: mean(({ small }) => small),
    medium: mean(({ medium }) => medium),
    large: mean(({ large }) => large),
    byClass: first.byClass.map((_, i) => mean(({ byClass }) => byClass[i])),
    curve: first.curve.map((_, i) => mean(({ curve }) => curve[i]) ?? 0),
  };
}

/** The bins of all seeds together: a bin counts by its samples, not by its seeds. */
function pooledBins(seeds: readonly Evaluation[]): CalibrationBin[] {
  return (seeds[0]?.bins ?? []).map((_, i) => {
    const bins = seeds.flatMap((seed) => seed.bins[i] ?? []);
    const count = bins.reduce((sum, bin) => sum + bin.count, 0);
    const mean = (of: 'confidence' | 'accuracy') =>
      count === 0 ? 0 : bins.reduce((sum, bin) => sum + bin.count * bin[of], 0) / count;
    return { count, confidence: mean('confidence'), accuracy: mean('accuracy') };
  });
}

/** Standard deviation over seeds (n − 1) of a number of theirs; null with one seed. */
export const deviationOver = (
  seeds: readonly Evaluation[],
  value: (evaluation: Evaluation) => number,
): number | null => (seeds.length === 0 ? null : summary(seeds.map(value)).std);

/**
 * The history with one more point. What the run goes over again is replaced; at the last step an interim point,
 * which belongs to the curve, may stand before a whole one. When it grows long, every other interim point goes;
 * first and last stay.
 */
export function insertEvaluation(
  history: readonly EvaluationPoint[],
  point: EvaluationPoint,
): EvaluationPoint[] {
  const before = (p: EvaluationPoint) =>
    p.step < point.step || (p.step === point.step && point.whole && !p.whole);
  const all = [...history.filter(before), point];
  if (all.length <= MAX_EVALUATIONS) return all;
  return all.filter((p, i) => i % 2 === 0 || p.whole || i === all.length - 1);
}
