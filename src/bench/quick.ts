// The benchmark as the page offers it: few and short turns, so that it ends soon on a software adapter too.
import type { BenchCommand, BenchEvent } from '../contract/bench.ts';
import { adapterOf, bench } from './bench.ts';
import { timesOurs } from './report.ts';
import { workloads } from './workloads.ts';

const ROUNDS = 3;
const TURN_MS = 150;

/** Compares what is asked for, one workload after the other; `post` hears each as soon as it is done. */
export async function quick({ workloads: ids, engines }: BenchCommand, post: (event: BenchEvent) => void) {
  try {
    post({ type: 'adapter', ...(await adapter()) });
    for (const spec of workloads(true, false).filter(({ id }) => ids.some((asked) => asked === id))) {
      const options = { workloads: [spec], engines, rounds: ROUNDS, budgetMs: TURN_MS };
      const rows = await bench(options, (what) => post({ type: 'doing', what }));
      post({ type: 'rows', rows: rows.map((row) => ({ ...row, timesOurs: timesOurs(row, rows) })) });
    }
    post({ type: 'done' });
  } catch (error) {
    post({ type: 'failed', reason: sentence(error) });
  }
}

/** Where there is no WebGPU, other engines still run. */
async function adapter() {
  try {
    const { adapter: name, software } = await adapterOf({});
    return { name, software, why: null };
  } catch (error) {
    return { name: null, software: false, why: sentence(error) };
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
