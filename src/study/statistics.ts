// Comparing methods over seeds: means, spreads, and paired differences with their intervals.
import quantile from '@stdlib/stats-base-dists-t-quantile';

export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation over seeds (n − 1); null with one seed. */
  readonly std: number | null;
}

export interface Paired extends Summary {
  /** 95 % interval of the mean difference by Student's t; null with one seed. */
  readonly interval: readonly [low: number, high: number] | null;
}

export function summary(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error('A summary needs at least one number.');
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const std = n > 1 ? Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1)) : null;
  return { n, mean, std };
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
