// The lanes of the set-up being edited: they come, go, change places and looks. Whatever happens to the list, every
// lane keeps its colour and knows the place of the lane it was copied from.
import type { KnobValue } from '../contract/cards.ts';
import { type LaneSpec, MAX_LANES } from '../contract/setup.ts';
import type { Draft } from './setup.ts';

/** A lane without its place: what depends on places is said by keys. */
interface Entry {
  readonly key: number;
  readonly spec: Omit<LaneSpec, 'color' | 'from'>;
  readonly color: number;
  /** The key of the lane it was copied from. */
  readonly origin: number | undefined;
}

const entriesOf = ({ setup, keys }: Draft): Entry[] =>
  setup.lanes.map(({ color, from, ...spec }, place) => ({
    key: keys[place] ?? place,
    spec,
    color: color ?? place,
    origin: from === undefined ? undefined : keys[from],
  }));

/** A colour that is that of the place goes without saying, and so does an origin that is gone. */
function withEntries(draft: Draft, entries: readonly Entry[]): Draft {
  const keys = entries.map(({ key }) => key);
  const lanes = entries.map(({ spec, color, origin }, place): LaneSpec => {
    const from = origin === undefined ? -1 : keys.indexOf(origin);
    return { ...spec, ...(color !== place && { color }), ...(from >= 0 && { from }) };
  });
  return { ...draft, setup: { ...draft.setup, lanes }, keys };
}

const isFull = (draft: Draft): boolean => draft.setup.lanes.length >= MAX_LANES;
const nextKey = (draft: Draft): number => Math.max(...draft.keys) + 1;
/** The first colour that no lane has. */
const freeColor = (entries: readonly Entry[]): number =>
  Array.from({ length: MAX_LANES }, (_, color) => color).find(
    (color) => !entries.some((entry) => entry.color === color),
  ) ?? 0;

/** The colour of the lane at a place: its own, or that of the place. */
export const colorAt = (lanes: readonly LaneSpec[], place: number): number => lanes[place]?.color ?? place;

export function withLane(
  draft: Draft,
  method: string,
  more: Pick<Entry['spec'], 'code' | 'name'> = {},
): Draft {
  if (isFull(draft)) return draft;
  const entries = entriesOf(draft);
  const spec = { method, knobs: {}, ...more };
  const lane = { key: nextKey(draft), spec, color: freeColor(entries), origin: undefined };
  return withEntries(draft, [...entries, lane]);
}

/** A copy right behind a lane, changed where it is told so; without a name, which would be that of the other. */
export function withLaneCopy(draft: Draft, key: number, change: Partial<Entry['spec']> = {}): Draft {
  const entries = entriesOf(draft);
  const index = draft.keys.indexOf(key);
  const lane = entries[index];
  if (!lane || index < 1 || isFull(draft)) return draft;
  const { name: _, ...spec } = lane.spec;
  const copy = {
    key: nextKey(draft),
    spec: { ...spec, ...change },
    color: freeColor(entries),
    origin: key,
  };
  return withEntries(draft, entries.toSpliced(index + 1, 0, copy));
}

/** The student alone stays. */
export function withoutLane(draft: Draft, key: number): Draft {
  const index = draft.keys.indexOf(key);
  return index < 1 ? draft : withEntries(draft, entriesOf(draft).toSpliced(index, 1));
}

/** Puts a lane back that `before` had: where it was, with its colour if that is free, and with its copies. */
export function withLaneBack(draft: Draft, before: Draft, key: number): Draft {
  const then = entriesOf(before);
  const now = entriesOf(draft);
  const index = before.keys.indexOf(key);
  const lane = then[index];
  if (!lane || isFull(draft)) return draft;
  const back = draft.keys.includes(key) ? nextKey(draft) : key;
  const color = now.some((other) => other.color === lane.color) ? freeColor(now) : lane.color;
  const copies = then.filter(({ origin }) => origin === key).map((copy) => copy.key);
  const others = now.map((other) =>
    other.origin === undefined && copies.includes(other.key) ? { ...other, origin: back } : other,
  );
  return withEntries(draft, others.toSpliced(index, 0, { ...lane, key: back, color }));
}

/** Moves a lane to a place. The student alone stays the first. */
export function withLaneAt(draft: Draft, key: number, place: number): Draft {
  const entries = entriesOf(draft);
  const index = draft.keys.indexOf(key);
  const lane = entries[index];
  const to = Math.max(1, Math.min(entries.length - 1, place));
  if (!lane || index < 1 || to === index) return draft;
  return withEntries(draft, entries.toSpliced(index, 1).toSpliced(to, 0, lane));
}

/** Gives a lane a colour; whoever had it takes the one that becomes free, so that no two are alike. */
export function withLaneColor(draft: Draft, key: number, color: number): Draft {
  const entries = entriesOf(draft);
  const lane = entries.find((entry) => entry.key === key);
  if (!lane || lane.color === color) return draft;
  return withEntries(
    draft,
    entries.map((entry) => {
      if (entry.key === key) return { ...entry, color };
      return entry.color === color ? { ...entry, color: lane.color } : entry;
    }),
  );
}

/** Another method brings knobs, terms and a name of its own. */
export function withMethod(draft: Draft, key: number, method: string): Draft {
  if (draft.keys.indexOf(key) < 1) return draft;
  return withSpec(draft, key, (spec) => (spec.method === method ? spec : { method, knobs: {} }));
}

export const withLaneKnob = (draft: Draft, key: number, knob: string, value: KnobValue): Draft =>
  withSpec(draft, key, (spec) => ({ ...spec, knobs: { ...spec.knobs, [knob]: value } }));

/** An empty name is none. */
export const withLaneName = (draft: Draft, key: number, name: string): Draft =>
  withSpec(draft, key, ({ name: _, ...rest }) =>
    name.trim() === '' ? rest : { ...rest, name: name.slice(0, 60) },
  );

export const withLaneCode = (draft: Draft, key: number, code: string): Draft =>
  withSpec(draft, key, (spec) => (spec.code === code ? spec : { ...spec, code }));

function withSpec(draft: Draft, key: number, change: (spec: Entry['spec']) => Entry['spec']): Draft {
  const entries = entriesOf(draft);
  const index = draft.keys.indexOf(key);
  const lane = entries[index];
  const spec = lane && change(lane.spec);
  if (!lane || !spec || spec === lane.spec) return draft;
  return withEntries(draft, entries.with(index, { ...lane, spec }));
}
