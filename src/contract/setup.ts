// The whole set-up of an experiment: plain JSON, bounded and checked at the door.
import * as v from 'valibot';
import type { Cards, DatasetCard, Knobs, KnobValues, MethodCard } from './cards.ts';
import { checkCode, sentenceOf } from './own-code.ts';
import { isOwn, missingOwn } from './own-data.ts';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const real = (min: number, max: number) => v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/));
const knobName = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/));
/** Keys that mean something to every object. A record would leave them out without a word. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];
const noForbidden = v.rawCheck<unknown>(({ dataset: { value }, addIssue }) => {
  for (const key of FORBIDDEN.filter(
    (key) => typeof value === 'object' && value !== null && Object.hasOwn(value, key),
  )) {
    addIssue({
      expected: 'never',
      path: [{ type: 'unknown', origin: 'key', input: value, key, value: undefined }],
    });
  }
});
const values = <V extends v.GenericSchema>(value: V) =>
  v.pipe(v.unknown(), noForbidden, v.record(knobName, value));
const numbers = values(v.pipe(v.number(), v.finite()));
const knobs = values(
  v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.maxLength(32)), v.boolean()]),
);

const Net = v.strictObject({
  model: id,
  /** Units of each hidden layer, or filters of each stage; the output layer is not among them. */
  widths: v.pipe(v.array(whole(1, 1024)), v.maxLength(8)),
  knobs,
});

export const ENGINES = ['auto', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;
export const OPTIMIZERS = ['sgd', 'adam', 'adamw'] as const;
export const SCHEDULES = ['constant', 'step', 'cosine'] as const;
/** The methods of a student alone, and of a teacher: on samples with a class each, and on scenes with objects. */
export const BASELINE = { classes: 'alone', scenes: 'focal' } as const;
export const isBaseline = (method: string): boolean => Object.values<string>(BASELINE).includes(method);
export const baselineOf = (data: { readonly anchors?: unknown }) =>
  data.anchors ? BASELINE.scenes : BASELINE.classes;
export const MAX_LANES = 8;
/** Characters of code a lane may have. */
export const MAX_CODE = 4000;

const Training = v.strictObject({
  optimizer: v.picklist(OPTIMIZERS),
  /** Learning rate, reached after the warm-up. */
  rate: real(1e-6, 10),
  /** Momentum of SGD; β₁ of Adam. */
  momentum: real(0, 0.999),
  weightDecay: real(0, 1),
  /** Largest norm of a seed's whole gradient, which is scaled down to it; 0 leaves it as it is. */
  clip: v.optional(real(0, 1000), 0),
  schedule: v.picklist(SCHEDULES),
  /** Share of the run over which the rate rises linearly from zero. */
  warmup: real(0, 0.5),
  /** Labeled samples a step. */
  batch: whole(1, 4096),
  length: v.strictObject({ unit: v.picklist(['steps', 'epochs']), count: whole(1, 1_000_000) }),
});

export const LaneSchema = v.strictObject({
  method: id,
  knobs,
  name: v.optional(v.pipe(v.string(), v.maxLength(60))),
  /** Which of the page's colours it has, where not that of its place. */
  color: v.optional(whole(0, MAX_LANES - 1)),
  /** The place of the lane it was copied from. */
  from: v.optional(whole(0, MAX_LANES - 1)),
  /** Terms of the loss that are left out: an ablation. */
  without: v.optional(v.pipe(v.array(knobName), v.minLength(1), v.maxLength(8))),
  /** The weight a sample as the visitor wrote it, in WGSL; only where the method takes one. */
  code: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_CODE))),
});

const Augment = v.strictObject({
  /** Pixels an image is moved by at most, in each direction. */
  shift: whole(0, 16),
  /** Mirrored left to right, half of the time. */
  flip: v.boolean(),
  /** Standard deviation of what is added to every number. */
  noise: real(0, 1),
  /** Side of a square that is blanked out, at a random place. */
  cutout: whole(0, 32),
});
export type Augment = v.InferOutput<typeof Augment>;
/** Training samples as they are. */
export const NO_AUGMENT: Augment = { shift: 0, flip: false, noise: 0, cutout: 0 };

export const SetupSchema = v.strictObject({
  data: v.strictObject({
    id,
    knobs: numbers,
    /** Labels a class that teacher and student are given; 0 means all there are. */
    labels: v.strictObject({ teacher: whole(0, 100_000), student: whole(0, 100_000) }),
    /** Further training samples the student sees without labels (the transfer set); 0 means none. */
    pool: whole(0, 1_000_000),
    /** Unlabeled samples a step, beside `training.batch` labeled ones. Only with a pool. */
    poolBatch: whole(0, 4096),
    /**
     * Which draw of the data: how training and validation data are told apart, their noise, and the points where data are
     * drawn. Absent, the one that all runs share and pretrained teachers know. Images that are for the test stay so.
     */
    draw: v.optional(whole(0, 4_294_967_295)),
    /** How training samples are altered by chance, anew in every step. */
    augment: v.optional(Augment, NO_AUGMENT),
  }),
  teacher: v.strictObject({
    net: Net,
    /** `pretrained`: the committed weights, refused where none fit. `train`: in its own lane, first. */
    source: v.picklist(['pretrained', 'train']),
    training: Training,
    /** Knobs of the method by which it trains, which is the student's own without a teacher. */
    knobs: v.optional(knobs),
  }),
  student: Net,
  training: Training,
  /** The first lane is always the student alone: `alone`, or `focal` on scenes. */
  lanes: v.pipe(v.array(LaneSchema), v.minLength(1), v.maxLength(MAX_LANES)),
  seed: whole(0, 4_294_967_295),
  /** How many seeds train together, along the leading axis: seed, seed + 1, … */
  seeds: whole(1, 32),
  engine: v.picklist(ENGINES),
});

export type Setup = v.InferOutput<typeof SetupSchema>;
export type NetSpec = v.InferOutput<typeof Net>;
export type TrainingSpec = v.InferOutput<typeof Training>;
export type LaneSpec = v.InferOutput<typeof LaneSchema>;
export type EngineChoice = Setup['engine'];

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What valibot objects to, as a sentence with the path and the value; `whole` names what is read. */
export function problemOf(issue: v.BaseIssue<unknown>, whole: string): string {
  const path = v.getDotPath(issue) ?? whole;
  if (issue.expected === 'never') return `${path}: there is no such entry.`;
  return `${path}: expected ${issue.type === 'integer' ? 'a whole number' : (issue.expected ?? 'another value')}, got ${issue.received.slice(0, 80)}.`;
}

/** Reads a set-up from plain JSON. Problems are sentences with the path and the value in them. */
export function parseSetup(json: unknown): Parsed<Setup> {
  const result = v.safeParse(SetupSchema, json);
  if (!result.success) {
    return {
      ok: false,
      problems: result.issues.map((issue) => problemOf(issue, 'set-up')),
    };
  }
  const first = result.output.lanes[0];
  if (!isBaseline(first?.method ?? '')) {
    return {
      ok: false,
      problems: [`lanes.0.method: the first lane is the student alone, got "${first?.method}".`],
    };
  }
  return { ok: true, value: result.output };
}

/** Checks ids and knobs against what the engine offers. Empty when all is well. */
export function checkSetup(setup: Setup, cards: Cards): string[] {
  const problems: string[] = [];
  const find = <C extends { id: string }>(
    list: readonly C[],
    wanted: string,
    path: string,
  ): C | undefined => {
    const card = list.find((c) => c.id === wanted);
    if (!card)
      problems.push(`${path}: there is no "${wanted}"; there are ${list.map((c) => c.id).join(', ')}.`);
    return card;
  };
  const absent = isOwn(setup.data.id) && !cards.datasets.some((card) => card.id === setup.data.id);
  if (absent) problems.push(missingOwn(setup.data.id));
  const data = absent ? undefined : find(cards.datasets, setup.data.id, 'data.id');
  if (data) {
    problems.push(...checkKnobs(data.knobs, setup.data.knobs, 'data.knobs'));
    problems.push(...checkAugment(data, setup.data.augment));
  }
  for (const [path, net] of [
    ['teacher.net', setup.teacher.net],
    ['student', setup.student],
  ] as const) {
    const model = find(cards.models, net.model, `${path}.model`);
    if (!model) continue;
    problems.push(...checkKnobs(model.knobs, net.knobs, `${path}.knobs`));
    if (data) problems.push(...checkTask(data, model, `${path}.model`));
    if (model.needsImage && data && data.shape.length !== 3) {
      problems.push(
        `${path}.model: ${model.id} needs images, but ${data.id} has samples of shape [${data.shape}].`,
      );
    }
    if (model.needsImage && net.widths.length === 0)
      problems.push(`${path}.widths: ${model.id} needs at least one stage.`);
  }
  setup.lanes.forEach((lane, i) => {
    const method = find(cards.methods, lane.method, `lanes.${i}.method`);
    if (method && data) problems.push(...checkTask(data, method, `lanes.${i}.method`));
    if (method) problems.push(...checkKnobs(method.knobs, lane.knobs, `lanes.${i}.knobs`));
    if (method && lane.without) problems.push(...checkWithout(method, lane.without, `lanes.${i}.without`));
    if (method && lane.code !== undefined)
      problems.push(...checkLaneCode(method, lane.code, `lanes.${i}.code`));
  });
  const own = data && cards.methods.find(({ id }) => id === baselineOf(data));
  if (own && setup.teacher.knobs)
    problems.push(...checkKnobs(own.knobs, setup.teacher.knobs, 'teacher.knobs'));
  if (setup.data.pool > 0 && setup.data.poolBatch === 0) {
    problems.push(
      `data.poolBatch: a pool of ${setup.data.pool} needs at least one unlabeled sample a step, got 0.`,
    );
  }
  return problems;
}

/** Only terms that there are can be left out, and not all of them. */
function checkWithout({ id, terms }: MethodCard, without: readonly string[], path: string): string[] {
  const unknown = without.filter((term) => !terms.includes(term));
  if (unknown.length > 0)
    return unknown.map((term) => `${path}: ${id} has no term "${term}"; it has ${terms.join(', ')}.`);
  if (terms.some((term) => !without.includes(term))) return [];
  return [`${path}: without ${terms.join(' and ')} nothing is left of the loss of ${id}.`];
}

/** Only what the text itself shows; the compiler of the engine that runs it may object to more. */
function checkLaneCode({ id, code: takes }: MethodCard, code: string, path: string): string[] {
  if (!takes) return [`${path}: ${id} takes no code of its own.`];
  return checkCode(code).map((problem) => `${path}: ${sentenceOf(problem)}`);
}

/** Scenes need what finds objects in them, and other samples what tells classes apart. */
function checkTask(
  data: DatasetCard,
  { id, detects = false }: { readonly id: string; readonly detects?: boolean },
  path: string,
): string[] {
  if (detects === (data.anchors !== undefined)) return [];
  return [
    detects
      ? `${path}: ${id} finds objects in scenes; the samples of ${data.id} have a class each.`
      : `${path}: ${id} tells classes apart; the samples of ${data.id} are scenes with objects to find.`,
  ];
}

/** What moves pixels needs images, and ones that are larger than the move; and no boxes that would stay behind. */
function checkAugment({ id, shape, anchors }: DatasetCard, { shift, flip, cutout }: Augment): string[] {
  const [height, width] = shape as readonly [number, number];
  const side = Math.min(height, width);
  const moves = [
    { name: 'shift', value: shift, most: side - 1 },
    { name: 'flip', value: Number(flip), most: 1 },
    { name: 'cutout', value: cutout, most: side },
  ];
  if (shape.length !== 3 || anchors) {
    return moves
      .filter(({ value }) => value > 0)
      .map(({ name }) =>
        anchors
          ? `data.augment.${name}: ${id} has scenes, whose boxes would stay behind; noise is all they take.`
          : `data.augment.${name}: ${id} has samples of shape [${shape}], which are no images; noise is all they take.`,
      );
  }
  return moves
    .filter(({ value, most }) => value > most)
    .map(
      ({ name, value, most }) =>
        `data.augment.${name}: images of ${height}×${width} pixels take at most ${most}, got ${value}.`,
    );
}

function checkKnobs(knobs: Knobs, chosen: KnobValues, path: string): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(chosen)) {
    const knob = Object.hasOwn(knobs, name) ? knobs[name] : undefined;
    const say = (expected: string) =>
      problems.push(`${path}.${name}: expected ${expected}, got ${JSON.stringify(value)}.`);
    if (!knob) {
      const known = Object.keys(knobs);
      problems.push(
        `${path}.${name}: there is no such knob; there ${known.length ? `are ${known.join(', ')}` : 'are none'}.`,
      );
      continue;
    }
    if (knob.kind === 'range') {
      if (typeof value !== 'number' || value < knob.min || value > knob.max)
        say(`a number from ${knob.min} to ${knob.max}`);
    } else if (knob.kind === 'choice') {
      if (!knob.options.some((o) => o.value === value))
        say(`one of ${knob.options.map((o) => o.value).join(', ')}`);
    } else if (knob.kind === 'switch') {
      if (typeof value !== 'boolean') say('true or false');
    } else knob satisfies never;
  }
  return problems;
}
