// How the cost of our recorded step grows with steps, samples, lanes, seeds and classes, and whether memory stays flat.
import * as tf from '@tensorflow/tfjs-core';
import { startOurs } from './engines/ours.ts';
import { rounds, stepsFor, stretch } from './measure.ts';
import type { Place, Trainer } from './trainer.ts';
import { makeWorkload, type WorkloadSpec } from './workload.ts';
import { workloads } from './workloads.ts';

export interface Series {
  /** The network. */
  readonly name: string;
  /** The fastest of the rounds. */
  readonly points: readonly { readonly x: number; readonly msPerStep: number }[];
}

export interface Sweep {
  /** What grows along x. */
  readonly what: string;
  readonly series: readonly Series[];
}

export interface Memory {
  /** What TensorFlow.js's buffer manager holds on the GPU, in use or kept for reuse. */
  readonly gpuBytes: number;
  /** Null where it cannot be told. */
  readonly heapBytes: number | null;
}

/** A long run: memory before it, and at places on the way what a step took since the place before. */
export interface LongRun {
  readonly before: Memory;
  readonly milestones: readonly ({ readonly step: number; readonly msPerStep: number } & Memory)[];
}

export interface SweepOptions extends Place {
  readonly rounds: number;
  readonly budgetMs: number;
}

const start = startOurs({ backend: 'webgpu', captured: true, cached: false });
const [spirals, digits] = workloads(true, true) as [WorkloadSpec, WorkloadSpec];

const lanes = (base: WorkloadSpec, count: number): WorkloadSpec => ({
  ...base,
  lanes: Array.from({ length: count }, (_, i) => ({ T: 1 + i, alpha: 0.9 })),
});
const seeds = (base: WorkloadSpec, count: number): WorkloadSpec => ({ ...base, seeds: count });

/** What grows, from what to what, on which networks. */
const PLANS: readonly {
  readonly what: string;
  readonly xs: readonly number[];
  readonly bases: readonly WorkloadSpec[];
  readonly at: (base: WorkloadSpec, x: number) => WorkloadSpec;
}[] = [
  {
    what: 'training samples',
    xs: [256, 1024, 4096, 16_384, 65_536],
    bases: [spirals],
    at: (base, x) => ({ ...base, samples: x }),
  },
  { what: 'lanes', xs: [1, 2, 4, 8], bases: [spirals, digits], at: lanes },
  { what: 'seeds', xs: [1, 2, 4, 8, 16, 24], bases: [spirals, digits], at: seeds },
  {
    what: 'classes',
    xs: [2, 5, 10, 20, 50, 100],
    bases: [spirals],
    at: (base, x) => ({ ...base, classes: x }),
  },
];

/** Sweeps over everything but steps; the points of a series take turns. */
export async function sweeps(options: SweepOptions, say: (what: string) => void): Promise<Sweep[]> {
  const results: Sweep[] = [];
  for (const { what, xs, bases, at } of PLANS) {
    const series: Series[] = [];
    for (const base of bases) {
      say(`${what}: ${base.id}`);
      series.push({ name: base.id, points: await seriesOf(xs, (x) => at(base, x), options) });
    }
    results.push({ what, series });
  }
  return results;
}

async function seriesOf(
  xs: readonly number[],
  specAt: (x: number) => WorkloadSpec,
  options: SweepOptions,
): Promise<Series['points']> {
  const runners: { trainer: Trainer; steps: number }[] = [];
  try {
    for (const x of xs) {
      const trainer = await start(makeWorkload(specAt(x)), options);
      runners.push({ trainer, steps: 1 });
    }
    for (const runner of runners) {
      const { msPerStep } = await stretch(runner.trainer, 1);
      runner.steps = await stepsFor(runner.trainer, options.budgetMs, msPerStep);
    }
    const taken = await rounds(runners, options.rounds, () => {});
    return xs.map((x, i) => ({
      x,
      msPerStep: Math.min(...(taken[i] ?? []).map((round) => round.msPerStep)),
    }));
  } finally {
    for (const { trainer } of runners) trainer.dispose();
  }
}

export interface LongRunOptions extends Place {
  readonly steps: number;
  /** How many places are looked at, evenly spread. */
  readonly milestones: number;
}

/** Steps that are issued before anybody waits: the queue of the GPU must not grow with the run. */
const STRIDE = 500;

/** Many recorded steps of the spirals, with the memory they hold on the way. */
export async function longRun(
  { steps, milestones, ...place }: LongRunOptions,
  say: (what: string) => void,
): Promise<LongRun> {
  const trainer = await start(makeWorkload(spirals), place);
  await stretch(trainer, 1);
  const before = memory();
  const passed: LongRun['milestones'][number][] = [];
  let done = 0;
  for (let i = 1; i <= milestones; i++) {
    const step = Math.round((steps * i) / milestones);
    const from = done;
    const began = performance.now();
    while (done < step) {
      const count = Math.min(STRIDE, step - done);
      await stretch(trainer, count);
      done += count;
    }
    passed.push({ step, msPerStep: (performance.now() - began) / (step - from), ...memory() });
    say(`step ${step} of ${steps}`);
  }
  trainer.dispose();
  return { before, milestones: passed };
}

/** What is held now; the heap after a collection where one can be asked for. */
function memory(): Memory {
  const { numBytesAllocatedInGPU } = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
  const here = globalThis as unknown as {
    gc?: () => void;
    performance: { memory?: { usedJSHeapSize: number } };
    process?: { memoryUsage(): { heapUsed: number } };
  };
  here.gc?.();
  return {
    gpuBytes: numBytesAllocatedInGPU,
    heapBytes: here.performance.memory?.usedJSHeapSize ?? here.process?.memoryUsage().heapUsed ?? null,
  };
}
