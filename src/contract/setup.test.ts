// The door: what a set-up may be, and what is said of one that may not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasetCards } from '../data/registry.ts';
import { cardOf } from '../distill/method.ts';
import { methods } from '../distill/registry.ts';
import { modelCards } from '../nn/registry.ts';
import { type Cards, withDefaults } from './cards.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { checkSetup, MAX_LANES, NO_AUGMENT, parseSetup, type Setup } from './setup.ts';

const cards: Cards = {
  methods: [...methods.values()].map(cardOf),
  models: modelCards,
  datasets: datasetCards(),
};
const good = DEFAULT_PRESET.setup;

/** A copy of the default set-up with one value put at a path. */
function put(path: string, value: unknown): unknown {
  const copy = structuredClone(good) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy;
}
const problemsOf = (json: unknown): readonly string[] => {
  const parsed = parseSetup(json);
  return parsed.ok ? [] : parsed.problems;
};

describe('the presets', () => {
  test.each(PRESETS)('$id is a set-up that engine and contract accept', ({ setup }) => {
    expect(parseSetup(JSON.parse(JSON.stringify(setup)))).toEqual({ ok: true, value: setup });
    expect(checkSetup(setup, cards)).toEqual([]);
  });

  test('have names of their own', () => {
    expect(new Set(PRESETS.map((p) => p.id)).size).toBe(PRESETS.length);
  });
});

describe('what the contract refuses', () => {
  test.each([
    ['seed', -1, 'seed: expected >=0, got -1.'],
    ['seed', 1.5, 'seed: expected a whole number, got 1.5.'],
    ['seed', 2 ** 32, 'seed: expected <=4294967295, got 4294967296.'],
    ['seeds', 33, 'seeds: expected <=32, got 33.'],
    ['seeds', '3', 'seeds: expected number, got "3".'],
    ['student.widths', [16, 0], 'student.widths.1: expected >=1, got 0.'],
    ['student.widths', Array(9).fill(4), 'student.widths: expected <=8, got 9.'],
    ['training.rate', Number.NaN, 'training.rate: expected number, got NaN.'],
    ['training.optimizer', 'lion', 'training.optimizer: expected ("sgd" | "adam" | "adamw"), got "lion".'],
    ['training.length.unit', 'hours', 'training.length.unit: expected ("steps" | "epochs"), got "hours".'],
    ['teacher.source', null, 'teacher.source: expected ("pretrained" | "train"), got null.'],
    ['lanes', [], 'lanes: expected >=1, got 0.'],
    ['data.augment.shift', 17, 'data.augment.shift: expected <=16, got 17.'],
    ['data.augment.shift', 0.5, 'data.augment.shift: expected a whole number, got 0.5.'],
    ['data.augment.flip', 1, 'data.augment.flip: expected boolean, got 1.'],
    ['data.augment.noise', -0.1, 'data.augment.noise: expected >=0, got -0.1.'],
    ['data.augment.cutout', 33, 'data.augment.cutout: expected <=32, got 33.'],
    ['data.augment', { ...NO_AUGMENT, blur: 1 }, 'data.augment.blur: there is no such entry.'],
    ['engine', 'cuda', 'engine: expected ("auto" | "webgpu" | "webgl" | "wasm" | "cpu"), got "cuda".'],
  ])('%s = %j', (path, value, sentence) => {
    expect(problemsOf(put(path, value))).toEqual([sentence]);
  });

  test('a number without an end is none', () => {
    expect(problemsOf(put('training.rate', Number.POSITIVE_INFINITY))[0]).toMatch(
      /^training\.rate: expected .+, got Infinity\.$/,
    );
  });

  test('all problems are said at once', () => {
    const json = { ...(put('seed', -1) as object), seeds: 0 };
    expect(problemsOf(json)).toEqual(['seed: expected >=0, got -1.', 'seeds: expected >=1, got 0.']);
  });

  test.each([null, undefined, 3, 'digits', [], true])('%j is no set-up at all', (json) => {
    expect(problemsOf(json).length).toBeGreaterThan(0);
  });

  test('a name that is missing, and one that is not known, are said by path', () => {
    const { batch: _, ...training } = good.training;
    expect(problemsOf({ ...good, training })[0]).toMatch(/^training\.batch: expected .+, got undefined\.$/);
    expect(problemsOf(put('data.colour', 'red'))).toEqual(['data.colour: there is no such entry.']);
  });

  test('more lanes than fit are refused', () => {
    const lanes = Array.from({ length: MAX_LANES + 1 }, () => ({ method: 'alone', knobs: {} }));
    expect(problemsOf({ ...good, lanes })).toEqual(['lanes: expected <=8, got 9.']);
  });

  test('the first lane is the student alone', () => {
    const lanes = [
      { method: 'kd', knobs: {} },
      { method: 'alone', knobs: {} },
    ];
    expect(problemsOf({ ...good, lanes })).toEqual([
      'lanes.0.method: the first lane is the student alone, got "kd".',
    ]);
  });

  test('a very long value is cut in the sentence', () => {
    expect((problemsOf(put('engine', 'x'.repeat(10_000)))[0] as string).length).toBeLessThan(250);
  });
});

test('a set-up from before there was augmentation has none', () => {
  const { augment: _, ...data } = good.data;
  expect(parseSetup({ ...good, data })).toEqual({
    ok: true,
    value: { ...good, data: { ...data, augment: NO_AUGMENT } },
  });
});

describe('keys that reach the prototype', () => {
  const hostile = (text: string) =>
    parseSetup(JSON.parse(JSON.stringify(good).replace('"data":{', `${text}"data":{`)));

  test('are refused beside the entries of a set-up', () => {
    const parsed = hostile('"__proto__":{"polluted":1},');
    expect(parsed).toEqual({ ok: false, problems: ['__proto__: there is no such entry.'] });
    expect(
      parseSetup(JSON.parse(JSON.stringify(good).replace('"seeds":', '"constructor":1,"seeds":'))).ok,
    ).toBe(false);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('%s is refused among knobs', (key) => {
    const json: unknown = JSON.parse(
      JSON.stringify(put('lanes.1.knobs', {})).replace(
        '"method":"kd","knobs":{}',
        `"method":"kd","knobs":{"${key}":3}`,
      ),
    );
    expect(JSON.stringify(json)).toContain(`"${key}":3`);
    expect(problemsOf(json)).toEqual([`lanes.1.knobs.${key}: there is no such entry.`]);
  });

  test('change no object, whatever becomes of them', () => {
    hostile('"__proto__":{"polluted":1},');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('hostile JSON', () => {
  test('is refused or accepted, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const parsed = parseSetup(json);
        return parsed.ok ? true : parsed.problems.length > 0 && parsed.problems.every((p) => /\.$/.test(p));
      }),
    );
  });

  const paths = [
    'data',
    'data.knobs',
    'data.labels.student',
    'teacher.net.widths',
    'student',
    'training.length',
    'lanes',
    'lanes.1',
    'lanes.1.knobs',
    'seeds',
    'engine',
  ];
  test('at any place of a good set-up never throws, neither at the door nor against the cards', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const parsed = parseSetup(put(path, value));
        if (parsed.ok) checkSetup(parsed.value, cards);
        else expect(parsed.problems.every((problem) => /^[^\n]+: .+\.$/.test(problem))).toBe(true);
      }),
    );
  });

  test('that is accepted comes out as it went in', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: -5, max: 1100 }), { maxLength: 10 }),
        (seed, widths) => {
          const json = { ...good, seed, student: { ...good.student, widths } };
          const parsed = parseSetup(json);
          expect(parsed.ok).toBe(seed >= 0 && widths.length <= 8 && widths.every((w) => w >= 1 && w <= 1024));
          if (parsed.ok) expect(parsed.value).toEqual(json);
        },
      ),
    );
  });
});

describe('what the cards refuse', () => {
  const check = (path: string, value: unknown) => checkSetup(put(path, value) as Setup, cards);
  test.each([
    ['data.id', 'cats', /^data\.id: there is no "cats"; there are .*digits/],
    ['student.model', 'vit', /^student\.model: there is no "vit"; there are mlp, cnn, retina\.$/],
    ['lanes.1.method', 'toString', /^lanes\.1\.method: there is no "toString"; there are alone, /],
    ['lanes.1.knobs', { T: 21 }, /^lanes\.1\.knobs\.T: expected a number from 0\.5 to 20, got 21\.$/],
    ['lanes.1.knobs', { T: '4' }, /^lanes\.1\.knobs\.T: expected a number from 0\.5 to 20, got "4"\.$/],
    [
      'lanes.1.knobs',
      { beta: 1 },
      /^lanes\.1\.knobs\.beta: there is no such knob; there are T, alpha, epsilon\.$/,
    ],
    ['lanes.1.knobs', { valueOf: 1 }, /^lanes\.1\.knobs\.valueOf: there is no such knob; /],
    ['lanes.2.knobs', { core: 'mse' }, /^lanes\.2\.knobs\.core: expected one of kl, ce, got "mse"\.$/],
    ['lanes.2.knobs', { mimic: 1 }, /^lanes\.2\.knobs\.mimic: expected true or false, got 1\.$/],
    ['data.knobs', { colour: 1 }, /^data\.knobs\.colour: there is no such knob; there are .+\.$/],
    [
      'data.poolBatch',
      0,
      /^data\.poolBatch: a pool of \d+ needs at least one unlabeled sample a step, got 0\.$/,
    ],
  ])('%s = %j', (path, value, sentence) => {
    const problems = check(path, value);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  test.each([
    ['shift', 7, 8, 'images of 8×8 pixels take at most 7, got 8.'],
    ['cutout', 8, 9, 'images of 8×8 pixels take at most 8, got 9.'],
  ])('an image that is smaller than its %s', (name, most, more, sentence) => {
    expect(check(`data.augment.${name}`, most)).toEqual([]);
    expect(check(`data.augment.${name}`, more)).toEqual([`data.augment.${name}: ${sentence}`]);
  });

  test('code where the method takes none, and code that no kernel may have', () => {
    const own = cards.methods.find(({ id }) => id === 'own-weight')?.code;
    const lane = (method: string, code: string) => ({ method, knobs: {}, code });
    expect(check('lanes.1', lane('own-weight', String(own?.initial)))).toEqual([]);
    for (const { code } of own?.gallery ?? []) expect(check('lanes.1', lane('own-weight', code))).toEqual([]);
    expect(check('lanes.1', lane('kd', 'const a = 1.0;'))).toEqual([
      'lanes.1.code: kd takes no code of its own.',
    ]);
    const [problem] = check('lanes.1', lane('own-weight', '@compute fn f() {}'));
    expect(problem).toMatch(/^lanes\.1\.code: Line 1, column 1: "@": attributes/);
    expect(problemsOf(put('lanes.1', lane('own-weight', 'x'.repeat(4001))))[0]).toMatch(/lanes\.1\.code/);
  });

  test('pixels that would be moved in points', () => {
    const spirals = PRESETS.find((p) => p.id === 'spirals')?.setup as Setup;
    const augmented = (augment: Setup['data']['augment']) =>
      checkSetup({ ...spirals, data: { ...spirals.data, augment } }, cards);
    expect(augmented({ ...NO_AUGMENT, noise: 0.1 })).toEqual([]);
    expect(augmented({ shift: 1, flip: true, noise: 0, cutout: 1 })).toEqual(
      ['shift', 'flip', 'cutout'].map(
        (name) =>
          `data.augment.${name}: spirals has samples of shape [2], which are no images; noise is all they take.`,
      ),
    );
  });

  test('a network of images on points, and one without a stage', () => {
    const spirals = PRESETS.find((p) => p.id === 'spirals')?.setup as Setup;
    expect(checkSetup({ ...spirals, student: { model: 'cnn', widths: [], knobs: {} } }, cards)).toEqual([
      'student.model: cnn needs images, but spirals has samples of shape [2].',
      'student.widths: cnn needs at least one stage.',
    ]);
  });

  test('classifiers on scenes, detectors on samples with a class each, and pixels that would move under their boxes', () => {
    const detectors = PRESETS.find((p) => p.id === 'detectors')?.setup as Setup;
    const { data, student, lanes } = detectors;
    expect(checkSetup(detectors, cards)).toEqual([]);
    expect(checkSetup({ ...detectors, student: good.student, lanes: good.lanes.slice(0, 1) }, cards)).toEqual(
      [
        `student.model: mlp tells classes apart; the samples of ${data.id} are scenes with objects to find.`,
        `lanes.0.method: alone tells classes apart; the samples of ${data.id} are scenes with objects to find.`,
      ],
    );
    const images = { ...good, data: { ...good.data, id: 'digits' } };
    expect(checkSetup({ ...images, student, lanes: lanes.slice(0, 1) }, cards)).toEqual([
      'student.model: retina finds objects in scenes; the samples of digits have a class each.',
      'lanes.0.method: focal finds objects in scenes; the samples of digits have a class each.',
    ]);
    expect(
      checkSetup(
        { ...detectors, data: { ...data, augment: { shift: 1, flip: false, noise: 0.1, cutout: 0 } } },
        cards,
      ),
    ).toEqual([
      `data.augment.shift: ${data.id} has scenes, whose boxes would stay behind; noise is all they take.`,
    ]);
    expect(
      checkSetup({ ...detectors, teacher: { ...detectors.teacher, knobs: { gamma0: 7 } } }, cards),
    ).toEqual(['teacher.knobs.gamma0: expected a number from 0 to 5, got 7.']);
  });

  test('every knob of every card accepts its default and both ends of its range', () => {
    const detectors = PRESETS.find((p) => p.id === 'detectors')?.setup as Setup;
    for (const { id, knobs, detects } of cards.methods) {
      const ends = (end: 'min' | 'max' | 'default') =>
        Object.fromEntries(
          Object.entries(knobs).map(([name, knob]) => [
            name,
            knob.kind === 'range' ? knob[end] : knob.default,
          ]),
        );
      for (const end of ['min', 'max', 'default'] as const) {
        expect(
          checkSetup(
            {
              ...(detects ? detectors : good),
              lanes: [
                { method: detects ? 'focal' : 'alone', knobs: {} },
                { method: id, knobs: ends(end) },
              ],
            },
            cards,
          ),
        ).toEqual([]);
      }
    }
  });
});

test('a knob that was not chosen has its default, a chosen zero or false counts', () => {
  const adl = cards.methods.find((m) => m.id === 'adl');
  expect(withDefaults(adl?.knobs ?? {}, { T: 2, gamma: 0, mimic: false, other: 1 })).toEqual({
    T: 2,
    alpha: 0.9,
    beta: 1,
    gamma: 0,
    mimic: false,
    attached: true,
    learn: true,
    core: 'kl',
    epsilon: 0,
  });
});
