// The parts of a run, one after another: the teacher trains, then the networks that some methods put between it and
// their student, then the students. Networks of one phase do not learn from one another.
import * as v from 'valibot';
import type { Words } from './cards.ts';
import type { LaneId, NetSize } from './protocol.ts';

/** `stage-2`: the networks that learn from those of level 1, from the student's labels; `teacher-stage-2`: from the teacher's. */
export type Phase = 'teacher' | `stage-${number}` | `teacher-stage-${number}` | 'students';

const STAGE = /^(teacher-)?stage-([1-9])$/;

export const PhaseSchema = v.custom<Phase>(
  (value) => value === 'teacher' || value === 'students' || (typeof value === 'string' && STAGE.test(value)),
  'Expected a phase of a run',
);

/** Which of two phases comes first: the one with the smaller number. */
export function orderOf(phase: Phase): number {
  if (phase === 'teacher') return 0;
  const [, teachers, level] = STAGE.exec(phase) ?? [];
  return level === undefined ? Number.POSITIVE_INFINITY : 2 * Number(level) + (teachers ? 1 : 0);
}

/** The name of a network that trains for a lane before its student. */
export const stageId = (lane: LaneId, stage: string): LaneId => `${lane}/${stage}`;

/** A network that trains before the student of its lane, which learns from it. */
export interface StageInfo {
  readonly id: LaneId;
  readonly lane: LaneId;
  readonly title: Words;
  readonly phase: Phase;
  readonly size: NetSize;
}

/** What there is between the teacher and the students. */
export interface StagesInfo {
  /** In order, with the steps each has. */
  readonly phases: readonly {
    readonly phase: Phase;
    readonly steps: number;
    /** Labeled samples a step, and how many there are. */
    readonly batch: number;
    readonly labeled: number;
  }[];
  readonly networks: readonly StageInfo[];
}
