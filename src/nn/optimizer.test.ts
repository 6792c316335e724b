import '@tensorflow/tfjs-backend-cpu';
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { TrainingSpec } from '../contract/setup.ts';
import { read } from '../gpu/readback.ts';
import { Slots } from '../gpu/slots.ts';
import { makeClock, tick } from './clock.ts';
import { TRAINING } from './fixtures.ts';
import goldenText from './golden/optimizers.json?raw';
import { makeOptimizer } from './optimizer.ts';

const golden = JSON.parse(goldenText) as {
  readonly rate: number;
  readonly cases: readonly { optimizer: string; momentum: number; weightDecay: number; path: number[][] }[];
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The gradients of golden/optimizers.py. */
const gradient = (step: number) =>
  tf.tensor(
    [0, 1, 2].map((i) => Math.sin(1.7 * step + 0.9 * i) + 0.2 * i),
    [1, 3],
  );

test.each(golden.cases)(
  '$optimizer with momentum $momentum and weight decay $weightDecay walks as in PyTorch',
  async (given) => {
    const slots = new Slots();
    const training = { ...TRAINING, ...given, rate: golden.rate } as TrainingSpec;
    const weight = slots.create('w', [0.5, -1, 2], [1, 3]);
    const rate = slots.create('rate', [golden.rate], [1]);
    const clock = makeClock(slots, 'clock');
    const optimizer = makeOptimizer(training, slots, [weight]);
    for (const [i, expected] of given.path.entries()) {
      tick(clock, training, given.path.length);
      optimizer.apply(weight, gradient(i + 1), clock, rate.tensor);
      const [now] = await read([weight.tensor]);
      expect(weight.tensor.shape).toEqual([1, 3]);
      expected.forEach((value, j) => {
        expect(now?.[j]).toBeCloseTo(value, 5);
      });
    }
  },
);

test('a rate of zero in its slot stops the walk, so the rate is read every step', async () => {
  const slots = new Slots();
  const weight = slots.create('w', [1], [1]);
  const rate = slots.create('rate', [0.1], [1]);
  const clock = makeClock(slots, 'clock');
  const optimizer = makeOptimizer({ ...TRAINING, optimizer: 'sgd', momentum: 0 }, slots, [weight]);
  const step = async () => {
    tick(clock, TRAINING, 10);
    optimizer.apply(weight, tf.ones([1]), clock, rate.tensor);
    return (await read([weight.tensor]))[0]?.[0];
  };
  expect(await step()).toBeCloseTo(0.9, 6);
  rate.write([0]);
  expect(await step()).toBeCloseTo(0.9, 6);
});

test('an optimizer refuses a parameter it was not made for', () => {
  const slots = new Slots();
  const other = slots.create('other', [1], [1]);
  const clock = makeClock(slots, 'clock');
  expect(() => makeOptimizer(TRAINING, slots, []).apply(other, tf.ones([1]), clock, tf.ones([1]))).toThrow(
    'not made for other',
  );
});

/** [step, progress, factor] after so many ticks. */
async function clockAfter(
  ticks: number,
  training: Pick<TrainingSpec, 'schedule' | 'warmup'>,
  total: number,
): Promise<number[]> {
  const slots = new Slots();
  const clock = makeClock(slots, 'clock');
  for (let i = 0; i < ticks; i++) tick(clock, training, total);
  const [values] = await read([clock.tensor]);
  slots.dispose();
  return Array.from(values as Float32Array).slice(0, 3);
}

test.each([
  { schedule: 'constant', warmup: 0, total: 5, ticks: 1, expected: [1, 0, 1] },
  { schedule: 'constant', warmup: 0, total: 5, ticks: 5, expected: [5, 1, 1] },
  { schedule: 'constant', warmup: 0, total: 5, ticks: 7, expected: [7, 1, 1] },
  { schedule: 'constant', warmup: 0, total: 1, ticks: 1, expected: [1, 0, 1] },
  { schedule: 'constant', warmup: 0.5, total: 8, ticks: 1, expected: [1, 0, 0.25] },
  { schedule: 'constant', warmup: 0.5, total: 8, ticks: 4, expected: [4, 3 / 7, 1] },
  { schedule: 'cosine', warmup: 0, total: 5, ticks: 1, expected: [1, 0, 1] },
  { schedule: 'cosine', warmup: 0, total: 5, ticks: 3, expected: [3, 0.5, 0.5] },
  { schedule: 'cosine', warmup: 0, total: 5, ticks: 5, expected: [5, 1, 0] },
  { schedule: 'step', warmup: 0, total: 21, ticks: 12, expected: [12, 0.55, 1] },
  { schedule: 'step', warmup: 0, total: 21, ticks: 13, expected: [13, 0.6, 0.1] },
  { schedule: 'step', warmup: 0, total: 21, ticks: 17, expected: [17, 0.8, 0.1] },
  { schedule: 'step', warmup: 0, total: 21, ticks: 18, expected: [18, 0.85, 0.01] },
] as const)(
  '$schedule with warm-up $warmup over $total steps is $expected at step $ticks',
  async ({ ticks, total, expected, ...training }) => {
    const now = await clockAfter(ticks, training, total);
    expected.forEach((value, i) => {
      expect(now[i]).toBeCloseTo(value, 6);
    });
  },
);
