// What the command line runs, in a browser's page or in Node: each takes plain options and gives plain results. They
// load what they need when they run, because the stock backends must be there before ours.
import type { BenchOptions } from './bench.ts';
import type { LongRunOptions, SweepOptions } from './sweep.ts';
import type { Place } from './trainer.ts';

type Say = (what: string) => void;

export const programs = {
  adapterOf: async (place: Place) => (await import('./bench.ts')).adapterOf(place),
  bench: async (options: BenchOptions, say: Say) => (await import('./bench.ts')).bench(options, say),
  sweeps: async (options: SweepOptions, say: Say) => (await import('./sweep.ts')).sweeps(options, say),
  longRun: async (options: LongRunOptions, say: Say) => (await import('./sweep.ts')).longRun(options, say),
};

export type Programs = typeof programs;
