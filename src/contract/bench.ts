// What crosses between the page and the worker that compares engines: who may take part, rows, commands and events.

/** The workloads a visitor can choose from, as `src/bench/workloads.ts` names them. */
export const BENCH_WORKLOADS = ['spirals-mlp', 'digits-mlp', 'digits-cnn'] as const;
export type BenchWorkload = (typeof BENCH_WORKLOADS)[number];

/** The engine that all are compared with. */
export const OURS = 'ours-captured';
/** The engines a visitor can choose from, as `src/bench/engines.ts` names them. */
export const BENCH_ENGINES = [
  OURS,
  'ours-cached',
  'ours-eager',
  'tfjs-webgpu',
  'tfjs-webgl',
  'tfjs-wasm',
  'jax-js',
] as const;
export type BenchEngine = (typeof BENCH_ENGINES)[number];

/** One engine on one workload. */
export interface BenchRow {
  readonly workload: string;
  readonly engine: string;
  readonly batch: number;
  /** `checked`: timed, and its losses agree. `disagrees`: its losses do not. `absent`: it does not run here. */
  readonly state: 'checked' | 'disagrees' | 'absent';
  /** Milliseconds a step in each round; engines with the same number stood next to each other. */
  readonly rounds: readonly number[];
  /** Median over the rounds, and the fastest and slowest of them. */
  readonly msPerStep: number | null;
  readonly spread: readonly [min: number, max: number] | null;
  /** JavaScript's time a step, median over the rounds. */
  readonly hostMsPerStep: number | null;
  /** Null where they do not pass WebGPU. */
  readonly dispatchesPerStep: number | null;
  /** Steps of one round. */
  readonly steps: number | null;
  /** Of the last step that is compared. */
  readonly loss: number | null;
  /** Largest difference of the compared losses from the reference's, relative. */
  readonly difference: number | null;
  /** Why it is absent or disagrees. */
  readonly note: string | null;
}

/** A row beside ours. */
export interface ComparedRow extends BenchRow {
  /** How many times as long it takes as ours on the same workload; null where one of them does not count. */
  readonly timesOurs: number | null;
}

/** The one command: compare these. A worker compares once and is ended. */
export interface BenchCommand {
  readonly type: 'compare';
  readonly workloads: readonly BenchWorkload[];
  readonly engines: readonly BenchEngine[];
}

export type BenchEvent =
  /** First: what WebGPU runs on. `name` is null where there is none, and then `why` says why. */
  | {
      readonly type: 'adapter';
      readonly name: string | null;
      readonly software: boolean;
      readonly why: string | null;
    }
  /** What is under way, for the eye. */
  | { readonly type: 'doing'; readonly what: string }
  /** All rows of one workload. */
  | { readonly type: 'rows'; readonly rows: readonly ComparedRow[] }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason: string };
