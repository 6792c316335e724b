// What methods have beside their student's weights: memories, networks that train along, momenta of parts of the loss.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KnobValues } from '../contract/cards.ts';
import type { Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import { datasetById } from '../data/registry.ts';
import { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { atStep, eventsOf, experimentOf, lanesOf, smallSetup } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

const lane = (method: string, knobs: KnobValues = {}) => ({ method, knobs });
const sgd = (setup: Setup): Setup => ({
  ...setup,
  training: { ...setup.training, optimizer: 'sgd', rate: 0.05, weightDecay: 1e-3 },
});
async function stateOf(experiment: Experiment, beginning: string) {
  const state = await experiment.slots.snapshot((name) => name.startsWith(beginning));
  return Object.fromEntries(
    Object.entries(state).map(([name, values]) => [name.slice(beginning.length), [...values]]),
  );
}
async function trained(setup: Setup) {
  const experiment = await experimentOf(setup);
  await eventsOf(experiment);
  return experiment;
}

describe('a memory', () => {
  const setup: Setup = {
    ...smallSetup({ seeds: 2 }),
    lanes: [lane('crd', { K: 64 }), lane('amal', { E: 0 })],
  };

  test('fills as it trains, and is gone on with bit for bit from any step', async () => {
    const whole = await trained(setup);
    const memory = await stateOf(whole, 'lane-0/memory/');
    expect(Object.keys(memory)).toEqual(['students', 'teachers', 'classes', 'mean']);
    expect(memory.classes).not.toContain(-2); // 12 steps of 16 samples fill 64 places
    const half = await experimentOf(setup);
    await eventsOf(half, { enough: atStep(5) });
    const saved = await half.save();
    const other = await experimentOf(setup);
    other.restore(saved);
    await eventsOf(other);
    expect(await fingerprint(other.slots)).toBe(await fingerprint(whole.slots));
    for (const one of [whole, half, other]) one.dispose();
  });

  test('looking at a lane leaves it alone', async () => {
    const experiment = await trained(setup);
    const before = await fingerprint(experiment.slots);
    await experiment.evaluate(experiment.lane('lane-0'), true);
    await experiment.pulls();
    expect(await fingerprint(experiment.slots)).toBe(before);
    experiment.dispose();
  });
});

describe('networks that train beside the student', () => {
  const setup: Setup = {
    ...smallSetup({ seeds: 2 }),
    lanes: [...lanesOf('alone'), lane('mutual', { lambda: 0 }), lane('mutual', { k: '3', peer: 'teacher' })],
  };

  test('have their own first weights and sizes, and their own loss moves them', async () => {
    const fresh = await experimentOf(setup);
    const first = await stateOf(fresh, 'lane-1/');
    expect(first['part/peer1.stage1.weight']).not.toEqual(first['student/stage1.weight']);
    expect((await stateOf(fresh, 'lane-2/part/'))['peer2.stage1.weight']).toHaveLength(2 * 2 * 6);
    const experiment = await trained(setup);
    const last = await stateOf(experiment, 'lane-1/');
    expect(last['part/peer1.stage1.weight']).not.toEqual(first['part/peer1.stage1.weight']);
    for (const one of [fresh, experiment]) one.dispose();
  });

  test('teach nothing where λ is 0: the student is the one that learns alone', async () => {
    const experiment = await trained(setup);
    const [alone, mutual, three] = await Promise.all(
      [0, 1, 2].map((i) => stateOf(experiment, `lane-${i}/student/`)),
    );
    const near = (a: number[] = [], b: number[] = []) =>
      Math.max(...a.map((v, i) => Math.abs(v - (b[i] as number))));
    expect(near(alone?.['head.weight'], mutual?.['head.weight'])).toBeLessThan(1e-5);
    expect(near(alone?.['head.weight'], three?.['head.weight'])).toBeGreaterThan(1e-3);
    experiment.dispose();
  });
});

describe('two momenta', () => {
  test('that are the same are one', async () => {
    const experiment = await trained(
      sgd({ ...smallSetup(), lanes: [lane('kd'), lane('dot', { delta: 0 }), lane('dot')] }),
    );
    const [kd, same, apart] = await Promise.all(
      [0, 1, 2].map((i) => stateOf(experiment, `lane-${i}/student/`)),
    );
    const far = (a: number[] = [], b: number[] = []) =>
      Math.max(...a.map((v, i) => Math.abs(v - (b[i] as number))));
    expect(far(kd?.['head.weight'], same?.['head.weight'])).toBeLessThan(1e-4);
    expect(far(kd?.['head.weight'], apart?.['head.weight'])).toBeGreaterThan(1e-3);
    experiment.dispose();
  });

  test('are kept apart', async () => {
    const experiment = await trained(sgd({ ...smallSetup(), lanes: [lane('dot')] }));
    const state = await stateOf(experiment, 'lane-0/student/');
    expect(Object.keys(state)).toEqual(
      expect.arrayContaining(['head.weight/velocity', 'head.weight/other-velocity']),
    );
    expect(state['head.weight/velocity']).not.toEqual(state['head.weight/other-velocity']);
    experiment.dispose();
  });

  test('need SGD, and room for both', async () => {
    const setup = { ...smallSetup(), lanes: [lane('dot')] };
    await expect(experimentOf(setup)).rejects.toThrow(
      'splits the momentum of SGD, and the students train with adam. Choose SGD.',
    );
    const heavy = sgd(setup);
    await expect(experimentOf({ ...heavy, training: { ...heavy.training, momentum: 0.95 } })).rejects.toThrow(
      'takes momenta of 0.95 − 0.075 and 0.95 + 0.075; both must be at least 0 and below 1.',
    );
  });
});

test('weights learned on validation data leave wrong labels behind (AMAL, section 4.3)', async () => {
  const base = smallSetup();
  const setup: Setup = {
    ...base,
    data: { ...base.data, id: 'blobs', labels: { teacher: 0, student: 0 }, pool: 0, poolBatch: 0 },
    student: { model: 'mlp', widths: [16], knobs: {} },
    training: { ...base.training, batch: 64, length: { unit: 'steps', count: 150 } },
    lanes: [lane('amal', { T: 2 })],
  };
  const data = await prepareData(datasetById('blobs'), setup, () => Promise.reject(new Error('no files')));
  const chance = random(5, 'wrong labels');
  const y = data.y.map((label) => (chance.next() < 0.4 ? (label + 1 + chance.int(2)) % 3 : label));
  const experiment = new Experiment(setup, { ...data, y }, null);
  await eventsOf(experiment);
  const lambda = (await stateOf(experiment, 'lane-0/memory/')).lambda as number[];
  const mean = (right: boolean) => {
    const own = [...y].flatMap((label, i) =>
      (label === data.y[i]) === right ? [lambda[2 * i] as number] : [],
    );
    return own.reduce((a, b) => a + b, 0) / own.length;
  };
  expect(mean(true)).toBeGreaterThan(2 * mean(false));
  experiment.dispose();
});
