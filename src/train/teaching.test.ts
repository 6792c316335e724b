// The teacher's answers: kept where they may be, the same numbers as when it is asked in every step, and collected
// anew when its weights are others.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { NO_AUGMENT, type Setup } from '../contract/setup.ts';
import type { Method } from '../distill/method.ts';
import { methodById } from '../distill/registry.ts';
import type { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { atStep, eventsOf, experimentOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

/** Takes the steps of the students; how often the teacher was asked in them, and the state they end in. */
async function asked(experiment: Experiment, steps = experiment.totalSteps) {
  await eventsOf(experiment, { enough: atStep(1) });
  const apply = vi.spyOn(experiment.teacher, 'apply');
  for (let step = 2; step <= steps; step++) {
    experiment.prepare('students', step);
    experiment.step('students');
  }
  return { times: apply.mock.calls.length, hash: await fingerprint(experiment.slots) };
}

async function end(change: Partial<Setup>, cacheTeacher: boolean) {
  const experiment = await experimentOf(smallSetup(change), null, { cacheTeacher });
  const result = await asked(experiment);
  experiment.dispose();
  return result;
}

describe('answers that are kept', () => {
  test.each<[string, Partial<Setup>]>([
    ['as they are by default', {}],
    ['for three seeds', { seeds: 3 }],
    ['without a pool', { data: { ...smallSetup().data, pool: 0, poolBatch: 0 } }],
  ])('are the numbers of a teacher that is asked in every step, %s', async (_what, change) => {
    const [kept, fresh] = [await end(change, true), await end(change, false)];
    expect([kept.times, fresh.times]).toEqual([0, smallSetup().training.length.count - 1]);
    expect(kept.hash).toBe(fresh.hash);
  });

  test('are asked for once: about the samples that are seen, as many at a time as a step has', async () => {
    const setup = smallSetup({ seeds: 2 });
    const experiment = await experimentOf(setup, someTeacher(setup));
    const apply = vi.spyOn(experiment.teacher, 'apply');
    experiment.prepare('students', 1);
    experiment.prepare('students', 2);
    // Each seed has 20 labeled samples and 40 of the pool, some in common; a step has 2 · 16.
    expect(apply.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(apply.mock.calls.length).toBeLessThanOrEqual(4);
    for (const [x] of apply.mock.calls) expect(x.shape).toEqual([1, 32, 2]);
    experiment.dispose();
  });

  test('leave no tensors behind', async () => {
    const setup = smallSetup();
    const before = tf.memory().numTensors;
    const experiment = await experimentOf(setup, someTeacher(setup));
    const fresh = tf.memory().numTensors;
    experiment.prepare('students', 1);
    expect(tf.memory().numTensors).toBe(fresh + 1);
    experiment.prepare('students', 2);
    expect(tf.memory().numTensors).toBe(fresh + 1);
    experiment.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the teacher is asked in every step', () => {
  const other = 4;
  const asksEachTime = async (change: Partial<Setup>) => {
    const experiment = await experimentOf(smallSetup(change), someTeacher(smallSetup()));
    const { times } = await asked(experiment, 1 + other);
    experiment.dispose();
    return times;
  };

  test('where something alters the samples', async () => {
    const { data } = smallSetup();
    expect(await asksEachTime({ data: { ...data, augment: { ...NO_AUGMENT, noise: 0.1 } } })).toBe(other);
    expect(await asksEachTime({})).toBe(0);
  });

  test('where a method looks at its taps', async () => {
    const kd = methodById('kd') as { -readonly [K in keyof Method]: Method[K] };
    kd.readsTaps = true;
    try {
      expect(await asksEachTime({ lanes: lanesOf('alone', 'adl', 'kd') })).toBe(other);
      expect(await asksEachTime({ lanes: lanesOf('alone', 'adl') })).toBe(0);
    } finally {
      delete kd.readsTaps;
    }
  });

  test('where all steps together ask less than there is to know', async () => {
    const { training } = smallSetup();
    const steps = (count: number) => ({
      training: { ...training, length: { unit: 'steps' as const, count } },
    });
    // 60 samples are seen, 16 a step.
    expect(await asksEachTime(steps(3))).toBe(other);
    expect(await asksEachTime(steps(4))).toBe(0);
  });

  test('never where no method needs it', async () => {
    expect(await asksEachTime({ lanes: lanesOf('alone') })).toBe(0);
    const experiment = await experimentOf(smallSetup({ lanes: lanesOf('alone') }), someTeacher(smallSetup()));
    const before = tf.memory().numTensors;
    experiment.prepare('students', 1);
    expect(tf.memory().numTensors).toBe(before);
    experiment.dispose();
  });
});

describe('another state', () => {
  test('has its own teacher: a run goes on from a snapshot to the same end', async () => {
    const first = await experimentOf(smallSetup());
    await eventsOf(first, { enough: atStep(4) });
    const saved = await first.save();
    await eventsOf(first);
    const fresh = await experimentOf(smallSetup()); // its teacher has not been trained
    fresh.restore(saved);
    await eventsOf(fresh);
    expect(await fingerprint(fresh.slots)).toBe(await fingerprint(first.slots));
    first.dispose();
    fresh.dispose();
  });

  test('is asked anew where answers of another were kept', async () => {
    const trained = await experimentOf(smallSetup());
    await eventsOf(trained, { enough: atStep(4) });
    const saved = await trained.save();
    const setup = smallSetup();
    const other = await experimentOf(setup, someTeacher(setup));
    await eventsOf(other, { enough: atStep(6) });
    other.restore(saved);
    for (const experiment of [trained, other]) await eventsOf(experiment);
    expect(await fingerprint(other.slots)).toBe(await fingerprint(trained.slots));
    trained.dispose();
    other.dispose();
  });
});
