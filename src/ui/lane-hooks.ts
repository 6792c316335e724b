// The lanes as they are drawn, and each lane of the set-up with what was measured of it.
import { useMemo } from 'react';
import type { MethodCard } from '../contract/cards.ts';
import { laneId } from '../contract/protocol.ts';
import { isBaseline, type LaneSpec } from '../contract/setup.ts';
import { colorAt } from '../state/draft-lanes.ts';
import type { LaneView } from '../state/lane-view.ts';
import { colorOf, dashOf, laneNames, laneViews, measuredAs, methodOf } from '../state/views.ts';
import { useApp } from './context.ts';
import { language, t } from './messages/messages.ts';

/** Teacher and lanes of the run that is loaded; none before one is. */
export function useLaneViews(): LaneView[] {
  const lanes = useApp((state) => state.run.lanes);
  const cards = useApp((state) => state.run.cards);
  const applied = useApp((state) => state.applied);
  const draft = useApp((state) => state.draft);
  return useMemo(
    () => (applied ? laneViews({ lanes, cards }, applied, draft, t('lane.teacher'), language()) : []),
    [lanes, cards, applied, draft],
  );
}

export interface LaneCardData {
  readonly key: number;
  readonly index: number;
  readonly spec: LaneSpec;
  readonly name: string;
  readonly method: MethodCard | null;
  readonly color: string;
  readonly dash: string;
  /** What was measured; null while the lane waits for the next load. */
  readonly view: LaneView | null;
}

/** The lanes of the set-up being edited. */
export function useLaneCards(views: readonly LaneView[]): LaneCardData[] {
  const draft = useApp((state) => state.draft);
  const applied = useApp((state) => state.applied);
  const cards = useApp((state) => state.run.cards);
  return useMemo(() => {
    const names = laneNames(draft.setup.lanes, cards, language());
    return draft.setup.lanes.map((spec, index) => {
      const key = draft.keys[index] ?? index;
      const loaded = applied ? measuredAs(draft, applied, key, cards) : null;
      const color = colorAt(draft.setup.lanes, index);
      return {
        key,
        index,
        spec,
        name: names[index] ?? spec.method,
        method: methodOf(cards, spec.method),
        color: colorOf(color),
        dash: dashOf(color),
        view: loaded === null ? null : (views.find((view) => view.id === laneId(loaded)) ?? null),
      };
    });
  }, [draft, applied, cards, views]);
}

/** The methods a lane can have beside the student alone: those of detectors on scenes, those of classifiers elsewhere. */
export function useOfferedMethods(): readonly MethodCard[] {
  const cards = useApp((state) => state.run.cards);
  const id = useApp((state) => state.draft.setup.data.id);
  return useMemo(() => {
    const detects = cards?.datasets.find((card) => card.id === id)?.anchors !== undefined;
    return (cards?.methods ?? []).filter(
      (method) => !isBaseline(method.id) && (method.detects ?? false) === detects,
    );
  }, [cards, id]);
}
