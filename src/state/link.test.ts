// The set-up in the address: what is written is read again, and nothing that strangers write does harm.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../contract/presets.ts';
import { ENGINES, type LaneSpec, OPTIMIZERS, parseSetup, SCHEDULES, type Setup } from '../contract/setup.ts';
import { FORBIDDEN_KEYS } from './json.ts';
import { MAX_LINK, readLink, writeLink } from './link.ts';

const FIRST = PRESETS[0] as (typeof PRESETS)[number];
const read = (fragment: string): Setup => {
  const linked = readLink(fragment);
  if (!linked.ok) throw new Error(linked.problems.join(' '));
  return linked.value.setup;
};
const problems = (fragment: string): string => {
  const linked = readLink(fragment);
  return linked.ok ? '' : linked.problems.join(' ');
};

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((n) => n + 0);
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/);
const name = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9]{0,31}$/)
  .filter((text) => !FORBIDDEN_KEYS.includes(text));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
const text = (maxLength: number) => fc.string({ unit: 'binary', maxLength: Math.floor(maxLength / 2) });
const knobs = fc.dictionary(
  name,
  fc.oneof(finite, text(32), fc.boolean(), fc.constantFrom('true', '1', "it's", '')),
  { maxKeys: 4, noNullPrototype: true },
);
const net = fc.record({
  model: id,
  widths: fc.array(fc.integer({ min: 1, max: 1024 }), { maxLength: 8 }),
  knobs,
});
const training = fc.record({
  optimizer: fc.constantFrom(...OPTIMIZERS),
  rate: real(1e-6, 10),
  momentum: real(0, 0.999),
  weightDecay: real(0, 1),
  clip: real(0, 1000),
  schedule: fc.constantFrom(...SCHEDULES),
  warmup: real(0, 0.5),
  batch: fc.integer({ min: 1, max: 4096 }),
  length: fc.record({
    unit: fc.constantFrom('steps' as const, 'epochs' as const),
    count: fc.integer({ min: 1, max: 1e6 }),
  }),
});
const lane: fc.Arbitrary<LaneSpec> = fc.oneof(
  fc.record({ method: id, knobs }),
  fc.record(
    {
      method: id,
      knobs,
      name: text(60),
      color: fc.integer({ min: 0, max: 7 }),
      from: fc.integer({ min: 0, max: 7 }),
      without: fc.array(name, { minLength: 1, maxLength: 3 }),
      code: text(200).filter((code) => code !== ''),
    },
    { requiredKeys: ['method', 'knobs'] },
  ),
);
const setups: fc.Arbitrary<Setup> = fc.record({
  data: fc.record({
    id,
    knobs: fc.dictionary(name, finite, { maxKeys: 3, noNullPrototype: true }),
    labels: fc.record({
      teacher: fc.integer({ min: 0, max: 100_000 }),
      student: fc.integer({ min: 0, max: 100_000 }),
    }),
    pool: fc.integer({ min: 0, max: 1_000_000 }),
    poolBatch: fc.integer({ min: 0, max: 4096 }),
    augment: fc.record({
      shift: fc.integer({ min: 0, max: 16 }),
      flip: fc.boolean(),
      noise: real(0, 1),
      cutout: fc.integer({ min: 0, max: 32 }),
    }),
  }),
  teacher: fc.record(
    { net, source: fc.constantFrom('pretrained' as const, 'train' as const), training, knobs },
    { requiredKeys: ['net', 'source', 'training'] },
  ),
  student: net,
  training,
  lanes: fc.array(lane, { maxLength: 4 }).map((others) => [{ method: 'alone', knobs: {} }, ...others]),
  seed: fc.integer({ min: 0, max: 4_294_967_295 }),
  seeds: fc.integer({ min: 1, max: 32 }),
  engine: fc.constantFrom(...ENGINES),
});

describe('a link', () => {
  it('says only what differs from its experiment', () => {
    expect(writeLink(FIRST.setup, FIRST)).toBe('preset=digits');
    const changed: Setup = {
      ...FIRST.setup,
      seed: 7,
      engine: 'webgpu',
      data: { ...FIRST.setup.data, augment: { shift: 2, flip: true, noise: 0, cutout: 0 } },
      student: { ...FIRST.setup.student, widths: [16, 16] },
      training: { ...FIRST.setup.training, length: { unit: 'epochs', count: 20 } },
      lanes: [
        { method: 'alone', knobs: {} },
        { method: 'kd', knobs: { T: 8 } },
        { method: 'adl', knobs: {}, name: 'Mine, soft' },
      ],
    };
    expect(writeLink(changed, FIRST)).toBe(
      "preset=digits&data.augment.shift=2&data.augment.flip=true&student.widths=16,16&training.length=20epochs&lanes=alone;kd(T:8);adl'Mine,%20soft'&seed=7&engine=webgpu",
    );
    expect(read(writeLink(changed, FIRST))).toEqual(changed);
  });

  it('is read as the first experiment when empty', () => {
    expect(read('')).toEqual(FIRST.setup);
    expect(read('#')).toEqual(FIRST.setup);
  });

  it('is read as it was written, for every set-up, against every experiment', () => {
    fc.assert(
      fc.property(setups, fc.constantFrom(...PRESETS), (setup, preset) => {
        fc.pre(parseSetup(setup).ok);
        const link = writeLink(setup, preset);
        fc.pre(link.length <= MAX_LINK);
        const linked = readLink(`#${link}`);
        expect(linked).toEqual({ ok: true, value: { preset, setup } });
      }),
      { numRuns: 300 },
    );
  });

  it('stays readable when a messenger encodes all of its marks', () => {
    const setup: Setup = {
      ...FIRST.setup,
      lanes: [
        { method: 'alone', knobs: {} },
        { method: 'kd', knobs: { T: 8 }, name: 'a b', color: 5, from: 0, without: ['hard'], code: "it's" },
      ],
    };
    const mangled = writeLink(setup, FIRST).replace(
      /(?<=lanes=.*)[:;,()'!@<=]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16)}`,
    );
    expect(read(mangled)).toEqual(setup);
  });

  it.each([
    ['seed=abc', 'seed: expected a number, got "abc".'],
    ['seed=-1', 'seed: expected >=0, got -1.'],
    ['preset=nope', 'preset: there is no "nope"'],
    ['sead=1', '"sead" is not a part of a set-up.'],
    ['seed=1&seed=2', '"seed" stands there twice.'],
    ['data.augment.flip=1', 'data.augment.flip: expected true or false, got "1".'],
    ['seed', 'seed: "seed" has no readable value.'],
    ['seed=%', 'no readable value'],
    ['lanes=kd;alone', 'the first lane is the student alone'],
    ['lanes=alone;kd(T:8', 'lanes: expected "," or the end of the knobs at the end.'],
    ['lanes=alone;kd(T:8,T:9)', 'the knob "T" stands there twice'],
    ['lanes=alone;;kd', 'expected the name of a method'],
    ["lanes=alone;kd'x", 'a closing quote'],
    ['training.length=20', 'expected a length such as 600steps'],
    ['student.widths=16,x', 'student.widths: expected a number, got "x".'],
    ['engine=cuda', 'engine: expected'],
  ])('that says %s is refused with a sentence that names it', (fragment, sentence) => {
    expect(problems(fragment)).toContain(sentence);
  });

  it('longer than eight thousand characters is refused unread', () => {
    expect(problems('seed=1'.padEnd(MAX_LINK + 1, '0'))).toContain('at most 8192');
  });

  it.each([
    '__proto__=1',
    '__proto__.polluted=1',
    'constructor=1',
    'lanes=alone;kd(__proto__:1)',
    'data.knobs=__proto__:1',
    'student.knobs=constructor:1',
    'toString=1',
  ])('cannot reach a prototype by %s', (fragment) => {
    expect(readLink(fragment).ok).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('of any characters never throws and never changes a prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const key = fc.constantFrom(
      'preset',
      'seed',
      'lanes',
      'data.knobs',
      'student.widths',
      'training.length',
      '__proto__',
      'constructor',
      'x',
    );
    const part = fc
      .tuple(key, fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z_(),;:'0-9]*$/)))
      .map(([k, v]) => `${k}=${v}`);
    const fragments = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('&')),
    );
    fc.assert(
      fc.property(fragments, (fragment) => {
        const linked = readLink(fragment);
        if (linked.ok) expect(parseSetup(linked.value.setup).ok).toBe(true);
        else expect(linked.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });
});
