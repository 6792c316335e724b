// The benchmark as the page sees it: starts its worker, folds its events, ends it. It is loaded when it is shown, and
// outlives the panel that shows it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import workerUrl from '../bench/worker.ts?worker&url';
import type { BenchCommand, BenchEvent, ComparedRow } from '../contract/bench.ts';
import { listenTo, startWorker, type WorkerLike } from './threads.ts';

export interface BenchState {
  readonly status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly adapter: Extract<BenchEvent, { type: 'adapter' }> | null;
  /** What is under way. */
  readonly doing: string | null;
  /** Of the workloads that are done. */
  readonly rows: readonly ComparedRow[];
  /** Why it failed. */
  readonly reason: string | null;
}

export const IDLE: BenchState = { status: 'idle', adapter: null, doing: null, rows: [], reason: null };

export function fold(state: BenchState, event: BenchEvent): BenchState {
  switch (event.type) {
    case 'adapter':
      return { ...state, adapter: event };
    case 'doing':
      return { ...state, doing: event.what };
    case 'rows':
      return { ...state, rows: [...state.rows, ...event.rows] };
    case 'done':
      return { ...state, status: 'done', doing: null };
    case 'failed':
      return { ...state, status: 'failed', doing: null, reason: event.reason };
  }
}

export type Bench = ReturnType<typeof createBench>;

export function createBench(make: () => WorkerLike = () => startWorker(workerUrl, 'stillroom-bench')) {
  const store: StoreApi<BenchState> = createStore(() => IDLE);
  let worker: WorkerLike | null = null;

  const end = () => {
    worker?.terminate();
    worker = null;
  };
  const hear = (event: BenchEvent) => {
    store.setState((state) => fold(state, event));
    if (event.type === 'done' || event.type === 'failed') end();
  };
  const fail = (reason: string) => hear({ type: 'failed', reason });

  return {
    store,
    /** Forgets what was measured and compares anew. */
    start(choice: Omit<BenchCommand, 'type'>) {
      end();
      store.setState({ ...IDLE, status: 'running' });
      worker = listenTo(make, 'The benchmark', { hear, fail });
      worker?.postMessage({ type: 'compare', ...choice } satisfies BenchCommand);
    },
    /** Ends it at once; the workloads that are done stay. */
    cancel() {
      if (!worker) return;
      end();
      store.setState({ status: 'cancelled', doing: null });
    },
  };
}
