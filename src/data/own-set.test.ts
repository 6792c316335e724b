import { describe, expect, it } from 'vitest';
import { classCounts, type OwnData, ownId, partSizes, problemOf, SHARES } from '../contract/own-data.ts';
import { DATA_SEED, knobNumbers, type Samples } from './dataset.ts';
import { ownDataset, splitOwn } from './own-set.ts';

/** Two columns: ten rows of class a, twenty of b; the first column counts, the second never changes. */
function table(change: Partial<OwnData> = {}): OwnData {
  const y = Int32Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 0 : 1));
  const x = Float64Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1e6 + i : 7.1));
  const data = {
    kind: 'table',
    name: 'mine',
    shape: [2],
    classes: ['a', 'b'],
    x,
    y,
    shares: SHARES,
    ...change,
  };
  return { ...data, id: change.id ?? ownId(data as OwnData) } as OwnData;
}
const load = (data: OwnData, knobs: Record<string, number> = {}): Promise<Samples> => {
  const dataset = ownDataset(data);
  return dataset.load({
    seed: DATA_SEED,
    knobs: knobNumbers(dataset, knobs),
    read: async () => Promise.reject(new Error('Own data read no file.')),
  });
};

describe('own data', () => {
  it('are split by class: a fifth of every class for validation and for the test, no sample twice', () => {
    const data = table();
    const { train, validation, test } = splitOwn(data, DATA_SEED);
    const countsOf = (rows: Int32Array) =>
      classCounts(
        Array.from(rows, (row) => data.y[row] as number),
        2,
      );
    expect([train, validation, test].map(countsOf)).toEqual([
      [6, 12],
      [2, 4],
      [2, 4],
    ]);
    expect(new Set([...train, ...validation, ...test]).size).toBe(30);
    expect(splitOwn(data, DATA_SEED)).toEqual({ train, validation, test });
    // Control: another seed splits otherwise.
    expect(splitOwn(data, 1).test).not.toEqual(test);
  });

  it('give every part at least one of the smallest class that is let in', () => {
    expect(partSizes(5, SHARES)).toEqual({ train: 3, validation: 1, test: 1 });
    expect(partSizes(5, { validation: 0.4, test: 0.4 })).toEqual({ train: 1, validation: 2, test: 2 });
  });

  it('say on their card what the split gives', () => {
    const { counts, scarcest, title, credit } = ownDataset(table());
    expect(counts).toEqual({ train: 18, validation: 6, test: 6 });
    expect(scarcest).toBe(6);
    expect(title.en).toBe('mine');
    expect(credit).toContain('stays on this machine');
  });

  it('as a table are standardised by the training part alone; a column that never changes becomes 0', async () => {
    const data = table();
    const { train, test } = await load(data);
    const first = Array.from(train.y, (_, i) => train.x[2 * i] as number);
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    const variance = first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / first.length;
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 5);
    expect(Array.from(train.y, (_, i) => train.x[2 * i + 1])).toEqual(first.map(() => 0));
    // By hand for one row of the test part, with the numbers of the training rows.
    const rows = splitOwn(data, DATA_SEED);
    const raw = Array.from(rows.train, (row) => data.x[2 * row] as number);
    const m = raw.reduce((a, b) => a + b, 0) / raw.length;
    const sd = Math.sqrt(raw.reduce((a, b) => a + (b - m) ** 2, 0) / raw.length);
    expect(test.x[0]).toBeCloseTo(((data.x[2 * (rows.test[0] as number)] as number) - m) / sd, 5);
  });

  it('as points stay where they were drawn, and as images go from 0 to 1', async () => {
    const points = table({ kind: 'points', x: Float64Array.from({ length: 60 }, (_, i) => i / 60) });
    const { train } = await load(points);
    const row = splitOwn(points, DATA_SEED).train[3] as number;
    expect(train.x[6]).toBe(Math.fround(row / 30));
    const images = table({
      kind: 'images',
      shape: [1, 2, 1],
      x: Uint8Array.from({ length: 60 }, (_, i) => (i % 2 ? 255 : 51)),
    });
    expect(Array.from((await load(images)).train.x.subarray(0, 2))).toEqual([Math.fround(0.2), 1]);
  });

  it('take noise and wrong labels as every other set', async () => {
    const clean = await load(table());
    const spoilt = await load(table(), { labelNoise: 0.5, noise: 0.1 });
    expect(spoilt.train.y.filter((label, i) => label !== clean.train.y[i])).toHaveLength(9);
    expect(spoilt.test.y).toEqual(clean.test.y);
    expect(spoilt.train.x).not.toEqual(clean.train.x);
  });

  it('have a name that is their content: any change gives another, their title does not', () => {
    const { id } = table();
    expect(id).toMatch(/^own-[0-9a-f]{8}$/);
    expect(table({ name: 'other' }).id).toBe(id);
    const moved = Float64Array.from(table().x);
    moved[59] = 7.2;
    const others = [
      table({ x: moved }),
      table({ y: Int32Array.from(table().y, (label, i) => (i === 29 ? 0 : label)) }),
      table({ classes: ['a', 'c'] }),
      table({ shares: { validation: 0.2, test: 0.3 } }),
      table({ kind: 'points' }),
    ];
    expect(new Set([id, ...others.map((other) => other.id)]).size).toBe(6);
    const pixels = (last: number) =>
      table({
        kind: 'images',
        shape: [1, 1, 1],
        x: Uint8Array.from({ length: 30 }, (_, i) => (i < 29 ? 0 : last)),
      });
    expect(pixels(1).id).not.toBe(pixels(2).id); // the last pixel is in the bytes beyond whole words
  });

  it.each([
    [{ classes: ['a'] }, 'there must be from 2 to 100 classes, there are 1.'],
    [{ classes: ['a', 'a'] }, 'two classes have the same name.'],
    [{ classes: ['a', 'b', 'c'] }, 'class c has 0 samples, a class needs 5.'],
    [{ shape: [3] }, 'there are 60 numbers for 30 samples of shape [3].'],
    [{ shape: [2000] }, 'samples of shape [2000] cannot be used.'],
    [{ shape: [2, 1, 1] }, 'samples of shape [2,1,1] cannot be used.'],
    [{ shares: { validation: 0.2, test: 0.9 } }, 'the share for test is 0.9, it goes from 0.05 to 0.4.'],
    [{ y: new Int32Array(30).fill(2) }, 'there is the label 2, and 2 classes.'],
    [{ x: new Float64Array(60).fill(Number.NaN) }, 'number 0 is NaN; numbers go up to 1000000000000000.'],
    [{ x: new Float64Array(60).fill(1e300) }, 'number 0 is 1e+300; numbers go up to 1000000000000000.'],
    [{ id: 'own-00000000' }, 'it came as own-00000000.'],
    [{ name: 'n'.repeat(61) }, 'the name has 61 characters, at most 60.'],
  ] as [Partial<OwnData>, string][])('are refused where they are %o', (change, sentence) => {
    expect(() => ownDataset(table(change))).toThrow(sentence);
    expect(problemOf(table())).toBeNull();
  });
});
