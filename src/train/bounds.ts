// How large a run may be, checked before any of it is made.
import type { Setup, TrainingSpec } from '../contract/setup.ts';
import type { Network } from '../nn/network.ts';

/** Numbers of state a run may hold: weights and two moments, in all lanes and seeds. 256 MiB. */
const MAX_STATE = 67_108_864;
/** The clock counts in float32. */
const MAX_STEPS = 16_777_216;

/** Refuses weights and moments that would not fit, with their number; `besides` are networks between teacher and students and beside these. */
export function checkState(
  { lanes, seeds }: Setup,
  student: Network,
  teacher: Network,
  besides: readonly Network[] = [],
): void {
  const others = besides.reduce((sum, { size }) => sum + size.parameters, 0);
  const ofSeed = student.size.parameters * lanes.length + others;
  const state = 3 * (ofSeed * seeds + teacher.size.parameters);
  if (state > MAX_STATE) {
    throw new Error(
      `${lanes.length} lanes of ${student.size.parameters} parameters with ${seeds} seeds need ${state} numbers of state; ${MAX_STATE} are allowed. Take fewer lanes, fewer seeds or narrower networks.`,
    );
  }
}

/** The steps of a training on so many labeled samples. Refuses more than the clock can count. */
export function stepsOf({ length, batch }: TrainingSpec, labeled: number): number {
  const steps = length.unit === 'steps' ? length.count : Math.ceil((length.count * labeled) / batch);
  if (steps > MAX_STEPS) throw new Error(`The run would take ${steps} steps; ${MAX_STEPS} are allowed.`);
  return steps;
}
