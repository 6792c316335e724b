// What was spent on the lanes in this session: how many set-ups of each were tried, and how long the loaded run has
// trained. The clock is the caller's.
import type { Phase } from '../contract/phases.ts';
import type { LaneSpec, Setup } from '../contract/setup.ts';
import type { RunState } from './run.ts';
import type { Draft } from './setup.ts';

export interface Effort {
  /** By the key of a lane: every set-up it has been trained with, each once. */
  readonly tried: Readonly<Record<number, readonly string[]>>;
  /** Milliseconds that the loaded run has trained, by phase. All networks of a phase train together. */
  readonly trained: Trained;
  /** When it was last looked at while it trained; null while it stands. */
  readonly since: number | null;
}

export type Trained = { readonly teacher: number; readonly students: number } & {
  readonly [P in Phase]?: number;
};
export const NO_EFFORT: Effort = { tried: {}, trained: { teacher: 0, students: 0 }, since: null };

/** The effort after the run has become another one; `applied` is the draft that it is made of. */
export function spent(
  effort: Effort,
  before: RunState,
  after: RunState,
  applied: Draft | null,
  now: number,
): Effort {
  const plays = after.transport === 'playing';
  const played = before.transport === 'playing';
  let { tried, trained } = effort;
  if (after.run !== before.run) trained = NO_EFFORT.trained;
  else if (effort.since !== null)
    trained = { ...trained, [before.phase]: (trained[before.phase] ?? 0) + now - effort.since };
  // Knobs may be moved while it trains: what it was when it began, and what it is when it stands, are looked at.
  if (
    applied &&
    after.run === before.run &&
    (plays !== played || after.step !== before.step) &&
    !(plays && played)
  )
    tried = withTried(tried, applied);
  const since = plays ? now : null;
  if (tried === effort.tried && trained === effort.trained && since === effort.since) return effort;
  return { tried, trained, since };
}

function withTried(tried: Effort['tried'], { keys, setup }: Draft): Effort['tried'] {
  let result = tried;
  keys.forEach((key, place) => {
    const before = result[key] ?? [];
    const name = nameOf(setup, setup.lanes[place]);
    if (!before.includes(name)) result = { ...result, [key]: [...before, name] };
  });
  return result;
}

/** All that a lane learns by. Seeds are not tuned, and the engine is the machine's matter. */
function nameOf({ data, teacher, student, training }: Setup, lane: LaneSpec | undefined): string {
  const { method, knobs, without, code } = lane ?? { method: '', knobs: {} };
  return JSON.stringify({ data, teacher, student, training, method, knobs: sorted(knobs), without, code });
}

const sorted = (knobs: LaneSpec['knobs']) => Object.entries(knobs).sort(([a], [b]) => (a < b ? -1 : 1));
