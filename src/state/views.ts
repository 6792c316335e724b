// What was measured, arranged by lane for the eye: names that tell lanes apart, one colour and one dash a lane.
import { type Cards, type MethodCard, withDefaults } from '../contract/cards.ts';
import { laneId, TEACHER } from '../contract/protocol.ts';
import type { LaneSpec, Setup } from '../contract/setup.ts';
import { same } from './json.ts';
import type { LaneView } from './lane-view.ts';
import { type Language, say } from './language.ts';
import type { LaneRecord, RunState } from './run.ts';
import type { Draft } from './setup.ts';
import { symbolText } from './symbol.ts';

/** Drawn after Okabe and Ito; the colours themselves stand in tokens.css, for light and dark. */
export const colorOf = (index: number): string => `var(--lane-${index})`;
export const TEACHER_COLOR = 'var(--lane-teacher)';
const DASHES = ['', '7 3', '2 3', '10 3 2 3', '4 2', '12 4', '2 2 6 2', '1 4'] as const;
export const dashOf = (index: number): string => DASHES[index % DASHES.length] ?? '';

const NOTHING: LaneRecord = { series: {}, evaluations: [], stopped: null };

/** The teacher, then the lanes of the set-up that is loaded. */
export function laneViews(
  state: Pick<RunState, 'lanes' | 'cards'>,
  setup: Setup,
  teacherName: string,
  language: Language,
): LaneView[] {
  const view = (
    id: string,
    name: string,
    color: string,
    dash: string,
    method: MethodCard | null,
  ): LaneView => {
    const lane = state.lanes[id] ?? NOTHING;
    return {
      id,
      name,
      color,
      dash,
      method,
      series: lane.series,
      evaluations: lane.evaluations as LaneView['evaluations'],
      stopped: lane.stopped?.reason ?? null,
    };
  };
  const names = laneNames(setup.lanes, state.cards, language);
  return [
    view(TEACHER, teacherName, TEACHER_COLOR, '', null),
    ...setup.lanes.map((lane, i) =>
      view(laneId(i), names[i] ?? lane.method, colorOf(i), dashOf(i), methodOf(state.cards, lane.method)),
    ),
  ];
}

export const methodOf = (cards: Cards | null, id: string): MethodCard | null =>
  cards?.methods.find((card) => card.id === id) ?? null;

/** The name given, or the method's title with what differs from other lanes of that method: "Soft targets, T 8". */
export function laneNames(lanes: readonly LaneSpec[], cards: Cards | null, language: Language): string[] {
  const names = lanes.map((lane) => {
    if (lane.name !== undefined) return lane.name;
    const card = methodOf(cards, lane.method);
    const title = card ? say(card.title, language) : lane.method;
    const alike = lanes.filter((other) => other.method === lane.method && other.name === undefined);
    if (!card || alike.length < 2) return title;
    const own = withDefaults(card.knobs, lane.knobs);
    const telling = Object.keys(card.knobs).filter((knob) =>
      alike.some((other) => withDefaults(card.knobs, other.knobs)[knob] !== own[knob]),
    );
    return [
      title,
      ...telling.map((knob) => `${symbolText(card.knobs[knob]?.symbol ?? knob)} ${own[knob]}`),
    ].join(', ');
  });
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** The place in the loaded run of a lane of the draft, if it runs there as it stands here. */
export function measuredAs(draft: Draft, applied: Draft, key: number, cards: Cards | null): number | null {
  const here = draft.setup.lanes[draft.keys.indexOf(key)];
  const index = applied.keys.indexOf(key);
  const there = applied.setup.lanes[index];
  if (!here || !there || here.method !== there.method) return null;
  const knobs = methodOf(cards, here.method)?.knobs ?? {};
  return same(withDefaults(knobs, here.knobs), withDefaults(knobs, there.knobs)) ? index : null;
}
