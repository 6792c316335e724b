// What a benchmark says: rows as plain JSON, and the rules by which a row counts.
import { OURS, type BenchRow as Row } from '../contract/bench.ts';

export type { Row };

export interface Report {
  readonly rows: readonly Row[];
  /** What every workload is, by its id. */
  readonly workloads: Readonly<Record<string, string>>;
  readonly adapter: string;
  readonly software: boolean;
  /** Browser or Node with its version. */
  readonly browser: string;
  readonly date: string;
  readonly revision: string;
}

/** Largest difference between losses, relative to the reference. */
export const AGREEMENT = 1e-3;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) throw new Error('There is no median of no numbers.');
  if (sorted.length % 2) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * How many times as long one row takes as another: the median over the rounds, each compared with the same round of the
 * other, so that what else the machine does falls out. Null where one was not timed.
 */
export function ratio(a: Row | undefined, b: Row | undefined): number | null {
  if (!a || !b || a.rounds.length === 0 || a.rounds.length !== b.rounds.length) return null;
  return median(a.rounds.map((ms, round) => ms / (b.rounds[round] as number)));
}

/** How many times as long a row takes as ours on the same workload; null where one of them does not count. */
export function timesOurs(row: Row, rows: readonly Row[]): number | null {
  const ours = rows.find((r) => r.workload === row.workload && r.engine === OURS);
  return row.state === 'checked' && ours?.state === 'checked' ? ratio(row, ours) : null;
}

/** The largest difference of losses from those of the reference at the same steps, relative; NaN where one is none. */
export function disagreement(losses: readonly number[], reference: readonly number[]): number {
  if (losses.length !== reference.length || losses.length === 0)
    throw new Error(`${losses.length} losses cannot be compared with ${reference.length}.`);
  let worst = 0;
  for (const [i, loss] of losses.entries()) {
    const wanted = reference[i] as number;
    const off = Math.abs(loss - wanted) / Math.abs(wanted);
    if (!(off <= worst)) worst = off; // NaN stays
    if (Number.isNaN(worst)) return worst;
  }
  return worst;
}

/** Whether a benchmark may be believed: no row disagrees, and ours runs everywhere it should. */
export function sound({ rows }: Pick<Report, 'rows'>): boolean {
  return rows.every(
    ({ state, engine }) => state !== 'disagrees' && !(state === 'absent' && engine.startsWith('ours-')),
  );
}
