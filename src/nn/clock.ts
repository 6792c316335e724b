// The clock of a run: a slot [step, progress, factor, 0] on the GPU that `tick` moves on by one step.
// The step is 0 before the first; `factor` is what warm-up and schedule make of the learning rate.
import type { TrainingSpec } from '../contract/setup.ts';
import type { Slot, Slots } from '../gpu/slots.ts';
import { clockAfter, SCHEDULE, tick as tickUpdate } from './kernels/tick.ts';

type Schedule = Pick<TrainingSpec, 'schedule' | 'warmup'>;

/** A clock that has not started. */
export function makeClock(slots: Slots, name: string): Slot {
  return slots.create(name, [0, 0, 0, 0], [4]);
}

/** One step on, in a run of `total` steps. */
export function tick(clock: Slot, { schedule, warmup }: Schedule, total: number): void {
  tickUpdate({}, { clock }, { total, schedule: SCHEDULE[schedule], warmup });
}

/** What the clock shows in a step (from 1) of such a run, without a run: as engines on the processor compute it. */
export const clockAt = (step: number, { schedule, warmup }: Schedule, total: number): Float32Array =>
  clockAfter(step - 1, { total, schedule: SCHEDULE[schedule], warmup });
