// Chance and the teacher's answers on the GPU: what a recording plays is what eager steps do, bit for bit.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { type NetSpec, NO_AUGMENT, type Setup } from '../contract/setup.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import type { Backend } from '../gpu/backend.ts';
import { bootEngine } from '../gpu/engine.ts';
import { Experiment, type SavedRun } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { Replays } from './replays.ts';
import { NEVER_DUE, run } from './run.ts';
import { lanesOf, smallSetup } from './testing.ts';

const read = fetchReader(`${location.origin}/data/`);

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

interface How {
  readonly eager?: boolean;
  readonly cacheTeacher?: boolean;
  /** Goes on from there. */
  readonly from?: SavedRun;
  /** A snapshot is taken after this step of the students. */
  readonly saveAt?: number;
}

/** Runs to the end; the state it ends in, how many steps were played, and the snapshot that was asked for. */
async function endOf(setup: Setup, { eager = false, cacheTeacher = true, from, saveAt }: How = {}) {
  const data = await prepareData(datasetById(setup.data.id), setup, read);
  const experiment = new Experiment(setup, data, null, { cacheTeacher });
  if (from) experiment.restore(from);
  const ready = vi.spyOn(Replays.prototype, 'ready');
  if (eager) ready.mockResolvedValue(null);
  const replay = vi.spyOn(tf.backend() as unknown as Backend, 'replay');
  let saved: SavedRun | undefined;
  for await (const event of run(experiment, { ...NEVER_DUE, steps: () => 2 }, 3)) {
    if (event.type === 'stopped') throw new Error(event.reason);
    if (event.type === 'stepping' && event.reason) throw new Error(event.reason);
    if (event.type === 'stepped' && event.phase === 'students' && event.step === saveAt)
      saved = await experiment.save();
  }
  const played = replay.mock.calls.reduce((sum, [, times]) => sum + times, 0);
  const state = await experiment.slots.snapshot();
  const hash = await fingerprint(experiment.slots);
  for (const spy of [ready, replay]) spy.mockRestore();
  experiment.dispose();
  return { hash, state, played, saved };
}

const small = smallSetup();
const images: Setup['data'] = {
  ...DEFAULT_PRESET.setup.data,
  labels: { teacher: 20, student: 2 },
  pool: 16,
  poolBatch: 4,
};
const mlp: NetSpec = { model: 'mlp', widths: [6, 5], knobs: { dropout: 0.3 } };
const cnn: NetSpec = { model: 'cnn', widths: [4], knobs: { downsample: 'pool', dropout: 0.4 } };
const digits = (change: Partial<Setup> = {}): Setup => ({
  ...small,
  data: { ...images, augment: { shift: 1, flip: true, noise: 0.1, cutout: 3 } },
  teacher: { ...small.teacher, net: mlp },
  student: mlp,
  lanes: [...lanesOf('alone', 'kd', 'kd', 'adl', 'ctkd', 'pseudo-labels')],
  ...change,
});

describe('augmentation and dropout', () => {
  test.each([mlp, cnn])(
    'with a $model are played from a recording as in eager steps, and go on from a snapshot as if nothing had been',
    async (net) => {
      const setup = digits({ student: net, teacher: { ...small.teacher, net } });
      const eager = await endOf(setup, { eager: true, saveAt: 5 });
      expect(eager.played).toBe(0);
      const played = await endOf(setup);
      expect(played.played).toBeGreaterThan(10);
      expect(played.hash).toBe(eager.hash);
      const resumed = await endOf(setup, { from: eager.saved as SavedRun });
      expect(resumed.hash).toBe(eager.hash);
      const without = { ...setup, student: { ...net, knobs: { ...net.knobs, dropout: 0 } } };
      expect((await endOf(without)).hash).not.toBe(eager.hash);
    },
  );

  test('do the same to every lane', async () => {
    const { state } = await endOf(digits());
    const twins = Object.keys(state).filter((name) => name.startsWith('lane-1/'));
    expect(twins.length).toBeGreaterThan(10);
    for (const name of twins) expect(state[name.replace('lane-1/', 'lane-2/')], name).toEqual(state[name]);
    expect(state['lane-1/student/head.weight']).not.toEqual(state['lane-3/student/head.weight']);
  });

  test('make a difference, each of them', async () => {
    const { augment } = digits().data;
    const kinds = Object.keys(augment) as (keyof typeof augment)[];
    const setups = [
      digits(),
      ...kinds.map((kind) =>
        digits({ data: { ...images, augment: { ...augment, [kind]: NO_AUGMENT[kind] } } }),
      ),
      digits({ teacher: { ...small.teacher, net: { ...mlp, knobs: {} } } }),
    ].map((setup) => ({ ...setup, lanes: lanesOf('alone', 'kd') }));
    const hashes = new Set<string>();
    for (const setup of setups) hashes.add((await endOf(setup)).hash);
    expect(hashes.size).toBe(setups.length);
  });

  test('of points are noise, also for seeds that train together', async () => {
    const setup = smallSetup({ seeds: 2, student: { ...mlp, widths: [4] } });
    const noisy = { ...setup, data: { ...setup.data, augment: { ...NO_AUGMENT, noise: 0.2 } } };
    expect((await endOf(noisy)).hash).toBe((await endOf(noisy, { eager: true })).hash);
  });
});

describe('the teacher’s answers', () => {
  test.each<[string, Partial<Setup>]>([
    ['an mlp', {}],
    ['an mlp, three seeds, odd sizes', { seeds: 3, training: { ...small.training, batch: 5 } }],
    [
      'a cnn',
      { teacher: { ...small.teacher, net: { model: 'cnn', widths: [3], knobs: { norm: 'group' } } } },
    ],
  ])('of %s are the same bits kept and asked for anew, played and eager', async (_what, change) => {
    const setup = digits({ data: { ...images, augment: NO_AUGMENT }, ...change });
    const kept = await endOf(setup, { saveAt: 4 });
    expect(kept.played).toBeGreaterThan(10);
    for (const how of [
      { cacheTeacher: false },
      { eager: true },
      { eager: true, cacheTeacher: false },
      { from: kept.saved as SavedRun },
    ])
      expect((await endOf(setup, how)).hash, JSON.stringify(Object.keys(how))).toBe(kept.hash);
  });
});
