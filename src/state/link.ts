// The whole set-up in the fragment of the address: the name of an experiment and what differs from it, e.g.
//   #preset=mnist-few&seed=7&student.widths=16,16&lanes=alone;kd(T:8);adl&engine=webgpu
import { PRESETS, type Preset } from '../contract/presets.ts';
import { type Parsed, parseSetup, type Setup } from '../contract/setup.ts';
import { put, same } from './json.ts';
import {
  LinkError,
  readFlag,
  readKnobs,
  readLanes,
  readLength,
  readNumber,
  readWidths,
  shown,
  writeKnobs,
  writeLanes,
  writeLength,
  writeWidths,
} from './link-grammar.ts';

export const MAX_LINK = 8192;

/** One value of the set-up as it stands in a link. `set` makes a copy. */
interface Field {
  readonly get: (setup: Setup) => unknown;
  readonly set: (setup: Setup, value: never) => Setup;
  readonly write: (value: never) => string;
  readonly read: (text: string) => unknown;
}

/** `get` and `set` by path. Paths come from the table below, never from a link. */
function at<T>(
  path: string,
  read: (text: string) => T,
  write: (value: T) => string,
): readonly [string, Field] {
  const keys = path.split('.');
  const get = (setup: Setup) =>
    keys.reduce((value: unknown, key) => (value as Record<string, unknown>)[key], setup);
  return [
    path,
    { get, set: (setup, value) => put(setup, keys, value), write: write as Field['write'], read },
  ];
}

const flag = (path: string) => at<boolean>(path, readFlag, String);
const number = (path: string) => at<number>(path, readNumber, String);
const text = (path: string) => at<string>(path, (value) => value, String);
const net = (path: string) => [
  text(`${path}.model`),
  at(`${path}.widths`, readWidths, writeWidths),
  at(`${path}.knobs`, readKnobs, writeKnobs),
];
const training = (path: string) => [
  text(`${path}.optimizer`),
  number(`${path}.rate`),
  number(`${path}.momentum`),
  number(`${path}.weightDecay`),
  number(`${path}.clip`),
  text(`${path}.schedule`),
  number(`${path}.warmup`),
  number(`${path}.batch`),
  at(`${path}.length`, readLength, writeLength),
];

const FIELDS: ReadonlyMap<string, Field> = new Map([
  text('data.id'),
  at('data.knobs', readKnobs, writeKnobs),
  number('data.labels.teacher'),
  number('data.labels.student'),
  number('data.pool'),
  number('data.poolBatch'),
  number('data.draw'),
  number('data.augment.shift'),
  flag('data.augment.flip'),
  number('data.augment.noise'),
  number('data.augment.cutout'),
  ...net('teacher.net'),
  text('teacher.source'),
  ...training('teacher.training'),
  at('teacher.knobs', readKnobs, writeKnobs),
  ...net('student'),
  ...training('training'),
  at('lanes', readLanes, writeLanes),
  number('seed'),
  number('seeds'),
  text('engine'),
]);

export interface Linked {
  readonly preset: Preset;
  readonly setup: Setup;
}

/** The fragment, without `#`, that says how the set-up differs from the preset. */
export function writeLink(setup: Setup, preset: Preset): string {
  const parts = [`preset=${preset.id}`];
  for (const [path, field] of FIELDS) {
    const value = field.get(setup);
    if (!same(value, field.get(preset.setup))) parts.push(`${path}=${encode(field.write(value as never))}`);
  }
  return parts.join('&');
}

/** Reads a fragment, with or without `#`. Never throws; problems are sentences. An empty one is the first preset. */
export function readLink(fragment: string, presets: readonly Preset[] = PRESETS): Parsed<Linked> {
  const bare = fragment.replace(/^#/, '');
  if (bare.length > MAX_LINK)
    return refuse(`The link is ${bare.length} characters long; at most ${MAX_LINK} are read.`);
  const problems: string[] = [];
  const given = new Map<string, string>();
  for (const part of bare.split('&')) {
    if (part === '') continue;
    const [, key = part, raw] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    const value = raw === undefined ? null : decode(raw);
    if (key !== 'preset' && !FIELDS.has(key)) problems.push(`"${shown(key)}" is not a part of a set-up.`);
    else if (given.has(key)) problems.push(`"${key}" stands there twice.`);
    else if (value === null) problems.push(`${key}: "${shown(part)}" has no readable value.`);
    else given.set(key, value);
  }

  const named = given.get('preset');
  const preset = named === undefined ? presets[0] : presets.find((p) => p.id === named);
  if (!preset)
    problems.push(
      `preset: there is no "${shown(named ?? '')}"; there are ${presets.map((p) => p.id).join(', ')}.`,
    );
  if (!preset || problems.length > 0) return { ok: false, problems };

  let setup: Setup = structuredClone(preset.setup);
  for (const [path, field] of FIELDS) {
    const value = given.get(path);
    if (value === undefined) continue;
    try {
      setup = field.set(setup, field.read(value) as never);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      problems.push(`${path}: ${error.message}.`);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const parsed = parseSetup(setup);
  return parsed.ok ? { ok: true, value: { preset, setup: parsed.value } } : parsed;
}

const refuse = (problem: string): Parsed<never> => ({ ok: false, problems: [problem] });

/** Percent-encoded, but for what may stand in a fragment and reads better as it is. */
function encode(value: string): string {
  return encodeURIComponent(wellFormed(value)).replace(/%(2C|3A|3B|2F|40)/g, (code) =>
    decodeURIComponent(code),
  );
}

/** Lone surrogates cannot stand in an address. */
const wellFormed = (value: string): string => value.replace(/\p{Surrogate}/gu, '\uFFFD');

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
