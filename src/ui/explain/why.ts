// Where two networks differ, counted: who alone is right, and of which classes those samples are.
import { type LaneId, TEACHER } from '../../contract/protocol.ts';
import { choiceOf, isRight, places, quantity, type Survey, sortedBy } from './search.ts';

/** `a`: only the first is right; `b`: only the second; `neither`: both are wrong, each in its own way. */
export const SIDES = ['a', 'b', 'neither'] as const;
export type Side = (typeof SIDES)[number];

export interface Contrast extends Readonly<Record<Side, readonly number[]>> {
  /** Samples looked at. */
  readonly samples: number;
  readonly bothRight: number;
  /** Both wrong, with the same choice. */
  readonly sameMistake: number;
}

/** Every sample of the survey, or of a subset of it, falls to one of the five. */
export function contrast(survey: Survey, a: LaneId, b: LaneId, within: ReadonlySet<number> | null): Contrast {
  const sides: Record<Side, number[]> = { a: [], b: [], neither: [] };
  let bothRight = 0;
  let sameMistake = 0;
  const all = places(survey).filter((i) => within?.has(i) ?? true);
  for (const i of all) {
    const same = choiceOf(survey, a, i) === choiceOf(survey, b, i);
    const right = isRight(survey, a, i);
    if (same && right) bothRight++;
    else if (same) sameMistake++;
    else sides[right ? 'a' : isRight(survey, b, i) ? 'b' : 'neither'].push(i);
  }
  return { ...sides, samples: all.length, bothRight, sameMistake };
}

export interface ClassCounts extends Readonly<Record<Side, number>> {
  readonly label: number;
  /** Samples of the class among those looked at. */
  readonly samples: number;
  /** Samples on which the two differ. */
  readonly differing: number;
  /** Its share of the differing samples over its share of all; above 1 the two differ there more than elsewhere. */
  readonly ratio: number;
}

/** A row a class that has samples, in the order of the classes. */
export function byClass(
  survey: Survey,
  contrast: Contrast,
  within: ReadonlySet<number> | null,
): ClassCounts[] {
  const count = (indices: readonly number[], label: number) =>
    indices.filter((i) => survey.labels[i] === label).length;
  const all = places(survey).filter((i) => within?.has(i) ?? true);
  const differing = SIDES.reduce((sum, side) => sum + contrast[side].length, 0);
  const labels = [...new Set(all.map((i) => survey.labels[i] as number))].sort((x, y) => x - y);
  return labels.map((label) => {
    const of = (side: Side) => count(contrast[side], label);
    const [a, b, neither] = [of('a'), of('b'), of('neither')];
    const samples = count(all, label);
    const own = a + b + neither;
    const ratio = differing === 0 ? Number.NaN : own / differing / (samples / all.length);
    return { label, samples, a, b, neither, differing: own, ratio };
  });
}

/** The sides in order: the most first of the teacher's trust in the truth (`teacher`), of the difference of the two
 * networks' KL (`kl`) or of a method's own number (`lane-1 weight`); else as they come. */
export function orderSides(survey: Survey, found: Contrast, a: LaneId, b: LaneId, order: string): Contrast {
  const values = orderValues(survey, a, b, order);
  if (!values) return found;
  const sides = SIDES.map((side) => [side, sortedBy(found[side], values, true)] as const);
  return { ...found, ...(Object.fromEntries(sides) as Record<Side, number[]>) };
}

function orderValues(survey: Survey, a: LaneId, b: LaneId, order: string): Float32Array | null {
  if (order === 'teacher') return quantity(survey, TEACHER, 'truth');
  if (order === 'kl') {
    const [first, second] = [a, b].map((lane) => klOf(survey, lane)) as [Float32Array, Float32Array];
    return first.map((kl, i) => Math.abs(kl - (second[i] as number)));
  }
  const [lane, name] = order.split(' ');
  return name === undefined ? null : quantity(survey, lane as LaneId, `own.${name}`);
}

/** The teacher is at no distance from itself. */
const klOf = (survey: Survey, lane: LaneId): Float32Array =>
  quantity(survey, lane, 'kl') ?? new Float32Array(survey.labels.length);
