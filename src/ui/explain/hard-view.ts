// What the hard-sample map shows of a survey for one student: where each sample lies and which colour it has.
import { TEACHER } from '../../contract/protocol.ts';
import { isRight, type Survey } from './search.ts';

/** Colour by whether the student is right. */
export const BY_RIGHT = 'right';

export interface HardView {
  /** The teacher's entropy, in nats; and KL(teacher ‖ student). */
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly right: (index: number) => boolean;
  /** The number that gives the colour, with its least and its most; null where right and wrong do. */
  readonly values: Float32Array | null;
  readonly range: readonly [number, number];
  /** What is drawn last lies on top: the most, or the wrong. */
  readonly order: readonly number[];
}

/** Null where the student, or its teacher, is not in the survey. */
export function hardView(survey: Survey, student: string, color: string): HardView | null {
  const xs = survey.lanes[TEACHER]?.entropy;
  const ys = survey.lanes[student]?.kl;
  if (!xs || !ys) return null;
  const values = survey.lanes[student]?.perSample[color] ?? null;
  const right = (index: number) => isRight(survey, student, index);
  const known = values?.filter(Number.isFinite) ?? new Float32Array();
  const range = [
    known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ] as const;
  const height = (i: number) => (values ? (values[i] as number) : Number(!right(i)));
  const order = Array.from(xs, (_, i) => i).sort((i, j) => height(i) - height(j) || i - j);
  return { xs, ys, right, values, range, order };
}

/** Where a value lies between the least and the most; all alike is halfway. */
export const shareOf = ([least, most]: readonly [number, number], value: number): number =>
  most > least ? (value - least) / (most - least) : 0.5;

/** Mean over some samples; NaN of none. */
export const meanOf = (values: Float32Array, indices: readonly number[]): number =>
  indices.reduce((sum, i) => sum + (values[i] as number), 0) / indices.length;
