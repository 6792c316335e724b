// Live knobs moved, and code changed, while a run goes on. Each takes effect between two steps, which is noted with it, so that a run
// that goes on from a snapshot makes it again where it was made.
import type { KnobValue } from '../contract/cards.ts';
import { orderOf, type Phase } from '../contract/phases.ts';
import type { LaneId } from '../contract/protocol.ts';

/** The last step taken. */
export interface Position {
  readonly phase: Phase;
  readonly step: number;
}

/** A live knob that was moved when a step had been taken and before the next. */
export interface Turn extends Position {
  readonly lane: LaneId;
  readonly knob: string;
  readonly value: KnobValue;
}

export class Turns {
  private made: readonly Turn[] = [];
  private waiting: readonly Turn[] = [];

  /** Those made and those still to be made, in order. */
  get all(): readonly Turn[] {
    return [...this.made, ...this.waiting];
  }

  /** Notes a turn made now. It takes the place of whatever was to happen to that knob later. */
  make(turn: Turn): void {
    this.forget(turn);
    this.made = [...this.made, turn];
  }

  /** Notes a turn to be made when the run is where the turn says. It takes the place of an earlier wish for that knob. */
  wait(turn: Turn): void {
    this.forget(turn);
    this.waiting = [...this.waiting, turn];
  }

  /** The turns to be made before the step that follows `position`; they count as made. */
  due(position: Position): readonly Turn[] {
    const due = this.waiting.filter((turn) => !isAfter(turn, position));
    this.waiting = this.waiting.filter((turn) => !due.includes(turn));
    this.made = [...this.made, ...due];
    return due;
  }

  /** The step of a phase after which the next turn is to be made; infinity when there is none. */
  next(phase: Phase): number {
    return Math.min(
      ...this.waiting.filter((turn) => turn.phase === phase).map(({ step }) => step),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Those made so far, in order. */
  get past(): readonly Turn[] {
    return this.made;
  }

  /** Takes over the turns of an earlier try at a run that is at `position` again, with the state it had there. */
  repeat(turns: readonly Turn[], position: Position): void {
    this.made = turns.filter((turn) => !isSince(turn, position));
    this.waiting = turns.filter((turn) => isSince(turn, position));
  }

  private forget({ lane, knob }: Turn): void {
    this.waiting = this.waiting.filter((turn) => turn.lane !== lane || turn.knob !== knob);
  }
}

const isAfter = (turn: Position, { phase, step }: Position): boolean =>
  turn.phase === phase ? turn.step > step : orderOf(turn.phase) > orderOf(phase);

/** Whether a turn may not be in a snapshot taken at `position`: made there, or later. */
const isSince = (turn: Position, { phase, step }: Position): boolean =>
  turn.phase === phase ? turn.step >= step : orderOf(turn.phase) > orderOf(phase);
