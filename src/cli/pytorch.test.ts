// The folder for PyTorch takes our steps again: its losses are the engine's. Where Debian's python3-torch is installed the
// script itself runs; elsewhere its committed losses are compared. They were made by
//
//   WRITE_GOLDEN=1 npx vitest run --project unit src/cli/pytorch.test.ts
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { GALLERY } from '../distill/losses/own-weight-gallery.ts';
import { writePyTorch } from '../state/takeaway/pytorch.ts';
import { Experiment } from '../train/experiment.ts';
import { type RunEvent, run } from '../train/run.ts';
import { materialOf } from '../train/takeaway.ts';
import { ALWAYS, smallSetup } from '../train/testing.ts';
import { bootInNode } from './node-engine.ts';

const PYTHON = '/usr/bin/python3';
const GOLDEN = fileURLToPath(new URL('./pytorch-golden.json', import.meta.url));
const hasTorch = spawnSync(PYTHON, ['-c', 'import torch, numpy']).status === 0;
/** Of `apart`, over all steps, terms and lanes. */
const TOLERANCE = 1e-4;

type Losses = Record<string, number[]>;

const lane = (method: string, knobs = {}, code?: string) => ({ method, knobs, ...(code ? { code } : {}) });
const small = smallSetup();
const CASES: Record<string, Setup> = {
  'every method, Adam with a warm-up, clipped, dropout and noise': {
    ...small,
    seeds: 2,
    data: { ...small.data, augment: { shift: 0, flip: false, noise: 0.1, cutout: 0 } },
    student: { model: 'mlp', widths: [6, 5], knobs: { activation: 'tanh', dropout: 0.2 } },
    training: {
      ...small.training,
      ...{ optimizer: 'adam', momentum: 0.9, weightDecay: 0.01, clip: 0.5 },
      ...{ schedule: 'cosine', warmup: 0.2, rate: 0.02, length: { unit: 'steps', count: 20 } },
    },
    lanes: [
      lane('alone', { epsilon: 0.1 }),
      lane('kd', { T: 3 }),
      lane('adl'),
      lane('adl', { attached: false, core: 'ce', mimic: false, gamma: 1.5 }),
      lane('ctkd', { ramp: 0.5 }),
      lane('ctkd', { mode: 'instance', ramp: 0.5, eta: 0.2 }),
      lane('pseudo-labels', { alpha: 0.6 }),
      lane('own-weight', {}, GALLERY.at(-1)?.code),
    ],
  },
  'a convolutional network, SGD with momentum, moved and mirrored images': {
    ...small,
    data: {
      ...small.data,
      id: 'digits',
      labels: { teacher: 0, student: 3 },
      augment: { shift: 1, flip: true, noise: 0, cutout: 3 },
    },
    teacher: { ...small.teacher, net: { model: 'mlp', widths: [5], knobs: {} } },
    student: { model: 'cnn', widths: [4, 4], knobs: { downsample: 'pool', norm: 'group' } },
    training: {
      ...small.training,
      ...{ optimizer: 'sgd', momentum: 0.9, weightDecay: 0.001, clip: 0 },
      ...{ schedule: 'step', warmup: 0, rate: 0.05, length: { unit: 'steps', count: 12 } },
    },
    lanes: [lane('alone'), lane('adl')],
  },
  'logistic regression, AdamW; strided images': {
    ...small,
    data: { ...small.data, id: 'digits', labels: { teacher: 0, student: 3 }, pool: 0, poolBatch: 0 },
    teacher: { ...small.teacher, net: { model: 'cnn', widths: [3], knobs: {} } },
    student: { model: 'mlp', widths: [], knobs: {} },
    training: {
      ...small.training,
      ...{ optimizer: 'adamw', momentum: 0.8, weightDecay: 0.1, rate: 0.01 },
      length: { unit: 'steps', count: 12 },
    },
    lanes: [lane('alone'), ...GALLERY.map(({ code }) => lane('own-weight', {}, code))],
  },
};

const scenes: Setup = {
  ...small,
  seeds: 2,
  data: {
    ...small.data,
    id: 'glyph-scenes',
    knobs: { train: 60 },
    labels: { teacher: 0, student: 3 },
    pool: 20,
    poolBatch: 3,
  },
  teacher: {
    ...small.teacher,
    net: { model: 'retina', widths: [4, 5, 6, 8], knobs: { pyramid: 6 } },
    training: { ...small.teacher.training, rate: 0.02, length: { unit: 'steps', count: 30 }, batch: 8 },
    knobs: { alpha0: 0.95, gamma0: 0 }, // so that it finds something after thirty steps
  },
  student: { model: 'retina', widths: [3, 4, 5, 6], knobs: { pyramid: 5 } },
  training: {
    ...small.training,
    ...{ optimizer: 'adam', momentum: 0.9, weightDecay: 0, clip: 0, rate: 0.01, batch: 4 },
    length: { unit: 'steps', count: 12 },
  },
  lanes: [
    lane('focal'),
    lane('detector-adl', { score: 0.05 }),
    lane('detector-adl', { pseudo: false, attached: false, core: 'ce', mimic: false, per: 'objects' }),
    lane('detector-kd', { power: 1 }),
    lane('pseudo-boxes', { score: 0.05, gamma0: 1, boxes: 'giou' }),
    lane('detector-own-weight', { score: 0.05 }, GALLERY.at(-1)?.code),
    lane('detector-own-weight', { pseudo: false, per: 'objects' }, GALLERY[2]?.code),
  ],
};
CASES['detectors, with and without labels'] = scenes;

beforeAll(async () => {
  await bootInNode('wasm');
});

const readData = async (file: string) =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../public/data/${file}`, import.meta.url))));

/** Our losses, mean over seeds as the page has them, and the folder; a knob is moved on the way. */
async function ours(setup: Setup) {
  const data = await prepareData(datasetById(setup.data.id), setup, readData);
  const experiment = new Experiment(setup, data, null);
  const losses: Losses = {};
  for await (const event of run(experiment, ALWAYS, 1) as AsyncGenerator<RunEvent>) {
    if (event.type === 'stepped' && event.phase === 'students' && event.step === 5)
      experiment.turn('lane-1', data.anchors ? 'alpha0' : 'alpha', 0.3);
    if (event.type !== 'metrics' || event.lane === 'teacher') continue;
    for (const [name, values] of Object.entries(event.values))
      if (name === 'loss' || name.startsWith('term.'))
        (losses[`${event.lane} ${name}`] ??= []).push(...values);
  }
  const material = await materialOf(experiment, data, 1000);
  experiment.dispose();
  return { losses, material, folder: writePyTorch(setup, material, {}, '') };
}

/** The script's losses, mean over seeds. */
function theirs(files: Readonly<Record<string, Uint8Array>>): Losses {
  const folder = mkdtempSync(join(tmpdir(), 'stillroom-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    execFileSync(PYTHON, [join(folder, 'train.py'), '--out', join(folder, 'losses.json')]);
    const said = JSON.parse(readFileSync(join(folder, 'losses.json'), 'utf8')) as Record<
      string,
      { series: Record<string, number[]> }[]
    >;
    return Object.fromEntries(
      Object.entries(said).flatMap(([id, seeds]) =>
        Object.entries(seeds[0]?.series ?? {}).map(([name, values]) => {
          const mean = (_: number, i: number) =>
            seeds.reduce((sum, { series }) => sum + (series[name]?.[i] as number), 0) / seeds.length;
          return [`${id} ${name}`, values.map(mean)];
        }),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The largest difference, relative to the number, or to a tenth where the number is smaller. */
function apart(a: Losses, b: Losses): number {
  expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
  return Math.max(
    ...Object.entries(a).flatMap(([name, values]) => {
      const others = b[name] as number[];
      expect(values.length).toBe(others.length);
      return values.map(
        (value, i) => Math.abs(value - (others[i] as number)) / Math.max(Math.abs(value), 0.1),
      );
    }),
  );
}

const golden: Record<string, Losses> = process.env.WRITE_GOLDEN
  ? {}
  : JSON.parse(readFileSync(GOLDEN, 'utf8'));

describe.each(Object.entries(CASES))('%s', (name, setup) => {
  test('the script’s losses are ours', async () => {
    const { losses, folder, material } = await ours(setup);
    expect(folder.refused).toEqual([]);
    for (const found of Object.values(material.scenes?.found ?? {}))
      expect(found.some((target) => target > 0.5)).toBe(true); // an object, and no scene that only tells nothing
    const said = hasTorch ? theirs(folder.files) : (golden[name] as Losses);
    if (process.env.WRITE_GOLDEN && hasTorch) {
      golden[name] = said;
      writeFileSync(GOLDEN, `${JSON.stringify(golden)}\n`);
    }
    expect(Object.keys(said)).toContain('lane-1 loss');
    expect(apart(losses, said)).toBeLessThan(TOLERANCE);
    if (hasTorch) expect(apart(golden[name] as Losses, said)).toBeLessThan(TOLERANCE);
    // Control: what is a thousandth off would be seen.
    const spoilt = { ...said, 'lane-1 loss': said['lane-1 loss']?.map((loss) => loss * 1.001) as number[] };
    expect(apart(losses, spoilt)).toBeGreaterThan(TOLERANCE);
  }, 120_000);
});
