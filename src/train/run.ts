// A run as an async generator of events: pause is not pulling, step is pulling once, stop is `return()`.
import * as tf from '@tensorflow/tfjs-core';
import { sentenceOf } from '../contract/own-code.ts';
import type { Phase } from '../contract/phases.ts';
import { type EngineEvent, FAULTS, RATE } from '../contract/protocol.ts';
import { attempt } from '../gpu/attempt.ts';
import { settled } from '../gpu/readback.ts';
import type { Experiment, SavedRun } from './experiment.ts';
import type { Lane } from './lane.ts';
import { Replays } from './replays.ts';
import { settle } from './settling.ts';

export type RunEvent =
  | Extract<EngineEvent, { type: 'metrics' | 'evaluation' | 'stopped' | 'stepping' | 'faults' }>
  /** All lanes of the phase have taken this step. */
  | { readonly type: 'stepped'; readonly phase: Phase; readonly step: number }
  | { readonly type: 'saved'; readonly saved: SavedRun };

/** What only a clock can know; it never changes what is computed. */
export interface Due {
  /** Whether the page wants numbers now. */
  metrics(): boolean;
  /** Whether the last snapshot is too old. */
  snapshot(): boolean;
  /** How many steps one submit may hold; the numbers do not depend on it. */
  steps(): number;
  /** The GPU has done all steps up to this one. */
  landed(step: number): void;
}

/** For programs that want the end and nothing on the way. */
export const NEVER_DUE: Due = {
  metrics: () => false,
  snapshot: () => false,
  steps: () => 16,
  landed: () => {},
};

/** Evaluations a run, unless asked otherwise: the last one sees all of the sets. */
const LOOKS = 20;
/** Steps the GPU may lag behind. */
const IN_FLIGHT = 2;

/**
 * Trains the teacher where it must be trained, then the networks between, then all lanes in lock-step, from where the experiment is.
 * Evaluations come at fixed steps; metrics and snapshots when they are due.
 * @param whole whether every look at students that have learned is at all samples, and not the last one alone
 */
export async function* run(
  experiment: Experiment,
  due: Due,
  looks = LOOKS,
  whole = false,
): AsyncGenerator<RunEvent> {
  yield* compile(experiment);
  await experiment.compileAhead();
  if (experiment.position.phase === 'teacher') {
    yield* train(experiment, 'teacher', due, looks);
    if (experiment.teacher.stopped) return;
    experiment.position = { phase: experiment.after('teacher'), step: 0 };
  }
  while (experiment.position.phase !== 'students') {
    const { phase } = experiment.position;
    yield* between(experiment, phase, due, looks);
    experiment.position = { phase: experiment.after(phase), step: 0 };
  }
  if (experiment.position.step === 0) {
    yield* leave(experiment, 'students');
    yield* look(experiment, [experiment.teacher], 0, true);
    if (experiment.teacher.stopped) return;
    await settle(experiment);
    yield* look(experiment, experiment.lanes, 0, false);
  }
  yield* train(experiment, 'students', due, looks, whole);
}

/** A phase of networks from which the students will learn. */
async function* between(
  experiment: Experiment,
  phase: Phase,
  due: Due,
  looks: number,
): AsyncGenerator<RunEvent> {
  if (experiment.position.step === 0) {
    yield* leave(experiment, phase);
    yield* look(experiment, experiment.active(phase), 0, false);
  }
  if (experiment.active(phase).length > 0) yield* train(experiment, phase, due, looks);
}

/** Whoever learns from a network that has stopped does not begin. */
function* leave(experiment: Experiment, phase: Phase): Generator<RunEvent> {
  for (const lane of experiment.active(phase)) {
    const gone = experiment.stages.find(
      ({ plan, lane: mentor }) => mentor.stopped !== null && experiment.needs(lane, plan),
    );
    if (gone)
      yield stop(lane, 0, `${gone.plan.title.en}, from which it learns, stopped. ${gone.lane.stopped}`);
  }
}

/** Lanes with code of their own that does not compile here stop before they begin. */
async function* compile(experiment: Experiment): AsyncGenerator<RunEvent> {
  for (const lane of experiment.active('students')) {
    const [problem] = await lane.compile();
    if (problem) yield stop(lane, experiment.position.step, `Its own code: ${sentenceOf(problem)}`);
  }
}

async function* train(
  experiment: Experiment,
  phase: Phase,
  due: Due,
  looks: number,
  whole = false,
): AsyncGenerator<RunEvent> {
  const total = experiment.stepsIn(phase);
  const every = Math.max(1, Math.round(total / looks));
  const flights: Promise<void>[] = [];
  const replays = new Replays(experiment, phase);
  try {
    while (experiment.position.step < total) {
      const first = experiment.position.step + 1;
      const nextLook = Math.min(total, every * Math.ceil(first / every));
      const prepare = () => experiment.prepare(phase, first);
      const untried = experiment.active(phase).some((lane) => !lane.tried);
      const refused = untried ? await attempt(prepare, true) : prepare();
      if (refused) {
        for (const lane of experiment.active(phase)) yield stop(lane, first, refused);
        return;
      }
      // Not before there are two points of every curve: making and checking it takes its time.
      const recording = experiment.position.step < 2 ? null : await replays.ready();
      if (replays.news) yield replays.tell();
      const step = recording
        ? Math.min(experiment.preparedUntil(phase, first, nextLook), first + due.steps() - 1)
        : first;
      if (recording) recording.replay(step - first + 1);
      else yield* takeStep(experiment, phase, step);
      experiment.took(phase, step);
      const last = step === total;
      const looking = step === nextLook;
      const saving = due.snapshot() || last;
      // A snapshot comes after the numbers of its steps: whoever goes on from it does not get them again.
      if (looking || saving || due.metrics() || experiment.full(phase))
        yield* metrics(experiment, phase, step);
      // Where looks see a part, the last one is taken like the others, for the curve, and then once over all samples.
      if (looking && looks > 1 && !(last && whole))
        yield* look(experiment, experiment.active(phase), step, whole);
      if (last) yield* look(experiment, experiment.active(phase), step, true);
      if (saving) yield { type: 'saved', saved: await experiment.save() };
      yield { type: 'stepped', phase, step };
      if (experiment.active(phase).length === 0) return;
      flights.push(settled().then(() => due.landed(step)));
      if (flights.length > IN_FLIGHT) await flights.shift();
    }
    await Promise.all(flights);
  } finally {
    replays.dispose();
  }
}

/** All lanes on one batch. A lane that throws stops; the others go on. */
async function* takeStep(experiment: Experiment, phase: Phase, step: number): AsyncGenerator<RunEvent> {
  const lanes = experiment.active(phase);
  let begun: ReturnType<Experiment['hold']> | undefined;
  const start = () => {
    begun = experiment.hold(phase);
  };
  const refused = lanes.some((lane) => !lane.tried) ? await attempt(start, true) : start();
  if (refused || !begun) {
    for (const lane of lanes) yield stop(lane, step, refused ?? 'The step could not begin.');
    return;
  }
  const { batch, teacher, kept } = begun;
  try {
    for (const lane of experiment.active(phase)) {
      const reason = await lane.attempt(() => experiment.stepLane(lane, phase, batch, teacher));
      if (reason) yield stop(lane, step, reason);
    }
  } finally {
    tf.dispose(kept);
  }
}

function stop(lane: Lane, step: number, reason: string): RunEvent {
  lane.stopped = reason;
  return { type: 'stopped', lane: lane.id, step, reason };
}

/** Reads what the lanes have measured since the last time, and stops those whose loss is no number any more. */
export async function* metrics(experiment: Experiment, phase: Phase, step: number): AsyncGenerator<RunEvent> {
  for (const lane of experiment.plan(phase).learners) {
    const taken = await lane.ring.read();
    if (taken.length === 0) continue;
    const rows = taken.map(({ row }) => row);
    const steps = taken.map((t) => t.step);
    const seeds = (rows[0] as Float32Array).length / lane.series.length;
    const own = (row: Float32Array, i: number) => row.subarray(i * seeds, (i + 1) * seeds);
    const mean = (row: Float32Array, i: number) => meanOf(own(row, i));
    yield* faults(lane, taken, seeds);
    const bad = rows.findIndex((row) => !row.every(Number.isFinite));
    const good = bad < 0 ? rows.length : bad;
    const each = (of: (row: Float32Array, i: number) => number) =>
      Object.fromEntries(
        lane.series.map((name, i) => [name, rows.slice(0, good).map((row) => of(row, i))] as const),
      );
    if (good > 0) {
      yield {
        type: 'metrics',
        lane: lane.id,
        steps: steps.slice(0, good),
        values: { ...each(mean), [RATE]: steps.slice(0, good).map((at) => experiment.rateAt(phase, at)) },
        ...(seeds > 1 && { spread: each((row, i) => deviationOf(own(row, i))) }),
      };
    }
    if (bad >= 0 && lane.stopped === null) {
      const what = lane.series.find((_, i) => !Number.isFinite(mean(rows[bad] as Float32Array, i)));
      yield stop(
        lane,
        steps[bad] ?? step,
        `At step ${steps[bad]} its ${what} was no longer a finite number. Try a lower learning rate or a longer warm-up.`,
      );
    }
  }
}

const meanOf = (seeds: Float32Array): number => seeds.reduce((a, b) => a + b, 0) / seeds.length;

/** Standard deviation over seeds (n − 1), of two or more. */
function deviationOf(seeds: Float32Array): number {
  const mean = meanOf(seeds);
  return Math.sqrt(seeds.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (seeds.length - 1));
}

/** Tells, once for each code a lane has, that it gave no number for some samples. */
function* faults(
  lane: Lane,
  taken: readonly { readonly step: number; readonly row: Float32Array }[],
  seeds: number,
): Generator<RunEvent> {
  const at = lane.series.indexOf(FAULTS);
  if (at < 0 || lane.faultsTold === lane.edits) return;
  for (const { step, row } of taken) {
    const share = row.subarray(at * seeds, (at + 1) * seeds).reduce((a, b) => a + b, 0);
    if (!(share > 0)) continue;
    lane.faultsTold = lane.edits;
    const samples = Math.round(share * lane.batch);
    yield { type: 'faults', lane: lane.id, step, samples, of: lane.batch * seeds };
    return;
  }
}

/** Looks at lanes. One that the GPU refuses at the first look stops: numbers that were not computed are not shown. */
async function* look(
  experiment: Experiment,
  lanes: readonly Lane[],
  step: number,
  whole: boolean,
): AsyncGenerator<RunEvent> {
  for (const lane of lanes) {
    let seen: Awaited<ReturnType<Experiment['evaluate']>> | undefined;
    const work = async () => {
      seen = await experiment.evaluate(lane, whole);
    };
    const reason = step === 0 ? await attempt(work, true) : await work();
    if (reason) yield stop(lane, step, reason);
    else if (seen) yield { type: 'evaluation', lane: lane.id, step, whole, ...seen };
  }
}
