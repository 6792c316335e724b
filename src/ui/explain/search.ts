// Which samples of a survey someone looks for, and in which order.
import type { LaneId } from '../../contract/protocol.ts';
import type { Answer } from '../../contract/questions.ts';

export type Survey = Answer<'survey'>;

/** `differ`: two networks choose differently. `wrong` and `right` are said of the first of them. */
export const VERDICTS = ['all', 'differ', 'wrong', 'right'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Numbers every network has of a sample; a method's own have its names for them behind `own.`. */
export const SHARED = ['truth', 'top', 'entropy', 'kl'] as const;

export interface Search {
  /** Only samples of this class. */
  readonly truth: number | null;
  readonly verdict: Verdict;
  readonly a: LaneId;
  readonly b: LaneId;
  /** A number of network `a`, or `number`: in the order of the set. */
  readonly sort: string;
  readonly largestFirst: boolean;
}

/** Places in the set, in order; `within` leaves only those. What has no number comes last. */
export function search(survey: Survey, wanted: Search, within: ReadonlySet<number> | null): number[] {
  const { a, b, truth, verdict } = wanted;
  const passes = (i: number) =>
    (within?.has(i) ?? true) &&
    (truth === null || survey.labels[i] === truth) &&
    (verdict === 'all' ||
      (verdict === 'differ'
        ? choiceOf(survey, a, i) !== choiceOf(survey, b, i)
        : isRight(survey, a, i) === (verdict === 'right')));
  const found = places(survey).filter(passes);
  const values = quantity(survey, a, wanted.sort);
  return values ? sortedBy(found, values, wanted.largestFirst) : found;
}

export const places = ({ labels }: Survey): number[] => Array.from(labels, (_, i) => i);

export const choiceOf = (survey: Survey, lane: LaneId, i: number): number | undefined =>
  survey.lanes[lane]?.choice[i];

export const isRight = (survey: Survey, lane: LaneId, i: number): boolean =>
  choiceOf(survey, lane, i) === survey.labels[i];

/** A number for every sample, by its name; null where the network has none of that name. */
export function quantity(survey: Survey, lane: LaneId, name: string): Float32Array | null {
  const of = survey.lanes[lane];
  if (!of) return null;
  if (name.startsWith('own.')) return of.perSample[name.slice(4)] ?? null;
  return name === 'truth' || name === 'top' || name === 'entropy' || name === 'kl' ? of[name] : null;
}

/** Equal ones in the order of the set; what is no number last, either way. */
export function sortedBy(found: readonly number[], values: Float32Array, largestFirst: boolean): number[] {
  const key = (i: number) => {
    const value = values[i] ?? Number.NaN;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : largestFirst ? value : -value;
  };
  return [...found].sort((i, j) => {
    const [x, y] = [key(i), key(j)];
    return x === y ? i - j : y > x ? 1 : -1;
  });
}
