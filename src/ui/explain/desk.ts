// What the looks at samples share, so that a sample or a subset found in one is there in the next: the chosen sample,
// the subset, and the pictures that were fetched. It belongs to the data of a run and outlives a reset.
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LoadedRun } from '../../contract/protocol.ts';
import type { SampleSet } from '../../contract/questions.ts';

export interface Place {
  readonly set: SampleSet;
  readonly index: number;
}

export interface Subset {
  readonly set: SampleSet;
  /** Ascending. */
  readonly indices: readonly number[];
}

export interface Desk {
  readonly chosen: Place;
  readonly subset: Subset | null;
  /** Whether viewer and comparison show the subset alone. */
  readonly only: boolean;
}

interface Kept {
  readonly key: string;
  readonly store: StoreApi<Desk>;
  /** Values by set and place. */
  readonly pictures: Map<string, Float32Array>;
}

let kept: Kept | null = null;

function keptOf({ setup, counts }: LoadedRun): Kept {
  const key = JSON.stringify([setup.data, setup.seed, counts]);
  if (kept?.key !== key) {
    const start: Desk = { chosen: { set: 'test', index: 0 }, subset: null, only: false };
    kept = { key, store: createStore(() => start), pictures: new Map() };
  }
  return kept;
}

export const useDesk = (run: LoadedRun): Desk => useStore(keptOf(run).store);

export const changeDesk = (run: LoadedRun, change: Partial<Desk>): void => keptOf(run).store.setState(change);

export const picturesOf = (run: LoadedRun): Map<string, Float32Array> => keptOf(run).pictures;

/** What a look shows of a set: the subset where it is of that set and nothing else is wanted, else everything. */
export function onlyIn({ subset, only }: Desk, set: SampleSet): ReadonlySet<number> | null {
  return only && subset?.set === set ? new Set(subset.indices) : null;
}

export const countOf = ({ counts }: LoadedRun, set: SampleSet): number =>
  set === 'train' ? counts.labeled + counts.pool : counts[set];
