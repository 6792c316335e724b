import '@tensorflow/tfjs-backend-cpu';
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { TrainingSpec } from '../contract/setup.ts';
import { read } from '../gpu/readback.ts';
import { Slots } from '../gpu/slots.ts';
import { makeClock, tick } from './clock.ts';
import { TRAINING } from './fixtures.ts';
import { farthest, walks } from './golden/optimizers.ts';
import { makeOptimizer } from './optimizer.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test.each(walks)(
  '$optimizer with momentum $momentum, weight decay $weightDecay and clip $clip walks as in PyTorch',
  async (walk) => {
    expect(await farthest(walk)).toBeLessThan(5e-6);
  },
);

test('a rate of zero in its slot stops the walk, so the rate is read every step', async () => {
  const slots = new Slots();
  const group = slots.group([{ name: 'w', values: [1], shape: [1] }]);
  const weight = slots.get('w');
  const rate = slots.create('rate', [0.1], [1]);
  const clock = makeClock(slots, 'clock');
  const optimizer = makeOptimizer({ ...TRAINING, optimizer: 'sgd', momentum: 0 }, slots, group);
  const step = async () => {
    tick(clock, TRAINING, 10);
    optimizer.apply([tf.ones([1])], clock, rate.tensor);
    return (await read([weight.tensor]))[0]?.[0];
  };
  expect(await step()).toBeCloseTo(0.9, 6);
  rate.write([0]);
  expect(await step()).toBeCloseTo(0.9, 6);
});

test('an optimizer refuses gradients that are not those of its parameters', () => {
  const slots = new Slots();
  const group = slots.group([{ name: 'w', values: [1], shape: [1] }]);
  const optimizer = makeOptimizer(TRAINING, slots, group);
  const clock = makeClock(slots, 'clock');
  expect(() => optimizer.apply([], clock, tf.ones([1]))).toThrow('w has no gradient');
  expect(() => optimizer.apply([tf.ones([2])], clock, tf.ones([1]))).toThrow('w is [1], its gradient [2]');
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
