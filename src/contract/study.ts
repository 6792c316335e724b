// A study as a file: the claim, the set-up, the methods, seeds and settings, and the search each method is given. Plain
// JSON, checked at the door. What comes of it is in study-record.ts.
import * as v from 'valibot';
import { PRESETS } from './presets.ts';
import { TEACHER } from './protocol.ts';
import { BASELINE, isBaseline, LaneSchema, type Parsed, problemOf, SetupSchema } from './setup.ts';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const words = v.strictObject({
  en: v.pipe(v.string(), v.minLength(1), v.maxLength(2000)),
  zh: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2000))),
});
const name = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N} .,=×+→-]{0,39}$/u));
/** Places of the set-up by path, `student.widths`, and what stands there instead. */
const places = v.record(
  v.pipe(v.string(), v.regex(/^(data|teacher|student|training)(\.[A-Za-z]{1,20}){1,4}$/)),
  v.unknown(),
);

/** The most seeds a study may have: as many as intervals are known for. */
export const MAX_STUDY_SEEDS = 32;
const MAX_TRIALS = 32;

const Method = v.strictObject({
  name,
  lane: LaneSchema,
  set: v.optional(places),
});
/** A method by its id alone is that method with its defaults. */
const method = v.union([v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)), Method]);

const Axis = v.strictObject({
  name: words,
  points: v.pipe(v.array(v.strictObject({ name, set: places })), v.minLength(1), v.maxLength(16)),
});

/**
 * What is compared: accuracy on the test split, how like the teacher a student is there, or what its features are worth on
 * classes nobody learned, by one sample each (where the data keep some back).
 */
export const MEASURES = ['accuracy', 'loss', 'agreement', 'kl', 'calibration', 'oneShot'] as const;
export type Measure = (typeof MEASURES)[number];
/** Those that a teacher has as well. */
const OF_A_TEACHER: readonly Measure[] = ['accuracy', 'loss', 'calibration'];
/** Whether more is better. */
export const MORE_IS_BETTER: Readonly<Record<Measure, boolean>> = {
  accuracy: true,
  loss: false,
  agreement: true,
  kl: false,
  calibration: false,
  oneShot: true,
};

const Claim = v.strictObject({
  better: name,
  /** A method, or `teacher`, that of the better one; or of several the median of each seed, or the one that validation data prefer. */
  than: v.union([
    name,
    v.strictObject({ median: v.pipe(v.array(name), v.minLength(2)) }),
    v.strictObject({ best: v.pipe(v.array(name), v.minLength(2)) }),
  ]),
  on: v.picklist(MEASURES),
  /** By how much at least; a negative one claims that it is not worse by more than that. 0 where it says nothing. */
  by: v.optional(v.pipe(v.number(), v.finite()), 0),
  /** Only in these settings; in all where it says nothing. */
  at: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
});
export type Claim = v.InferOutput<typeof Claim>;

/** Candidate values by knob, or by path of the set-up where there is a dot: `T`, `training.rate`. */
const search = v.record(
  v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9]{0,31}(\.[A-Za-z]{1,20}){0,4}$/)),
  v.pipe(v.array(v.union([v.number(), v.string(), v.boolean()])), v.minLength(1), v.maxLength(MAX_TRIALS)),
);
const Tuning = v.strictObject({
  /** Seeds of the search; none of them is reported. */
  first: whole(0, 4_294_967_295),
  count: whole(1, MAX_STUDY_SEEDS),
  /** How many points each method's search has. */
  trials: whole(1, MAX_TRIALS),
  search: v.record(name, search),
  /** Where the search is made, for all settings; in each on its own where it says nothing. */
  at: v.optional(v.string()),
});

export const StudySchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  title: words,
  /** What was published, or what is asked. */
  question: words,
  cite: v.optional(v.pipe(v.string(), v.maxLength(300))),
  /** What differs from the published experiment, and what else one must know. */
  notes: v.optional(words),
  base: v.union([
    v.strictObject({ preset: v.picklist(PRESETS.map(({ id }) => id)), set: v.optional(places, {}) }),
    /** A whole set-up; its lanes and seeds count for nothing. */
    v.strictObject({ setup: SetupSchema, set: v.optional(places, {}) }),
  ]),
  /** Settings are all pairs of their points; a single one where there is no axis. */
  axes: v.optional(v.pipe(v.array(Axis), v.maxLength(2)), []),
  methods: v.pipe(v.array(method), v.minLength(1), v.maxLength(24)),
  seeds: v.strictObject({ first: whole(0, 4_294_967_295), count: whole(1, MAX_STUDY_SEEDS) }),
  /**
   * `fresh`: every seed has its own split of training and validation data and its own noise (and, where data are drawn,
   * its own data). `fixed`: the data are the same, seeds vary the labels given, the start and the batches.
   */
  data: v.picklist(['fresh', 'fixed']),
  tuning: v.optional(Tuning),
  claims: v.optional(v.pipe(v.array(Claim), v.maxLength(16)), []),
  /** Set-ups that were looked at before these were fixed, on validation data or other seeds; the search comes on top. */
  triedBefore: v.optional(whole(0, 10_000), 0),
});

export type Study = v.InferOutput<typeof StudySchema>;
export type StudyMethod = v.InferOutput<typeof Method>;

/** A method as the study names it. */
export function methodsOf(study: Study): StudyMethod[] {
  return study.methods.map((method) =>
    typeof method === 'string' ? { name: method, lane: { method, knobs: {} } } : method,
  );
}

/** What `accuracy` is of: right classes, or the average precision of detectors. */
export const judgedBy = (study: Study): 'accuracy' | 'precision' =>
  methodsOf(study).some(({ lane }) => lane.method === BASELINE.scenes) ? 'precision' : 'accuracy';

/** Names of the settings: pairs of points of the axes; one without a name where there is no axis. */
export function settingsOf({ axes }: Study): { readonly name: string; readonly points: readonly string[] }[] {
  const lists = axes.reduce<string[][]>(
    (before, axis) => before.flatMap((points) => axis.points.map((point) => [...points, point.name])),
    [[]],
  );
  return lists.map((points) => ({ name: points.join(' → '), points }));
}

/** Reads a study. Problems are sentences with the path and the value in them. */
export function parseStudy(json: unknown): Parsed<Study> {
  const result = v.safeParse(StudySchema, json);
  if (!result.success)
    return { ok: false, problems: result.issues.map((issue) => problemOf(issue, 'study')) };
  const problems = [...mistakes(result.output)];
  return problems.length ? { ok: false, problems } : { ok: true, value: result.output };
}

/** What the parts of a study say of one another. */
function* mistakes(study: Study): Generator<string> {
  const names = methodsOf(study).map((m) => m.name);
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  if (twice !== undefined) yield `methods: "${twice}" stands there twice.`;
  if (names.includes(TEACHER)) yield `methods: "${TEACHER}" is the name of what they learn from.`;
  const alone = methodsOf(study).find(({ name }) => name === 'alone');
  if (!isBaseline(alone?.lane.method ?? ''))
    yield 'methods: the student alone, "alone", is missing; all are compared with it.';
  const settings = settingsOf(study).map((s) => s.name);
  for (const [i, claim] of study.claims.entries()) {
    const { than } = claim;
    const others = typeof than === 'string' ? [than] : 'median' in than ? than.median : than.best;
    for (const n of [claim.better, ...others])
      if (!names.includes(n) && !(n === TEACHER && n === than))
        yield `claims.${i}: there is no method "${n}"; there are ${names.join(', ')}.`;
    if (than === TEACHER && !OF_A_TEACHER.includes(claim.on))
      yield `claims.${i}.on: a teacher has no "${claim.on}"; it has ${OF_A_TEACHER.join(', ')}.`;
    for (const at of claim.at ?? [])
      if (!settings.includes(at))
        yield `claims.${i}.at: there is no setting "${at}"; there are ${settings.join(', ')}.`;
  }
  if (study.tuning) yield* mistakesOfSearch(study, study.tuning, names, settings);
}

/** Every method has the same number of trials, on seeds that are not reported. */
function* mistakesOfSearch(
  { seeds }: Study,
  { first, count, trials, search, at }: NonNullable<Study['tuning']>,
  names: readonly string[],
  settings: readonly string[],
): Generator<string> {
  for (const n of names) {
    const points = Object.values(search[n] ?? {}).reduce((product, { length }) => product * length, 1);
    if (points !== trials) yield `tuning.search.${n}: has ${points} points, each method has ${trials}.`;
  }
  for (const n of Object.keys(search))
    if (!names.includes(n))
      yield `tuning.search.${n}: there is no such method; there are ${names.join(', ')}.`;
  if (first < seeds.first + seeds.count && seeds.first < first + count)
    yield `tuning: its seeds ${first}–${first + count - 1} and those reported, ${seeds.first}–${seeds.first + seeds.count - 1}, have some in common.`;
  if (at !== undefined && !settings.includes(at))
    yield `tuning.at: there is no setting "${at}"; there are ${settings.join(', ')}.`;
}
