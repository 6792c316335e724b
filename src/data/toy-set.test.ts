import { describe, expect, it } from 'vitest';
import { DATA_SEED, knobNumbers, type Part, type Samples } from './dataset.ts';
import { datasetById } from './registry.ts';

const read = async () => {
  throw new Error('A toy set reads no file.');
};
const load = (id: string, knobs: Record<string, number> = {}, seed = DATA_SEED): Promise<Samples> => {
  const dataset = datasetById(id);
  return dataset.load({ seed, knobs: knobNumbers(dataset, knobs), read });
};
const TOYS = ['spirals', 'moons', 'circles', 'checkerboard', 'blobs'];

/** Test accuracy of the best straight lines: least squares on one-hot labels with an intercept, by gradient descent. */
function linearAccuracy({ classes, train, test }: Samples): number {
  const weights = classes.map(() => [0, 0, 0]);
  const scores = ({ x }: Part, i: number) =>
    weights.map(([a, b, c]) => a! * x[2 * i]! + b! * x[2 * i + 1]! + c!);
  const n = train.y.length;
  for (let step = 0; step < 400; step++) {
    const slope = classes.map(() => [0, 0, 0]);
    for (let i = 0; i < n; i++) {
      scores(train, i).forEach((score, k) => {
        const error = (score - (train.y[i] === k ? 1 : 0)) / n;
        [train.x[2 * i]!, train.x[2 * i + 1]!, 1].forEach((value, j) => {
          slope[k]![j]! += error * value;
        });
      });
    }
    for (const [k, row] of weights.entries()) for (const j of row.keys()) row[j]! -= 0.8 * slope[k]![j]!;
  }
  const right = test.y.filter((label, i) => {
    const s = scores(test, i);
    return s.indexOf(Math.max(...s)) === label;
  });
  return right.length / test.y.length;
}

/** Test accuracy of the nearest training point. */
function neighbourAccuracy({ train, test }: Samples): number {
  const right = test.y.filter((label, i) => {
    let best = Infinity;
    let found = -1;
    for (let k = 0; k < train.y.length; k++) {
      const distance =
        (train.x[2 * k]! - test.x[2 * i]!) ** 2 + (train.x[2 * k + 1]! - test.x[2 * i + 1]!) ** 2;
      if (distance < best) {
        best = distance;
        found = train.y[k]!;
      }
    }
    return found === label;
  });
  return right.length / test.y.length;
}

describe.each(TOYS)('%s', (id) => {
  it('has the counts of its card, balanced classes, and lies about within [-1, 1]', async () => {
    const dataset = datasetById(id);
    const samples = await load(id);
    for (const name of ['train', 'validation', 'test'] as const) {
      const { x, y } = samples[name];
      expect([y.length, x.length]).toEqual([dataset.counts[name], 2 * dataset.counts[name]]);
      const counts = dataset.classes.map((_, label) => y.filter((found) => found === label).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      const inside = x.filter((value) => Math.abs(value) <= 1.15).length / x.length;
      expect(inside).toBeGreaterThan(0.97);
      expect(Math.max(...x.map(Math.abs))).toBeGreaterThan(0.8);
    }
  });

  it('is the same for the same seed and another for another', async () => {
    expect(await load(id)).toEqual(await load(id));
    expect((await load(id, {}, 1)).train.x).not.toEqual((await load(id)).train.x);
  });

  it('draws validation and test afresh', async () => {
    const { train, validation, test } = await load(id);
    const points = [train, validation, test].flatMap(({ x, y }) =>
      Array.from(y, (_, i) => `${x[2 * i]},${x[2 * i + 1]}`),
    );
    expect(new Set(points).size).toBe(points.length);
  });

  it('keeps the first points when there are more', async () => {
    const few = await load(id, { points: 100 });
    const many = await load(id, { points: 2000 });
    expect(many.train.y).toHaveLength(2000);
    expect(many.train.x.slice(0, 200)).toEqual(few.train.x);
    expect(many.test).toEqual(few.test);
  });

  it('flips the asked share of training labels and no other label', async () => {
    const clean = await load(id);
    const noisy = await load(id, { labelNoise: 0.25 });
    const flipped = (a: Part, b: Part) => a.y.filter((label, i) => label !== b.y[i]).length;
    expect(flipped(clean.train, noisy.train)).toBe(100);
    expect([flipped(clean.validation, noisy.validation), flipped(clean.test, noisy.test)]).toEqual([0, 0]);
    expect(noisy.train.x).toEqual(clean.train.x);
    // More noise flips the same labels and more.
    const more = await load(id, { labelNoise: 0.4 });
    const kept = clean.train.y.filter(
      (label, i) => noisy.train.y[i] !== label && more.train.y[i] === noisy.train.y[i],
    );
    expect(kept).toHaveLength(100);
  });

  it('is harder with more noise', async () => {
    expect(neighbourAccuracy(await load(id, { noise: 0.5 }))).toBeLessThan(
      neighbourAccuracy(await load(id, { noise: 0 })) - 0.15,
    );
  });
});

describe('the shapes', () => {
  it.each([
    ['spirals', 0.68],
    ['circles', 0.68],
    ['checkerboard', 0.6],
  ])('of %s cannot be parted by a straight line, but by a neighbour', async (id, most) => {
    const samples = await load(id);
    expect(linearAccuracy(samples)).toBeLessThan(most);
    expect(neighbourAccuracy(samples)).toBeGreaterThan(0.85);
  });

  it('of the moons are parted by a straight line in part', async () => {
    const accuracy = linearAccuracy(await load('moons'));
    expect(accuracy).toBeGreaterThan(0.8);
    expect(accuracy).toBeLessThan(0.92);
  });

  it('of the clouds are parted by straight lines as well as by neighbours (the control)', async () => {
    const samples = await load('blobs');
    expect(linearAccuracy(samples)).toBeGreaterThan(0.93);
    expect(linearAccuracy(samples)).toBeGreaterThan(neighbourAccuracy(samples) - 0.01);
  });
});
