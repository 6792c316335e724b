// The lines of the chart of pulls: all terms of one lane, or one term of all lanes.
import type { LaneView } from '../../state/lane-view.ts';
import type { PullHistory } from '../../state/pulls.ts';
import { dashOf } from '../../state/views.ts';
import type { Curve } from './rows.ts';

/** One line a term of a lane, told apart by colour and dashes. */
export function curvesOfLane(history: PullHistory, lane: LaneView): Curve[] {
  return Object.entries(history[lane.id] ?? {}).map(([term, series], i) => ({
    id: `${lane.id}/${term}`,
    lane: lane.id,
    name: term,
    color: i === 0 ? lane.color : `color-mix(in oklab, ${lane.color}, var(--ink) ${30 * i}%)`,
    dash: dashOf(i),
    ...series,
  }));
}

/** One line a lane whose loss has this term. */
export const curvesOfTerm = (history: PullHistory, lanes: readonly LaneView[], term: string): Curve[] =>
  lanes.flatMap(({ id, name, color, dash }) => {
    const series = history[id]?.[term];
    return series ? [{ id, name, color, dash, ...series }] : [];
  });
