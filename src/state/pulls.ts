// How hard terms pull, over the steps: every answer of the engine becomes a point of a series, by lane and term.
import type { LaneId } from '../contract/protocol.ts';
import type { Answer, LanePulls } from '../contract/questions.ts';
import { summary } from '../study/summary.ts';
import type { Series } from './lane-view.ts';
import { append, EMPTY } from './series.ts';

export type PullHistory = Readonly<Record<LaneId, Readonly<Record<string, Series>>>>;

/** The shares told so far, with one answer more. An answer about an earlier step begins there anew. */
export function withAnswer(history: PullHistory, { step, lanes }: Answer<'terms'>): PullHistory {
  const longer = Object.entries(lanes).map(([id, { terms }]) => {
    const series = Object.entries(terms).map(([term, pull]) => {
      const point = { steps: [step], values: [pull.share], spread: spreadOf(pull) };
      return [term, append(history[id]?.[term] ?? EMPTY, point)] as const;
    });
    return [id, { ...history[id], ...Object.fromEntries(series) }] as const;
  });
  return { ...history, ...Object.fromEntries(longer) };
}

function spreadOf({ seeds }: LanePulls['terms'][string]): number[] | undefined {
  const { std } = summary(seeds.map(({ share }) => share));
  return std === null ? undefined : [std];
}
