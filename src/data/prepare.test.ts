import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../contract/presets.ts';
import { checkSetup, NO_AUGMENT, type Setup } from '../contract/setup.ts';
import { DATA_SEED, type Dataset, defineDataset, knobNumbers, type Part, type Read } from './dataset.ts';
import { type PreparedData, prepareData } from './prepare.ts';
import { datasetById, datasetCards, datasets } from './registry.ts';

const read: Read = async (file) =>
  new Uint8Array(await readFile(new URL(`../../public/data/${file}`, import.meta.url)));
const setupFor = (id: string, more: Partial<Setup['data']> = {}, seed = 1, seeds = 1) => ({
  data: {
    id,
    knobs: {},
    labels: { teacher: 0, student: 5 },
    pool: 100,
    poolBatch: 32,
    augment: NO_AUGMENT,
    ...more,
  },
  seed,
  seeds,
});
const prepare = (id: string, more: Partial<Setup['data']> = {}, seed = 1, seeds = 1) =>
  prepareData(datasetById(id), setupFor(id, more, seed, seeds), read);
const classCounts = (y: ArrayLike<number>, classes: number) =>
  Array.from({ length: classes }, (_, label) => Array.from(y).filter((found) => found === label).length);
const rows = ({ x, y }: Part) =>
  Array.from(y, (_, i) => x.subarray((i * x.length) / y.length, ((i + 1) * x.length) / y.length).join());

/** Test accuracy of the nearest class mean: only right when pixels and labels belong together. */
function meanAccuracy({ classes, x, y, test, shape }: PreparedData): number {
  const size = shape.reduce((a, b) => a * b, 1);
  const means = classes.map(() => new Float64Array(size));
  const counts = classCounts(y, classes.length);
  for (const [i, label] of y.entries())
    for (let k = 0; k < size; k++) means[label]![k]! += x[i * size + k]! / counts[label]!;
  let right = 0;
  for (const [i, label] of test.y.entries()) {
    const distances = means.map((mean) => {
      let d = 0;
      for (let k = 0; k < size; k++) d += (mean[k]! - test.x[i * size + k]!) ** 2;
      return d;
    });
    if (distances.indexOf(Math.min(...distances)) === label) right++;
  }
  return right / test.y.length;
}

describe('the registry', () => {
  it('finds all data sets, and their cards are plain data', () => {
    expect(datasets.map((dataset) => dataset.id)).toEqual([
      'blobs',
      'checkerboard',
      'circles',
      'digits',
      'emoji-scenes',
      'fashion',
      'glyph-scenes',
      'glyphs',
      'large-scenes',
      'mixed-digits',
      'mnist',
      'moons',
      'scenes',
      'shifted-emoji-scenes',
      'shifted-glyph-scenes',
      'shifted-scenes',
      'spirals',
    ]);
    expect(structuredClone(datasetCards())).toEqual(datasetCards());
    expect(() => datasetById('cifar')).toThrow('There is no data set "cifar"; there are blobs, checkerboard');
  });

  it('has knobs whose default lies in the range', () => {
    for (const knob of datasets.flatMap((dataset) => Object.values(dataset.knobs))) {
      expect(knob.default).toBeGreaterThanOrEqual(knob.min);
      expect(knob.default).toBeLessThanOrEqual(knob.max);
    }
  });

  it.each(PRESETS.map((preset) => [preset.id, preset.setup] as const))(
    'serves the preset %s',
    async (_, setup) => {
      const problems = checkSetup(setup, { methods: [], models: [], datasets: datasetCards() });
      expect(problems.filter((problem) => problem.startsWith('data.'))).toEqual([]);
      const prepared = await prepareData(datasetById(setup.data.id), setup, read);
      const { student } = setup.data.labels; // 0: all there are
      const labels = student > 0 ? student * prepared.classes.length : prepared.y.length;
      expect(prepared.students[0]?.labeled.length).toBe(labels);
      expect(prepared.students[0]?.pool.length).toBe(setup.data.pool);
    },
  );
});

describe.each([
  ['digits', 0.85],
  ['mnist', 0.78],
  ['fashion', 0.63],
] as const)('%s', (id, least) => {
  it('has the counts of its card, equal classes held out, values in [0, 1], labels that fit', async () => {
    const { counts, classes } = datasetById(id);
    const prepared = await prepare(id);
    expect([prepared.y.length, prepared.validation.y.length, prepared.test.y.length]).toEqual([
      counts.train,
      counts.validation,
      counts.test,
    ]);
    for (const part of [prepared.validation, prepared.test])
      expect(classCounts(part.y, 10)).toEqual(new Array(10).fill(part.y.length / 10));
    const spread = classCounts(prepared.y, 10);
    expect(Math.max(...spread) / Math.min(...spread)).toBeLessThan(1.1);
    let [low, high] = [Infinity, -Infinity];
    for (const value of prepared.x) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    expect([low, high]).toEqual([0, 1]);
    expect(prepared.classes).toEqual(classes);
    expect(meanAccuracy(prepared)).toBeGreaterThan(least);
    // Control: with labels one place off, it is chance.
    expect(
      meanAccuracy({
        ...prepared,
        test: { x: prepared.test.x, y: prepared.test.y.map((_, i, y) => y[(i + 1) % y.length]!) },
      }),
    ).toBeLessThan(0.3);
  });
});

describe('glyphs', () => {
  it('has as many classes as wanted, three strokes each, the first ones the same', async () => {
    const few = await prepare('glyphs', { knobs: { classes: 3, each: 8 }, pool: 4 });
    const many = await prepare('glyphs', { knobs: { classes: 60, each: 8 }, pool: 4 });
    expect(few.classes).toEqual(many.classes.slice(0, 3));
    expect(new Set(many.classes).size).toBe(60);
    for (const name of many.classes) expect(new Set(name).size).toBe(3);
    expect(classCounts(few.y, 3)).toEqual([8, 8, 8]);
  });

  it('draws the strokes where they lie: without noise and movement a class is one picture', async () => {
    const { x, y, classes } = await prepare('glyphs', { knobs: { noise: 0, shift: 0, classes: 60 } });
    const pictures = classes.map((_, label) => {
      const of = rows({ x, y }).filter((__, i) => y[i] === label);
      expect(new Set(of).size).toBe(1);
      return of[0]!.split(',').map(Number);
    });
    // Stroke a goes from (2, 2) to (7, 2): row 2, columns 2 to 7 are full where a class has it.
    const full = (picture: number[]) => [2, 3, 4, 5, 6, 7].every((column) => picture[20 + column] === 1);
    expect(pictures.map(full)).toEqual(classes.map((name) => name.includes('a')));
    // Classes that share two strokes are closer than classes that share none.
    const distance = (a: number[], b: number[]) => Math.hypot(...a.map((v, i) => v - b[i]!));
    const shared = (a: string, b: string) => Array.from(a).filter((stroke) => b.includes(stroke)).length;
    const mean = (wanted: number) => {
      const pairs = classes.flatMap((a, i) =>
        classes.slice(i + 1).flatMap((b, k) => {
          const j = i + 1 + k;
          return shared(a, b) === wanted ? [distance(pictures[i]!, pictures[j]!)] : [];
        }),
      );
      return pairs.reduce((sum, d) => sum + d, 0) / pairs.length;
    };
    expect(mean(2)).toBeLessThan(0.8 * mean(0));
  });

  it('can be told apart by the nearest class mean, and worse with more noise', async () => {
    const at = async (noise: number) =>
      meanAccuracy(await prepare('glyphs', { knobs: { noise, shift: 0 }, pool: 0 }));
    expect(await at(0.3)).toBeGreaterThan(0.95);
    expect(await at(1)).toBeLessThan((await at(0.3)) - 0.1);
  });
});

describe('printed digits as a pool', () => {
  it('gives labels, validation and test of the scanned digits and a pool of printed ones', async () => {
    const scanned = await prepare('digits', { pool: 100 });
    const mixed = await prepare('mixed-digits', { pool: 300 });
    expect(mixed.test).toEqual(scanned.test);
    expect(mixed.validation).toEqual(scanned.validation);
    expect(mixed.students[0]!.labeled).toEqual(scanned.students[0]!.labeled);
    const [labeled, pool] = [mixed.students[0]!.labeled, mixed.students[0]!.pool];
    expect(Math.max(...labeled)).toBeLessThan(scanned.y.length);
    expect(Math.min(...pool)).toBeGreaterThanOrEqual(scanned.y.length);
    expect(new Set(pool).size).toBe(300);
    expect(mixed.teacher).toEqual(scanned.teacher); // the teacher's labels are not those of the pool
    // They are digits of their classes, and yet others: means of the scanned ones do worse on them than on their own.
    const printed = { x: mixed.x.subarray(scanned.x.length), y: mixed.y.subarray(scanned.y.length) };
    const there = meanAccuracy({ ...scanned, test: printed });
    expect(there).toBeGreaterThan(0.4);
    expect(there).toBeLessThan(meanAccuracy(scanned) - 0.1);
    expect(meanAccuracy({ ...scanned, x: printed.x, y: printed.y, test: printed })).toBeGreaterThan(0.85);
  });

  it('says how many there are where more are asked for', async () => {
    await expect(prepare('mixed-digits', { pool: 2281 })).rejects.toThrow(
      'a pool of 2281 samples was asked for, beside the 50 labeled ones there are 2280',
    );
  });
});

describe('a run', () => {
  it('never meets a validation or test sample in training', async () => {
    const { x, y, validation, test, teacher, students } = await prepare('digits', { pool: 1000 });
    const train = rows({ x, y });
    const held = new Set([...rows(validation), ...rows(test)]);
    // All digits differ from one another, so a sample is known by its pixels.
    expect(new Set([...train, ...held]).size).toBe(1797);
    for (const index of [...teacher, ...students[0]!.labeled, ...students[0]!.pool])
      expect(held.has(train[index]!)).toBe(false);
  });

  it('gives each seed its own labels and pool, disjoint, and all the same data', async () => {
    const { y, students } = await prepare('digits', {}, 1, 3);
    expect(new Set(students.map(({ labeled }) => labeled.join())).size).toBe(3);
    expect(new Set(students.map(({ pool }) => pool.join())).size).toBe(3);
    for (const { labeled, pool } of students) {
      expect(
        classCounts(
          labeled.map((i) => y[i]!),
          10,
        ),
      ).toEqual(new Array(10).fill(5));
      expect(new Set([...labeled, ...pool]).size).toBe(150);
    }
  });

  it('treats a seed alone as it does among others', async () => {
    const among = await prepare('digits', {}, 1, 3);
    const alone = await prepare('digits', {}, 3, 1);
    expect(alone.students[0]).toEqual(among.students[2]);
    expect(alone.students[0]).not.toEqual(among.students[0]);
    expect([alone.x, alone.y, alone.test]).toEqual([among.x, among.y, among.test]);
  });

  it('gives the teacher all labels, or as many as asked for', async () => {
    expect((await prepare('digits')).teacher).toHaveLength(1197);
    expect((await prepare('digits', { labels: { teacher: 50, student: 5 } })).teacher).toHaveLength(500);
  });

  it('says so when there is too little', async () => {
    await expect(prepare('digits', { labels: { teacher: 0, student: 500 } })).rejects.toThrow(
      'digits: 500 labels a class were asked for, class 8 has 114.',
    );
    await expect(prepare('digits', { pool: 1148 })).rejects.toThrow(
      'digits: a pool of 1148 samples was asked for, beside the 50 labeled ones there are 1147.',
    );
    await expect(prepare('digits', { knobs: { noise: 2 } })).rejects.toThrow(
      'digits: noise is 2, it goes from 0 to 1.',
    );
    await expect(prepare('digits', { knobs: { blur: 1 } })).rejects.toThrow(
      'digits: there is no knob "blur"; there are noise, labelNoise.',
    );
  });
});

describe('noise on images', () => {
  const load = (knobs: Record<string, number>) => {
    const dataset = datasetById('digits');
    return dataset.load({ seed: DATA_SEED, knobs: knobNumbers(dataset, knobs), read });
  };

  it('is Gaussian with the asked deviation in every part, and the same each time', async () => {
    const [clean, noisy, again] = await Promise.all([load({}), load({ noise: 0.2 }), load({ noise: 0.2 })]);
    expect(noisy).toEqual(again);
    for (const part of ['train', 'validation', 'test'] as const) {
      const differences = noisy[part].x.map((value, i) => value - clean[part].x[i]!);
      const deviation = Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / differences.length);
      expect(Math.abs(deviation - 0.2)).toBeLessThan(0.005);
      expect(noisy[part].y).toEqual(clean[part].y);
    }
  });

  it('grows with the knob, every pixel the same way', async () => {
    const [clean, some, more] = await Promise.all([load({}), load({ noise: 0.1 }), load({ noise: 0.3 })]);
    for (let i = 0; i < 2000; i++)
      expect(more.test.x[i]! - clean.test.x[i]!).toBeCloseTo(3 * (some.test.x[i]! - clean.test.x[i]!), 5);
  });

  it('in labels reaches the training part alone, at the asked rate, with every other class', async () => {
    const [clean, noisy] = await Promise.all([load({}), load({ labelNoise: 0.3 })]);
    const flips = clean.train.y
      .map((label, i) => (noisy.train.y[i]! - label + 10) % 10)
      .filter((shift) => shift !== 0);
    expect(flips).toHaveLength(Math.round(0.3 * 1197));
    for (const count of classCounts(flips, 10).slice(1))
      expect(Math.abs(count - flips.length / 9)).toBeLessThan(25);
    expect([noisy.validation, noisy.test, noisy.train.x]).toEqual([
      clean.validation,
      clean.test,
      clean.train.x,
    ]);
  });
});

describe('a data set that breaks its word', () => {
  const broken = (change: (part: Part) => Part): Dataset => {
    const toy = datasetById('moons');
    return defineDataset({
      ...toy,
      id: 'broken',
      load: async (context) => {
        const samples = await toy.load(context);
        return { ...samples, test: change(samples.test) };
      },
    });
  };
  const setup = setupFor('broken');

  it('is refused with a sentence', async () => {
    await expect(
      prepareData(
        broken(({ x, y }) => ({ x: x.subarray(2), y })),
        setup,
        read,
      ),
    ).rejects.toThrow('broken: test has 1998 numbers for 1000 samples of shape [2].');
    await expect(
      prepareData(
        broken(({ x, y }) => ({ x, y: y.map((label) => label + 1) })),
        setup,
        read,
      ),
    ).rejects.toThrow('broken: test has the label 2, there are 2 classes.');
    const n = 24_000_000;
    await expect(
      prepareData(
        broken(() => ({ x: new Float32Array(2 * n), y: new Int32Array(n) })),
        setup,
        read,
      ),
    ).rejects.toThrow(/^broken: takes \d+ bytes of memory, at most 268435456 are allowed\.$/);
    expect(
      (
        await prepareData(
          broken((part) => part),
          setup,
          read,
        )
      ).test.y,
    ).toHaveLength(1000);
  });

  it('is refused when its files are another set', async () => {
    const other: Read = async (file) =>
      file === 'manifest.json'
        ? new TextEncoder().encode(
            new TextDecoder().decode(await read(file)).replaceAll('"Trouser"', '"Trousers"'),
          )
        : read(file);
    await expect(prepareData(datasetById('fashion'), setupFor('fashion'), other)).rejects.toThrow(
      'manifest.json: fashion has the classes T-shirt/top, Trousers',
    );
  });
});
