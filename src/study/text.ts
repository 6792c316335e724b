// Results over seeds in words: shares as percent, with their spread, and differences with their interval.
import type { Paired } from './statistics.ts';
import type { Summary } from './summary.ts';

export const percent = (x: number, digits = 2): string => (100 * x).toFixed(digits);

export function meanAndSpread({ mean, std }: Summary): string {
  return std === null ? `${percent(mean)} (one seed)` : `${percent(mean)} ± ${percent(std)}`;
}

export function differenceAndInterval(
  { mean, interval }: Paired,
  format = (x: number) => percent(x),
): string {
  const signed = (x: number) => `${x >= 0 ? '+' : '−'}${format(Math.abs(x))}`;
  return interval ? `${signed(mean)} [${signed(interval[0])}, ${signed(interval[1])}]` : signed(mean);
}

export const seedsInWords = ({ seed, seeds }: { readonly seed: number; readonly seeds: number }): string =>
  seeds === 1 ? `one seed (${seed})` : `${seeds} seeds (${seed}–${seed + seeds - 1})`;
