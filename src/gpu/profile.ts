// What a recorded step costs: every dispatch alone, and the step as a whole.
//
// One dispatch is over too soon to be timed, and browsers round what the GPU's clock says to 100 µs: each is repeated, in a
// pass of its own, until that takes some milliseconds. The dispatches are timed in the order of the step, so that each
// reads what it reads in a step. Repeated updates lead the state astray; it is put back before every round.
import * as tf from '@tensorflow/tfjs-core';
import type { StepProfile } from '../contract/protocol.ts';
import { Backend, type Bound } from './backend.ts';
import { type Meter, meterOf, onTheWall, stretch } from './meter.ts';
import { type Recording, record } from './recording.ts';

export interface Surroundings {
  /** Puts all state where a step may begin. */
  rewind(): void;
  /** How many steps of so many milliseconds each make a submit. */
  stepsFor(msPerStep: number): number;
}

/** Every time on the GPU is the least of so many. */
const ROUNDS = 3;
/** A dispatch is repeated until it takes at least half of this. */
const ENOUGH_MS = 8;
const MOST_TIMES = 4096;
/** Rounds whose median is told of work that is timed alone. */
const ALONE_ROUNDS = 5;
/** No step is shorter, whatever the clock says. */
const LEAST_MS = 0.01;
/** The whole step is repeated for about so long. */
const STRETCH_MS = 100;

/** Measures a recording. State is left astray: whoever asks puts it back. Rejects when the GPU is lost meanwhile. */
export async function profile(recording: Recording, surroundings: Surroundings): Promise<StepProfile> {
  const { backend, bound, names, levels } = recording;
  const whole = await timeStep(recording, surroundings);
  const meter = await meterOf(backend, bound, whole.stepsPerSubmit);
  try {
    // No dispatch takes longer than the step: to begin with, none is repeated for longer than enough.
    const times = bound.map(() => Math.max(1, Math.floor(ENOUGH_MS / whole.stepMs)));
    const least = bound.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < ROUNDS; round++) {
      surroundings.rewind();
      for (const [i, one] of bound.entries()) {
        const timed = await timeEnough(meter, [one], times[i] as number);
        times[i] = timed.times;
        least[i] = Math.min(least[i] as number, timed.ms / timed.times);
      }
    }
    return { clock: meter.clock, kernels: byName(names, least), depth: Math.max(...levels) + 1, ...whole };
  } finally {
    meter.dispose();
  }
}

/**
 * What some work takes alone, in milliseconds: recorded and repeated where steps are recorded, else by the clock on the wall.
 * The median of several rounds. @param residents what the work reads, which outlives it
 */
export async function timeAlone(
  work: () => tf.Tensor,
  residents: readonly tf.Tensor[],
): Promise<{ ms: number; clock: StepProfile['clock'] }> {
  if (!(tf.backend() instanceof Backend))
    return { ms: median(await onTheWall(work, ALONE_ROUNDS)), clock: 'wall' };
  const recording = record(() => tf.dispose(tf.tidy(work)), residents);
  const meter = await meterOf(recording.backend, recording.bound, 64);
  try {
    const rounds: number[] = [];
    let times = 1;
    for (let round = 0; round < ALONE_ROUNDS; round++) {
      const timed = await timeEnough(meter, recording.bound, times);
      times = timed.times;
      rounds.push(timed.ms / timed.times);
    }
    return { ms: median(rounds), clock: meter.clock };
  } finally {
    meter.dispose();
    recording.dispose();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Times one dispatch or several, repeated so often that the clock can tell. */
async function timeEnough(
  meter: Meter,
  bound: readonly Bound[],
  from: number,
): Promise<{ ms: number; times: number }> {
  for (let times = from; ; ) {
    const ms = await meter.time(bound, times);
    if (ms >= ENOUGH_MS / 2 || times === MOST_TIMES) return { ms, times };
    times = Math.min(MOST_TIMES, Math.ceil((times * ENOUGH_MS) / Math.max(ms, ENOUGH_MS / 8)));
  }
}

/** The step as a run takes it: several submits of several steps, waited for once. */
async function timeStep({ backend, bound }: Recording, { rewind, stepsFor }: Surroundings) {
  const time = async (steps: number, submits: number) => {
    rewind();
    const { ms, hostMs } = await stretch(backend, () => {
      for (let k = 0; k < submits; k++) backend.replay(bound, steps);
    });
    // A clock that ticks slowly may have seen no time pass.
    return { stepMs: Math.max(LEAST_MS, ms / (steps * submits)), hostMs: hostMs / (steps * submits) };
  };
  const alone = await time(1, 1);
  const { stepMs: about } = await time(stepsFor(alone.stepMs), 2);
  const stepsPerSubmit = stepsFor(about);
  const submits = Math.ceil(STRETCH_MS / (stepsPerSubmit * about));
  let stepMs = Number.POSITIVE_INFINITY;
  let hostMs = 0; // the mean: of what the host's clock rounds, the least would be too little
  for (let round = 0; round < ROUNDS; round++) {
    const now = await time(stepsPerSubmit, submits);
    stepMs = Math.min(stepMs, now.stepMs);
    hostMs += now.hostMs / ROUNDS;
  }
  return { stepMs, hostMs, stepsPerSubmit };
}

/** Dispatches of one name together, the dearest first. */
function byName(names: readonly string[], ms: readonly number[]): StepProfile['kernels'] {
  const kernels = new Map<string, StepProfile['kernels'][number]>();
  names.forEach((name, i) => {
    const { dispatches, ms: before } = kernels.get(name) ?? { dispatches: 0, ms: 0 };
    kernels.set(name, { name, dispatches: dispatches + 1, ms: before + (ms[i] as number) });
  });
  return [...kernels.values()].sort((a, b) => b.ms - a.ms);
}
