// What a study has shown: the rows of each setting, and a verdict on each claim. All of it is computed from the cells.
import type { KnobValues } from '../contract/cards.ts';
import { TEACHER } from '../contract/protocol.ts';
import {
  type Claim,
  type Measure,
  MORE_IS_BETTER,
  methodsOf,
  type Study,
  settingsOf,
} from '../contract/study.ts';
import type { Score, SeedLook, StudyCell, StudyRecord } from '../contract/study-record.ts';
import { chosenPoint, pointsOf, reportCells, searchCells } from './plan.ts';
import { type Paired, paired } from './statistics.ts';
import { type Summary, summary } from './summary.ts';

/** What one method did in one setting, over seeds. */
export interface MethodRow {
  readonly name: string;
  /** What the search chose; empty where there was none. Null while it is not over. */
  readonly chosen: KnobValues | null;
  /** How many seeds there are of it so far. */
  readonly n: number;
  readonly stopped: string | null;
  readonly last: Summary | null;
  /** At the look that validation data like best, seed by seed, and the mean step of it. */
  readonly best: Summary | null;
  readonly bestStep: number | null;
  /** Accuracy at the last step, minus that of the student alone and of KD, paired by seed. */
  readonly vsAlone: Paired | null;
  readonly vsReference: Paired | null;
  readonly agreement: Summary | null;
  readonly kl: Summary | null;
  readonly calibration: Summary | null;
  readonly cost: (Omit<StudyCell['cost'], 'seconds'> & { /** A seed. */ readonly seconds: number }) | null;
}

export type Verdict = 'shows' | 'does not show' | 'reversed' | 'not measured';
export interface ClaimOutcome {
  readonly claim: Claim;
  readonly setting: string;
  /** The better minus the other, so that more is always in favour; paired by seed. */
  readonly difference: Paired | null;
  readonly verdict: Verdict;
  /** What it was compared with: of several, the one that validation data prefer. */
  readonly against: string;
}

export interface SettingOutcome {
  readonly name: string;
  readonly points: readonly string[];
  readonly teacher: Summary | null;
  readonly rows: readonly MethodRow[];
  readonly claims: readonly ClaimOutcome[];
}

export interface StudyOutcome {
  readonly settings: readonly SettingOutcome[];
  /** Set-ups that were trained in the searches: points, in all settings, whatever the number of seeds. */
  readonly tried: number;
  /** Cells that are planned, and those that are done. */
  readonly planned: number;
  readonly done: number;
}

/** Looks of one method by seed. */
type BySeed = ReadonlyMap<number, { readonly last: SeedLook; readonly best: SeedLook }>;
interface Measured extends Pick<MethodRow, 'name' | 'chosen' | 'stopped'> {
  readonly seeds: BySeed;
  readonly cells: readonly StudyCell[];
}

/** KD, on classifiers and on detectors. */
const SOFT_TARGETS = ['kd', 'detector-kd'];

/** The method everything is compared with besides the student alone: the first that is KD. */
export const referenceOf = (study: Study): string | undefined =>
  methodsOf(study).find(({ lane }) => SOFT_TARGETS.includes(lane.method))?.name;

export function outcomeOf({ study, split, cells }: StudyRecord): StudyOutcome {
  const score = (look: SeedLook): Score | null => look[split];
  let planned = 0;
  let done = 0;
  const settings = settingsOf(study).map(({ name, points }): SettingOutcome => {
    const all = methodsOf(study).map((method): Measured => {
      const group = { setting: name, method: method.name };
      const chosen = chosenPoint(study, cells, group);
      const wanted = reportCells(study, group, chosen ?? {}).map(({ key }) => key);
      const mine = chosen ? cells.filter(({ key }) => wanted.includes(key)) : [];
      planned += wanted.length;
      done += mine.length;
      const stopped = mine.find((cell) => cell.stopped !== null)?.stopped ?? null;
      return { name: method.name, chosen, stopped, seeds: seedsOf(mine), cells: mine };
    });
    const of = (method: string | undefined) => all.find((one) => one.name === method);
    const teachers = teachersOf(all);
    return {
      name,
      points,
      teacher: teachers.length ? summary(teachers) : null,
      rows: all.map((one) => rowOf(one, of('alone'), of(referenceOf(study)), score)),
      claims: study.claims
        .filter(({ at }) => !at || at.includes(name))
        .map((claim) => claimOutcome(claim, name, all, score)),
    };
  });
  const searched = new Map(
    settings.flatMap(({ name, rows }) =>
      rows.flatMap((row) =>
        searchCells(study, { setting: name, method: row.name }).map((c) => [c.key, c] as const),
      ),
    ),
  );
  const points = new Set([...searched.values()].map((c) => JSON.stringify([c.setting, c.method, c.point])));
  return {
    settings,
    tried: points.size,
    planned: planned + searched.size,
    done: done + cells.filter(({ key }) => searched.has(key)).length,
  };
}

const seedsOf = (cells: readonly StudyCell[]): BySeed =>
  new Map(
    cells
      .toSorted((a, b) => a.first - b.first)
      .flatMap(({ first, seeds }) => seeds.map((looks, i) => [first + i, looks] as const)),
  );

/** The teacher of each seed or group of seeds, whichever method it taught. */
function teachersOf(all: readonly Measured[]): number[] {
  const byFirst = new Map<number, number>();
  for (const { cells } of all)
    for (const { first, teacher } of cells) if (teacher) byFirst.set(first, teacher.accuracy);
  return [...byFirst.values()];
}

function rowOf(
  { name, chosen, stopped, seeds, cells }: Measured,
  alone: Measured | undefined,
  reference: Measured | undefined,
  score: (look: SeedLook) => Score | null,
): MethodRow {
  const looks = [...seeds.values()];
  const over = (at: 'last' | 'best', of: (score: Score) => number | null): Summary | null => {
    const values = looks.map((look) => score(look[at])).map((one) => (one ? of(one) : null));
    const known = values.filter((one) => one !== null);
    return known.length > 0 && known.length === values.length ? summary(known) : null;
  };
  const against = (other: Measured | undefined): Paired | null =>
    other && other.name !== name
      ? difference(seeds, other.seeds, (look) => score(look)?.accuracy ?? null)
      : null;
  const [cell] = cells;
  const seconds = cells.reduce((sum, { cost }) => sum + cost.seconds, 0);
  return {
    name,
    chosen,
    stopped,
    n: looks.length,
    last: over('last', ({ accuracy }) => accuracy),
    best: over('best', ({ accuracy }) => accuracy),
    bestStep: looks.length ? looks.reduce((sum, { best }) => sum + best.step, 0) / looks.length : null,
    vsAlone: against(alone),
    vsReference: against(reference),
    agreement: over('last', ({ agreement }) => agreement),
    kl: over('last', ({ kl }) => kl),
    calibration: over('last', ({ calibration }) => calibration),
    cost: cell && looks.length > 0 ? { ...cell.cost, seconds: seconds / looks.length } : null,
  };
}

/** a − b at the last step over the seeds that both have; null where they have none in common. */
function difference(
  a: BySeed,
  b: BySeed,
  value: (look: SeedLook, seed: number) => number | null,
): Paired | null {
  const pairs = [...a.entries()].flatMap(([seed, { last }]) => {
    const other = b.get(seed);
    const [x, y] = [value(last, seed), other ? value(other.last, seed) : null];
    return x !== null && y !== null ? [[x, y] as const] : [];
  });
  if (pairs.length === 0) return null;
  return paired(
    pairs.map(([x]) => x),
    pairs.map(([, y]) => y),
  );
}

function claimOutcome(
  claim: Claim,
  setting: string,
  all: readonly Measured[],
  score: (look: SeedLook) => Score | null,
): ClaimOutcome {
  const value = (look: SeedLook) => signed(score(look), claim.on);
  const own = all.find(({ name }) => name === claim.better);
  const of = (name: string) =>
    name === TEACHER ? teacherOf(own?.cells ?? []) : all.find((one) => one.name === name);
  const better: BySeed = own?.seeds ?? new Map();
  const { than } = claim;
  let found: Paired | null = null;
  let against = '';
  if (typeof than === 'string' || 'best' in than) {
    const other = typeof than === 'string' ? of(than) : preferred(than.best.map(of));
    against = other?.name ?? '';
    if (other) found = difference(better, other.seeds, value);
  } else {
    against = `median of ${than.median.join(', ')}`;
    found = differenceToMedian(better, than.median.map(of), value);
  }
  return { claim, setting, against, difference: found, verdict: verdictOf(found, claim.by) };
}

/** The teacher of a method’s cells as if it were a method: it is looked at once, on test data. */
function teacherOf(cells: readonly StudyCell[]): Measured {
  const seeds = new Map(
    cells.flatMap(({ first, seeds, teacher }) => {
      if (!teacher) return [];
      const look = { step: 0, validation: teacher, test: teacher };
      return seeds.map((_, i) => [first + i, { last: look, best: look }] as const);
    }),
  );
  return { name: TEACHER, chosen: {}, stopped: null, cells: [], seeds };
}

/** So that more is in favour. */
function signed(score: Score | null, on: Measure): number | null {
  const value = score?.[on] ?? null;
  return value === null || MORE_IS_BETTER[on] ? value : -value;
}

/** Of several methods the one with the highest mean validation accuracy at the last step: the test has no say in it. */
function preferred(several: readonly (Measured | undefined)[]): Measured | undefined {
  const mean = (one: Measured) => {
    const values = [...one.seeds.values()].map(({ last }) => last.validation.accuracy);
    return values.length ? summary(values).mean : Number.NEGATIVE_INFINITY;
  };
  if (several.some((one) => !one?.seeds.size)) return undefined; // not all are there yet
  return several
    .filter((one) => one !== undefined)
    .reduce<Measured | undefined>((best, one) => (!best || mean(one) > mean(best) ? one : best), undefined);
}

/** Against the median, seed by seed, of several methods. */
function differenceToMedian(
  better: BySeed,
  several: readonly (Measured | undefined)[],
  value: (look: SeedLook) => number | null,
): Paired | null {
  const pairs = [...better.entries()].flatMap(([seed, { last }]) => {
    const others = several
      .map((one) => one?.seeds.get(seed))
      .map((looks) => (looks ? value(looks.last) : null));
    const known = others.filter((one) => one !== null);
    const mine = value(last);
    return mine !== null && known.length === several.length ? [[mine, median(known)] as const] : [];
  });
  if (pairs.length === 0) return null;
  return paired(
    pairs.map(([x]) => x),
    pairs.map(([, y]) => y),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] as number;
  const high = sorted[Math.floor(middle)] as number;
  return (low + high) / 2;
}

/** What the 95 % interval says of a claim that the difference is over `by`. */
export function verdictOf(difference: Paired | null, by: number): Verdict {
  if (!difference?.interval) return 'not measured';
  const [low, high] = difference.interval;
  if (low > by) return 'shows';
  return high < Math.min(by, 0) ? 'reversed' : 'does not show';
}

/** How many points the search of a method has. */
export const trialsOf = (study: Study, method: string): number =>
  study.tuning ? pointsOf(study, method).length : 0;
