// What the benchmark is aimed at, and whether it was reached. No test depends on it: these are times.
import { type Report, type Row, ratio } from './report.ts';

export interface Bar {
  readonly workload: string;
  readonly what: string;
  /** Null where a row it needs is missing or was not checked. */
  readonly reached: number | null;
  readonly wanted: number;
  /** Whether more is better. */
  readonly atLeast: boolean;
  readonly holds: boolean | null;
}

/** How many times as fast ours must be: [workload, engine, on a software adapter, on a GPU]; 0 where nothing is asked. */
const RATIOS: readonly (readonly [string, string, number, number])[] = [
  ['spirals-mlp', 'jax-js', 8, 3],
  ['spirals-mlp', 'tfjs-webgpu', 80, 20],
  ['digits-mlp', 'jax-js', 2, 3],
  ['digits-mlp', 'tfjs-webgpu', 10, 20],
  ['digits-cnn', 'jax-js', 0, 3],
  ['digits-cnn', 'tfjs-webgpu', 45, 10],
  ['detector', 'tfjs-webgpu', 10, 10],
];
const DISPATCHES: readonly (readonly [string, number])[] = [
  ['spirals-mlp', 16],
  ['digits-mlp', 16],
  ['digits-cnn', 26],
  ['colour-cnn', 34],
];
const HOST_MS = 0.1;
/** Eight lanes against one, on a GPU, where independent dispatches overlap. */
const EIGHT_LANES = 3;

/** The bars of the workloads that were run. */
export function barsOf({ rows, software }: Pick<Report, 'rows' | 'software'>): Bar[] {
  const ran = new Set(rows.map(({ workload }) => workload));
  const row = (workload: string, engine: string): Row | undefined =>
    rows.find((r) => r.workload === workload && r.engine === engine && r.state === 'checked');
  const bars: Bar[] = [];
  const add = (workload: string, what: string, reached: number | null, wanted: number, atLeast: boolean) => {
    if (!ran.has(workload) || wanted === 0) return;
    const holds = reached === null ? null : atLeast ? reached >= wanted : reached <= wanted;
    bars.push({ workload, what, reached, wanted, atLeast, holds });
  };
  for (const [workload, engine, onSoftware, onGpu] of RATIOS) {
    const reached = ratio(row(workload, engine), row(workload, 'ours-captured'));
    add(workload, `times as fast as ${engine}`, reached, software ? onSoftware : onGpu, true);
  }
  for (const [workload, wanted] of DISPATCHES) {
    const ours = row(workload, 'ours-captured');
    add(workload, 'dispatches a step', ours?.dispatchesPerStep ?? null, wanted, false);
    add(workload, 'ms of JavaScript a step', ours?.hostMsPerStep ?? null, HOST_MS, false);
  }
  for (const workload of ['spirals-mlp', 'digits-mlp']) {
    const reached = ratio(row(workload, 'tfjs-wasm'), row(workload, 'ours-wasm'));
    add(workload, 'on WASM: times as fast as tfjs-wasm', reached, 1, true);
  }
  if (!software) {
    const reached = ratio(row('eight-lanes', 'ours-captured'), row('digits-mlp', 'ours-captured'));
    add('eight-lanes', 'times as long as one lane', reached, EIGHT_LANES, false);
  }
  return bars;
}
