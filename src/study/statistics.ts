// Comparing methods over seeds: paired differences with their intervals.
import { type Summary, summary } from './summary.ts';

/**
 * The 97.5 % quantile of Student's t with 1, 2, … degrees of freedom, as many as seeds can have; made and tested with
 * @stdlib, whose probing of the language the page's policy forbids.
 */
const T_975: readonly number[] = [
  12.706204736, 4.30265273, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135,
  2.262157163, 2.228138852, 2.20098516, 2.17881283, 2.160368656, 2.144786688, 2.131449546, 2.119905299,
  2.109815578, 2.10092204, 2.093024054, 2.085963447, 2.079613845, 2.073873068, 2.06865761, 2.063898562,
  2.059538553, 2.055529439, 2.051830516, 2.048407142, 2.045229642, 2.042272456, 2.039513446,
];

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
  const t = T_975[n - 2];
  if (t === undefined) throw new Error(`Intervals are known for up to ${T_975.length + 1} seeds, got ${n}.`);
  const half = (t * std) / Math.sqrt(n);
  return { n, mean, std, interval: [mean - half, mean + half] };
}
