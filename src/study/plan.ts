// What a study has to compute: its cells, each an independent piece of work with a key, and the set-up of each.
import type { KnobValues } from '../contract/cards.ts';
import { PRESETS } from '../contract/presets.ts';
import { type LaneSpec, parseSetup, type Setup } from '../contract/setup.ts';
import { methodsOf, type Study, type StudyMethod, settingsOf } from '../contract/study.ts';
import type { StudyCell, StudyRecord } from '../contract/study-record.ts';

/** The most seeds that train together in a cell, where they share their data. */
const TOGETHER = 8;

export type CellPlan = Pick<
  StudyCell,
  'key' | 'purpose' | 'setting' | 'method' | 'point' | 'first' | 'count'
>;
/** One method in one setting: its search, then its cells. All of it is done on one machine. */
export interface Group {
  readonly setting: string;
  readonly method: string;
}

export function groupsOf(study: Study): Group[] {
  return settingsOf(study).flatMap(({ name: setting }) =>
    methodsOf(study).map(({ name: method }) => ({ setting, method })),
  );
}

/** The points of a method's search; one, empty, where nothing is searched for. */
export function pointsOf({ tuning }: Study, method: string): KnobValues[] {
  return Object.entries(tuning?.search[method] ?? {}).reduce<KnobValues[]>(
    (points, [path, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [path]: value }))),
    [{}],
  );
}

/** The cells of the search whose outcome a group takes. */
export function searchCells(study: Study, { setting, method }: Group): CellPlan[] {
  const { tuning } = study;
  if (!tuning) return [];
  const place = { setting: tuning.at ?? setting, method };
  return pointsOf(study, method).flatMap((point) => cellsOf(study, 'search', place, point, tuning));
}

/** The cells that are reported, at the point the search has chosen. */
export const reportCells = (study: Study, group: Group, point: KnobValues): CellPlan[] =>
  cellsOf(study, 'report', group, point, study.seeds);

/** Seeds with data of their own are cells of their own; others train together. */
function cellsOf(
  { data }: Study,
  purpose: CellPlan['purpose'],
  group: Group,
  point: KnobValues,
  { first, count }: Study['seeds'],
): CellPlan[] {
  const most = data === 'fresh' ? 1 : TOGETHER;
  return Array.from({ length: Math.ceil(count / most) }, (_, i) => {
    const cell = {
      purpose,
      ...group,
      point,
      first: first + i * most,
      count: Math.min(most, count - i * most),
    };
    return { key: cellKey(cell), ...cell };
  });
}

export function cellKey({ purpose, setting, method, point, first, count }: Omit<CellPlan, 'key'>): string {
  const knobs = Object.keys(point)
    .sort()
    .map((path) => `${path}=${point[path]}`);
  const seeds = count === 1 ? `seed ${first}` : `seeds ${first}–${first + count - 1}`;
  return [purpose, setting, method, ...knobs, seeds].filter(Boolean).join(' | ');
}

/**
 * What validation data prefer among the points of a search: highest mean accuracy at the last step over all seeds, the
 * first of equals. Null while a cell is missing, and a point at which a lane stopped is out.
 */
export function chosenPoint(study: Study, cells: readonly StudyCell[], group: Group): KnobValues | null {
  if (!study.tuning) return {};
  let best: { readonly point: KnobValues; readonly accuracy: number } | null = null;
  const wanted = searchCells(study, group);
  for (const point of pointsOf(study, group.method)) {
    const mine = wanted
      .filter((cell) => same(cell.point, point))
      .map(({ key }) => cells.find((cell) => cell.key === key));
    if (mine.some((cell) => cell === undefined)) return null;
    if (mine.some((cell) => cell?.stopped)) continue;
    const scores = mine.flatMap((cell) => cell?.seeds.map(({ last }) => last.validation.accuracy) ?? []);
    const accuracy = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    if (!best || accuracy > best.accuracy) best = { point, accuracy };
  }
  return best?.point ?? pointsOf(study, group.method)[0] ?? null; // all stopped: it will be said of the first
}

const same = (a: KnobValues, b: KnobValues) => Object.keys(a).every((path) => a[path] === b[path]);

/** Which part of a study a machine does, of how many; from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/**
 * The cells that can be done now and are not yet, in order: searches first, all methods of a setting before the next, so
 * that a teacher is trained once. `waiting` counts those that follow from a search that is not over.
 */
export function dueCells(
  record: Pick<StudyRecord, 'study' | 'cells'>,
  shard: Shard = { part: 1, of: 1 },
): { readonly due: CellPlan[]; readonly waiting: number; readonly all: number } {
  const { study, cells } = record;
  const done = new Set(cells.map(({ key }) => key));
  const groups = groupsOf(study);
  const search = new Map<string, CellPlan>();
  const report: CellPlan[] = [];
  let waiting = 0;
  let place = 0;
  for (const [i, group] of groups.entries()) {
    const mine = (at: number) => at % shard.of === shard.part - 1;
    const point = chosenPoint(study, cells, group);
    // A search made at one setting is for all: the method, not the setting, says whose it is.
    const owner = study.tuning?.at === undefined ? i : i % methodsOf(study).length;
    if (study.tuning && mine(owner)) for (const cell of searchCells(study, group)) search.set(cell.key, cell);
    const planned = reportCells(study, group, point ?? {});
    if (study.tuning ? !mine(owner) : false) continue;
    for (const cell of planned) {
      if (!study.tuning && !mine(place++)) continue;
      if (point) report.push(cell);
      else waiting++;
    }
  }
  // Setting by setting, seed by seed: methods that share a teacher come one after another.
  const order = new Map(settingsOf(study).map(({ name }, i) => [name, i]));
  const sorted = report.toSorted(
    (a, b) => (order.get(a.setting) ?? 0) - (order.get(b.setting) ?? 0) || a.first - b.first,
  );
  const ready = [...search.values(), ...sorted];
  return { due: ready.filter(({ key }) => !done.has(key)), waiting, all: ready.length + waiting };
}

/**
 * The set-up of a cell: the preset, then what study, setting, method and search put in its place; one lane.
 * @throws a sentence where that is none.
 */
export function setupOf(study: Study, cell: Omit<CellPlan, 'key' | 'purpose'>): Setup {
  const method = methodsOf(study).find(({ name }) => name === cell.method);
  if (!method) throw new Error(`There is no method "${cell.method}" in the study ${study.id}.`);
  const lane = laneAt(method, cell.point);
  const setup = parsed(study, cell, [{ method: 'alone', knobs: {} }, lane], method, cell.point);
  return { ...setup, lanes: setup.lanes.slice(1) };
}

/** The methods that place something of their own in the data or the training, which lanes of one set-up share. */
export const apartOf = (study: Study): string[] =>
  methodsOf(study).flatMap(({ name, set }) => (set ? [name] : []));

/**
 * The other methods of a setting in one set-up, as the page opens it: as many as it has lanes for, the first seed. Where even the
 * student alone is among those apart, it is that one, with what it places.
 */
export function experimentOf(study: Study, setting: string, chosen: (method: string) => KnobValues): Setup {
  const methods = methodsOf(study);
  const alone = methods.find(({ name }) => name === 'alone') as StudyMethod;
  const others = alone.set ? [] : methods.filter((method) => method !== alone && !method.set);
  const lanes = [alone, ...others].map((method) => {
    const lane = laneAt(method, chosen(method.name));
    return method.name === lane.method ? lane : { ...lane, name: method.name };
  });
  const first = { setting, first: study.seeds.first, count: 1 };
  return parsed(study, first, lanes.slice(0, 8), alone, {});
}

function laneAt({ lane }: StudyMethod, point: KnobValues): LaneSpec {
  const knobs = Object.entries(point).filter(([path]) => !path.includes('.'));
  return { ...lane, knobs: { ...lane.knobs, ...Object.fromEntries(knobs) } };
}

function parsed(
  study: Study,
  { setting, first, count }: Pick<CellPlan, 'setting' | 'first' | 'count'>,
  lanes: readonly LaneSpec[],
  method: StudyMethod | undefined,
  point: KnobValues,
): Setup {
  const { base } = study;
  const setup = 'setup' in base ? base.setup : PRESETS.find(({ id }) => id === base.preset)?.setup;
  const points = settingsOf(study).find(({ name }) => name === setting)?.points;
  if (!setup || !points) throw new Error(`There is no setting "${setting}" in the study ${study.id}.`);
  const ofSetting = study.axes.map(
    (axis, i) => axis.points.find(({ name }) => name === points[i])?.set ?? {},
  );
  const ofSearch = Object.fromEntries(Object.entries(point).filter(([path]) => path.includes('.')));
  const json = JSON.parse(JSON.stringify({ ...setup, lanes, seed: first, seeds: count })) as Setup;
  if (study.data === 'fresh') json.data.draw = first;
  for (const places of [study.base.set, ...ofSetting, method?.set ?? {}, ofSearch])
    for (const [path, value] of Object.entries(places)) put(json, path.split('.'), value);
  const result = parseSetup(json);
  if (!result.ok)
    throw new Error([`${study.id}${setting ? `, ${setting}` : ''}:`, ...result.problems].join(' '));
  return result.value;
}

/** Puts a value in its place; paths are of plain letters. */
function put(json: object, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  const there = json as Record<string, unknown>;
  if (rest.length === 0) there[key] = value;
  else {
    const inner = Object.hasOwn(there, key) ? there[key] : undefined;
    if (typeof inner !== 'object' || inner === null) there[key] = {};
    put(there[key] as object, rest, value);
  }
}
