// Comparing methods over seeds: paired differences with their intervals.
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { type Summary, summary } from './summary.ts';

export interface Paired extends Summary {
  /** 95 % interval of the mean difference by Student's t; null with one seed. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** The differences a − b, seed by seed: same start, same batches, so that what the seed does cancels. */
export function paired(a: readonly number[], b: readonly number[]): Paired {
  if (a.length !== b.length)
    throw new Error(`Pairs need equally many numbers, got ${a.length} and ${b.length}.`);
  const { n, mean, std } = summary(a.map((v, i) => v - (b[i] as number)));
  if (std === null) return { n, mean, std, interval: null };
  const half = (quantile(0.975, n - 1) * std) / Math.sqrt(n);
  return { n, mean, std, interval: [mean - half, mean + half] };
}
