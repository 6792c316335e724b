// The lanes that run code of their own, and how each stands.
import { useMemo } from 'react';
import type { MethodCard } from '../../contract/cards.ts';
import { CODE, type LaneId, type LoadedRun, laneId } from '../../contract/protocol.ts';
import type { LaneRecord } from '../../state/run.ts';
import { laneNames } from '../../state/views.ts';
import { useApp } from '../context.ts';
import { language } from '../messages/messages.ts';

export interface OwnLane {
  readonly key: number;
  readonly name: string;
  /** What the set-up has for it. */
  readonly code: string;
  /** Its lane in the run that is loaded; null while it waits for the next start. */
  readonly id: LaneId | null;
  /** Since which step it has its code; null: since the first. */
  readonly since: number | null;
  readonly stopped: string | null;
  readonly faults: LaneRecord['faults'] | null;
}

/** The method whose lanes take code, of those for such a run. */
export const useOwnMethod = ({ anchors }: LoadedRun): MethodCard | undefined =>
  useApp((state) =>
    state.run.cards?.methods.find(
      (method) => method.code && (method.detects ?? false) === (anchors !== undefined),
    ),
  );

export function useOwnLanes(method: MethodCard | undefined): OwnLane[] {
  const draft = useApp((state) => state.draft);
  const applied = useApp((state) => state.applied);
  const cards = useApp((state) => state.run.cards);
  const records = useApp((state) => state.run.lanes);
  const moves = useApp((state) => state.moves);
  return useMemo(() => {
    const names = laneNames(draft.setup.lanes, cards, language());
    return draft.setup.lanes.flatMap((spec, place): OwnLane[] => {
      const key = draft.keys[place] as number;
      if (!method?.code || spec.method !== method.id) return [];
      const there = applied?.keys.indexOf(key) ?? -1;
      const runs = applied?.setup.lanes[there]?.method === method.id;
      const id = runs ? laneId(there) : null;
      const record = id ? records[id] : undefined;
      const since = moves.find((move) => move.key === key && move.knob === CODE)?.step ?? null;
      const faults = record?.faults;
      return [
        {
          key,
          name: names[place] ?? spec.method,
          code: spec.code ?? method.code.initial,
          id,
          since,
          stopped: record?.stopped?.reason ?? null,
          faults: faults && faults.step >= (since ?? 0) ? faults : null,
        },
      ];
    });
  }, [draft, applied, cards, records, moves, method]);
}
