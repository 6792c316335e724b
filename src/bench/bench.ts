// The benchmark: trains the same workloads with every engine, checks that they compute the same, and times them in
// turn. It names no thread and no place: the page, a worker and Node all call it.
import { countDispatches } from './dispatches.ts';
import { ENGINES, type EngineId } from './engines.ts';
import { rounds, stepsFor } from './measure.ts';
import { AGREEMENT, disagreement, median, type Report, type Row } from './report.ts';
import type { Place, Trainer } from './trainer.ts';
import type { Workload, WorkloadSpec } from './workload.ts';

export interface BenchOptions extends Place {
  readonly workloads: readonly WorkloadSpec[];
  readonly engines: readonly EngineId[];
  /** Times that every engine has its turn. */
  readonly rounds: number;
  /** How long one turn lasts, in milliseconds; a turn has at least one step. */
  readonly budgetMs: number;
}

/** Steps whose losses are compared, the first ones. */
export const CHECKED_STEPS = 4;

/** Runs the benchmark; `say` hears what is under way. */
export async function bench(options: BenchOptions, say: (what: string) => void): Promise<Row[]> {
  await import('./stock.ts'); // before any kernel of ours is registered
  const { makeWorkload } = await import('./workload.ts');
  const rows: Row[] = [];
  for (const spec of options.workloads) {
    say(`${spec.id}: reference`);
    const workload = makeWorkload(spec);
    const reference = await referenceOf(workload, options);
    rows.push(...(await compare(workload, reference, options, say)));
  }
  return rows;
}

/** The adapter that WebGPU gives here. Throws a sentence where there is none. */
export async function adapterOf(place: Place): Promise<Pick<Report, 'adapter' | 'software'>> {
  await import('./stock.ts');
  const { bootOurs } = await import('./engines/ours.ts');
  const { engine } = await bootOurs('webgpu', place);
  return { adapter: engine.adapter, software: engine.software };
}

/** The losses that all must have: TensorFlow.js on the processor, in plain JavaScript. */
async function referenceOf(workload: Workload, place: Place): Promise<number[]> {
  const { startTfjs } = await import('./engines/tfjs.ts');
  const trainer = await startTfjs('cpu')(workload, place);
  const { losses } = await firstSteps(trainer, false);
  trainer.dispose();
  return losses;
}

/** The losses of the first steps, and of the last of them how long it took and, if asked, how many dispatches. */
async function firstSteps(trainer: Trainer, counted: boolean) {
  const losses: number[] = [];
  let msPerStep = 0;
  let dispatches: number | null = null;
  await trainer.enter();
  for (let k = 0; k < CHECKED_STEPS; k++) {
    const began = performance.now();
    if (counted) dispatches = countDispatches(() => trainer.steps(1));
    else trainer.steps(1);
    losses.push(await trainer.loss());
    msPerStep = performance.now() - began;
  }
  return { losses, msPerStep, dispatches };
}

type Runner = { readonly trainer: Trainer; readonly steps: number; readonly row: Row };

/** One workload with all engines. */
async function compare(
  workload: Workload,
  reference: readonly number[],
  options: BenchOptions,
  say: (what: string) => void,
): Promise<Row[]> {
  const runners: Runner[] = [];
  const rows = new Map<EngineId, Row>();
  for (const engine of options.engines) {
    say(`${workload.id}: ${engine}`);
    try {
      const runner = await startOne(workload, engine, reference, options);
      rows.set(engine, runner.row);
      runners.push(runner);
    } catch (error) {
      rows.set(engine, { ...emptyRow(workload, engine), note: sentence(error) });
    }
  }
  const timed = await rounds(runners, options.rounds, (round) =>
    say(`${workload.id}: round ${round} of ${options.rounds}`),
  );
  for (const [i, { trainer, row }] of runners.entries()) {
    const stretches = timed[i] ?? [];
    const ms = stretches.map(({ msPerStep }) => msPerStep);
    rows.set(row.engine as EngineId, {
      ...row,
      rounds: ms,
      msPerStep: median(ms),
      spread: [Math.min(...ms), Math.max(...ms)],
      hostMsPerStep: median(stretches.map(({ hostMsPerStep }) => hostMsPerStep)),
    });
    await trainer.enter();
    trainer.dispose();
  }
  return [...rows.values()];
}

/** Starts an engine, compares its first losses, counts its dispatches and finds how many steps a turn has. */
async function startOne(
  workload: Workload,
  engine: EngineId,
  reference: readonly number[],
  options: BenchOptions,
): Promise<Runner> {
  const { load, webgpu } = ENGINES[engine];
  const trainer = await (await load())(workload, options);
  try {
    const { losses, msPerStep, dispatches } = await firstSteps(trainer, webgpu);
    const off = disagreement(losses, reference);
    const agrees = off <= AGREEMENT;
    const steps = await stepsFor(trainer, options.budgetMs, msPerStep);
    const row: Row = {
      ...emptyRow(workload, engine),
      state: agrees ? 'checked' : 'disagrees',
      dispatchesPerStep: dispatches,
      steps,
      loss: losses.at(-1) ?? null,
      difference: off,
      note: agrees
        ? null
        : `Its losses are ${losses.join(', ')}, those of the reference ${reference.join(', ')}.`,
    };
    return { trainer, steps, row };
  } catch (error) {
    trainer.dispose();
    throw error;
  }
}

function emptyRow({ id, batch }: Workload, engine: EngineId): Row {
  return {
    workload: id,
    engine,
    batch,
    state: 'absent',
    rounds: [],
    msPerStep: null,
    spread: null,
    hostMsPerStep: null,
    dispatchesPerStep: null,
    steps: null,
    loss: null,
    difference: null,
    note: null,
  };
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').slice(0, 300);
}
