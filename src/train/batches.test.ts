// The batches of a run: what a step sees depends on the seed and the step, and on nothing else.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_AUGMENT } from '../contract/setup.ts';
import { orderWindow } from '../data/order.ts';
import { Slots } from '../gpu/slots.ts';
import { makeClock } from '../nn/clock.ts';
import { Batches, type BatchesSpec, labeledPart } from './batches.ts';

const SAMPLES = 60;
const upTo = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
let slots: Slots;
let common: Pick<BatchesSpec, 'samples' | 'labels' | 'shape' | 'augment'>;
let made: Batches[];

beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  tf.engine().startScope();
  slots = new Slots();
  made = [];
  // Sample n is [n, −n] with the label n mod 10, so that a batch tells which samples are in it.
  const x = Float32Array.from({ length: 2 * SAMPLES }, (_, i) => (i % 2 ? -1 : 1) * Math.floor(i / 2));
  const y = Float32Array.from({ length: SAMPLES }, (_, i) => i % 10);
  common = {
    samples: tf.tensor(x, [SAMPLES, 2]),
    labels: tf.tensor(y, [SAMPLES]),
    shape: [2],
    augment: NO_AUGMENT,
  };
});
afterEach(() => {
  for (const batches of made) batches.dispose();
  slots.dispose();
  tf.engine().endScope();
});

const seed = (seed: number) => ({ seed, labeled: upTo(0, 20), pool: upTo(20, SAMPLES) });

/** A way to take the batch of a step: which samples each seed sees, and their labels. */
function taker(spec: Omit<BatchesSpec, keyof typeof common>) {
  const batches = new Batches({ ...common, ...spec });
  made.push(batches);
  const clock = makeClock(slots, `clock-${made.length}`);
  const take = (step: number) => {
    clock.write([step, 0, 1, 0]);
    batches.prepare(step);
    return batches.take(clock);
  };
  const samples = (step: number) =>
    tf.tidy(() => {
      const { x, labels } = take(step);
      const [seeds, size] = labels.shape as [number, number];
      const values = x.dataSync();
      const shown = labels.dataSync();
      return Array.from({ length: seeds }, (_, s) =>
        Array.from({ length: size }, (_, b) => ({
          sample: values[2 * (s * size + b)] as number,
          label: shown[s * size + b] as number,
        })),
      );
    });
  return { batches, take, samples };
}

test('a batch has the labeled samples first with their labels, then those of the pool with −1', () => {
  const { batches, samples } = taker({ students: [seed(1)], batch: 4, poolBatch: 3 });
  expect(batches.size).toBe(7);
  const row = samples(1)[0] ?? [];
  expect(row.slice(0, 4).every(({ sample, label }) => sample < 20 && label === sample % 10)).toBe(true);
  expect(row.slice(4).every(({ sample, label }) => sample >= 20 && label === -1)).toBe(true);
});

test('an epoch shows every labeled sample once', () => {
  const { samples } = taker({ students: [seed(1)], batch: 5, poolBatch: 0 });
  const epoch = [1, 2, 3, 4].flatMap((step) => samples(step)[0] ?? []).map(({ sample }) => sample);
  expect(epoch.sort((a, b) => a - b)).toEqual(Array.from(upTo(0, 20)));
  expect(samples(5)).not.toEqual(samples(1));
});

test('the batch of a step is the same whether the steps before were taken or not, on both sides of a window’s border', () => {
  const spec = { students: [seed(1)], batch: 4096, poolBatch: 4096 }; // eight steps a window
  const straight = taker(spec);
  const walked = Array.from({ length: 18 }, (_, i) => straight.samples(i + 1));
  for (const step of [8, 9, 16, 17, 18])
    expect(taker(spec).samples(step), `step ${step}`).toEqual(walked[step - 1]);
  const order = orderWindow({ indices: upTo(0, 20), seed: 1, stream: 'labeled', from: 0, count: 18 * 4096 });
  walked.forEach((rows, i) => {
    const labeled = rows[0]?.slice(0, 4096).map(({ sample }) => sample);
    expect(labeled, `step ${i + 1}`).toEqual(Array.from(order.subarray(i * 4096, (i + 1) * 4096)));
  });
});

test('going back over a border gives the same batch again', () => {
  const { samples } = taker({ students: [seed(1)], batch: 4096, poolBatch: 4096 });
  const before = samples(8);
  samples(9);
  expect(samples(8)).toEqual(before);
});

test('a seed sees among others what it sees alone, and another seed something else', () => {
  const alone = taker({ students: [seed(2)], batch: 6, poolBatch: 2 }).samples(3);
  const among = taker({ students: [seed(1), seed(2)], batch: 6, poolBatch: 2 }).samples(3);
  expect(among[1]).toEqual(alone[0]);
  expect(among[0]).not.toEqual(among[1]);
});

test('a pool leaves the labeled samples of a step as they were', () => {
  const without = taker({ students: [seed(1)], batch: 6, poolBatch: 0 }).samples(4);
  const row = taker({ students: [seed(1)], batch: 6, poolBatch: 5 }).samples(4)[0] ?? [];
  expect(row.slice(0, 6)).toEqual(without[0]);
});

test('the labeled part is the front of every seed’s row, and all of it where there is no pool', () => {
  const { take } = taker({ students: [seed(1), seed(2)], batch: 3, poolBatch: 2 });
  const batch = take(1);
  const part = labeledPart(batch, 3);
  expect(part.x.shape).toEqual([2, 3, 2]);
  expect(Array.from(part.labels.dataSync()).every((label) => label >= 0)).toBe(true);
  expect(Array.from(part.x.dataSync())).toEqual(
    Array.from(tf.slice(batch.x, [0, 0, 0], [2, 3, 2]).dataSync()),
  );
  expect(labeledPart(part, 3).x).toBe(part.x);
});

test('images keep their shape, [seeds, batch, height, width, channels]', () => {
  common = { ...common, shape: [2, 1, 1] };
  expect(taker({ students: [seed(1)], batch: 3, poolBatch: 2 }).take(1).x.shape).toEqual([1, 5, 2, 1, 1]);
});

describe('altered by chance', () => {
  beforeEach(() => {
    common = { ...common, augment: { ...NO_AUGMENT, noise: 0.1 } };
  });

  test('a batch has the samples and labels it had, and other numbers in every step', () => {
    const spec = { students: [seed(1)], batch: 5, poolBatch: 3 };
    const altered = taker(spec);
    common = { ...common, augment: NO_AUGMENT };
    const plain = taker(spec);
    for (const step of [1, 2]) {
      const [is, was] = [altered.samples(step)[0] ?? [], plain.samples(step)[0] ?? []];
      expect(is.map(({ label }) => label)).toEqual(was.map(({ label }) => label));
      is.forEach(({ sample }, b) => {
        const by = sample - (was[b]?.sample as number);
        expect(Math.abs(by)).toBeGreaterThan(0);
        expect(Math.abs(by)).toBeLessThan(0.6);
      });
    }
    // Four steps are an epoch of the labeled samples: the same sample comes again, and differs.
    const first = new Map(
      [1, 2, 3, 4]
        .flatMap((step) => altered.samples(step)[0] ?? [])
        .map((s) => [Math.round(s.sample), s.sample]),
    );
    for (const { sample } of altered.samples(5)[0]?.slice(0, 5) ?? [])
      expect(first.get(Math.round(sample))).not.toBe(sample);
  });

  test('a batch depends on seed, step and place alone: not on the steps before, on other seeds, or on the pool', () => {
    const { samples } = taker({ students: [seed(1), seed(2)], batch: 6, poolBatch: 0 });
    for (const step of [1, 2]) samples(step);
    const [, among] = samples(3);
    const alone = taker({ students: [seed(2)], batch: 6, poolBatch: 5 }).samples(3)[0];
    expect(alone?.slice(0, 6)).toEqual(among);
    expect(samples(3)[1]).toEqual(among);
    expect(samples(3)[0]).not.toEqual(among);
  });

  test('says so, and needs one tensor more', () => {
    expect(taker({ students: [seed(1)], batch: 1, poolBatch: 0 }).batches.alters).toBe(true);
    for (const one of [{ shift: 1 }, { flip: true }, { cutout: 1 }]) {
      common = { ...common, augment: { ...NO_AUGMENT, ...one } };
      expect(taker({ students: [seed(1)], batch: 1, poolBatch: 0 }).batches.alters).toBe(true);
    }
    const before = tf.memory().numTensors;
    const batches = new Batches({ ...common, students: [seed(1)], batch: 1, poolBatch: 0 });
    expect(batches.residents).toHaveLength(4);
    batches.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a table with a row for every sample', () => {
  test('gives those of the batch of a step', () => {
    const { batches, samples } = taker({ students: [seed(1), seed(2)], batch: 3, poolBatch: 2 });
    const clock = makeClock(slots, 'table');
    clock.write([2, 0, 0, 0]);
    const shown = samples(2);
    const table = tf.mul(tf.expandDims(tf.range(0, SAMPLES), 1), tf.tensor1d([1, 10, 100]));
    const rows = batches.rowsOf(table, clock);
    expect(rows.shape).toEqual([2, 5, 3]);
    expect(Array.from(rows.dataSync())).toEqual(
      shown.flat().flatMap(({ sample }) => [sample, 10 * sample, 100 * sample]),
    );
  });

  test('is needed for the samples that are seen', () => {
    const students = [
      { seed: 1, labeled: Int32Array.of(9, 2), pool: Int32Array.of(30) },
      { seed: 2, labeled: Int32Array.of(2, 11), pool: Int32Array.of(30) },
    ];
    const { batches } = taker({ students, batch: 2, poolBatch: 1 });
    expect(Array.from(batches.seen)).toEqual([2, 9, 11, 30]);
    expect([batches.samples, batches.rows]).toEqual([SAMPLES, 6]);
    expect(Array.from(batches.of(Int32Array.of(4, 5, 6, 7, 8, 9)).dataSync())).toEqual(
      [4, 5, 6, 7, 8, 9].flatMap((sample) => [sample, -sample]),
    );
  });
});

test('a stream without samples is refused with its name', () => {
  const { take } = taker({
    students: [{ seed: 1, labeled: upTo(0, 5), pool: new Int32Array() }],
    batch: 2,
    poolBatch: 2,
  });
  expect(() => take(1)).toThrow('The stream "pool" has no samples to draw from.');
});

test('batches that are disposed leave no tensors behind', () => {
  const before = tf.memory().numTensors;
  const batches = new Batches({ ...common, students: [seed(1)], batch: 4096, poolBatch: 4096 });
  const clock = makeClock(slots, 'own');
  for (const step of [1, 9, 17]) {
    batches.prepare(step);
    tf.tidy(() => void batches.take(clock));
  }
  expect(tf.memory().numTensors).toBe(before + 2); // the clock and one window
  batches.dispose();
  expect(tf.memory().numTensors).toBe(before + 1);
});
