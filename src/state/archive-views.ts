// Curves of past runs, to be drawn faintly over the present one.
import type { Cards } from '../contract/cards.ts';
import { DEFAULT_PRESET, PRESETS } from '../contract/presets.ts';
import { type ArchivedRun, type ArchiveEntry, studentsOf } from './archive-entry.ts';
import type { LaneView } from './lane-view.ts';
import type { Language } from './language.ts';
import { say } from './language.ts';
import { colorOf, dashOf, methodOf } from './views.ts';

/** What the visitor calls a run, or else its experiment. */
export const entryName = ({ name, preset }: ArchiveEntry, language: Language): string =>
  name ?? say((PRESETS.find(({ id }) => id === preset) ?? DEFAULT_PRESET).title, language);

/** The students of past runs, named "run · lane"; their ids are those of no lane of the present run. */
export const overlayViews = (
  runs: readonly ArchivedRun[],
  cards: Cards | null,
  language: Language = 'en',
): LaneView[] =>
  runs.flatMap(({ entry, lanes }) =>
    studentsOf(entry).map((lane): LaneView => {
      const record = lanes[lane.id];
      return {
        id: `${entry.id}/${lane.id}`,
        name: `${entryName(entry, language)} · ${lane.name}`,
        color: `color-mix(in srgb, ${colorOf(lane.color)} 45%, var(--panel))`,
        dash: dashOf(lane.color),
        method: methodOf(cards, lane.method),
        series: { ...record?.series },
        evaluations: [...(record?.evaluations ?? [])],
        stopped: record?.stopped?.reason ?? null,
      };
    }),
  );
