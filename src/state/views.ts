// What was measured, arranged by lane for the eye: names that tell lanes apart, one colour and one dash a lane.
import { type Cards, type MethodCard, withDefaults } from '../contract/cards.ts';
import { type LaneId, laneId, TEACHER } from '../contract/protocol.ts';
import type { LaneSpec } from '../contract/setup.ts';
import { colorAt } from './draft-lanes.ts';
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

/** A lane of the loaded run, with the looks that the set-up gives it now. */
interface Shown {
  readonly id: LaneId;
  readonly key: number;
  readonly spec: LaneSpec;
  readonly color: number;
}

/**
 * The lanes of the loaded run in the order of the set-up, with its names and colours: these change at once and measure
 * nothing anew. A lane that the set-up has no more comes last and stays until the next load.
 */
export function shownLanes(applied: Draft, draft: Draft): Shown[] {
  const order = [...draft.keys, ...applied.keys.filter((key) => !draft.keys.includes(key))];
  return order.flatMap((key): Shown[] => {
    const place = applied.keys.indexOf(key);
    const there = applied.setup.lanes[place];
    if (!there) return [];
    const here = draft.keys.indexOf(key);
    const { name: _, ...rest } = there;
    const name = here < 0 ? there.name : draft.setup.lanes[here]?.name;
    const color = here < 0 ? colorAt(applied.setup.lanes, place) : colorAt(draft.setup.lanes, here);
    return [{ id: laneId(place), key, spec: { ...rest, ...(name !== undefined && { name }) }, color }];
  });
}

/** The teacher, then the lanes of the run that is loaded, as the set-up shows them. */
export function laneViews(
  state: Pick<RunState, 'lanes' | 'cards'>,
  applied: Draft,
  draft: Draft,
  teacherName: string,
  language: Language,
): LaneView[] {
  const view = (
    id: LaneId,
    look: Pick<LaneView, 'name' | 'color' | 'dash'>,
    method: MethodCard | null,
  ): LaneView => {
    const lane = state.lanes[id] ?? NOTHING;
    return {
      id,
      ...look,
      method,
      series: lane.series,
      evaluations: lane.evaluations as LaneView['evaluations'],
      stopped: lane.stopped?.reason ?? null,
    };
  };
  const shown = shownLanes(applied, draft);
  const names = laneNames(
    shown.map(({ spec }) => spec),
    state.cards,
    language,
  );
  return [
    view(TEACHER, { name: teacherName, color: TEACHER_COLOR, dash: '' }, null),
    ...shown.map(({ id, spec, color }, i) =>
      view(
        id,
        { name: names[i] ?? spec.method, color: colorOf(color), dash: dashOf(color) },
        methodOf(state.cards, spec.method),
      ),
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
    const title = [
      card ? say(card.title, language) : lane.method,
      ...(lane.without ?? []).map((term) => `− ${term}`),
    ].join(' ');
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
  if (!here || !there || here.method !== there.method || here.code !== there.code) return null;
  if (!same(here.without, there.without)) return null;
  const knobs = methodOf(cards, here.method)?.knobs ?? {};
  return same(withDefaults(knobs, here.knobs), withDefaults(knobs, there.knobs)) ? index : null;
}
