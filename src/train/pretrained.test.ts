// Teachers that were trained before: which fits what, and that the committed ones are what the manifest says.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { bootInNode, files } from '../cli/node-engine.ts';
import { PRESETS } from '../contract/presets.ts';
import type { Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { buildNetwork } from '../nn/network.ts';
import { Experiment } from './experiment.ts';
import { loadPretrained, pack, type TeacherEntry, TeacherManifest } from './pretrained.ts';
import { smallSetup } from './testing.ts';

beforeAll(() => bootInNode('wasm')); // plain JavaScript would look at detectors for minutes

const setup: Setup = { ...smallSetup(), teacher: { ...smallSetup().teacher, source: 'pretrained' } };
const network = buildNetwork(setup.teacher.net, [2], 2);
const weights = Object.fromEntries(
  network.parameters.map(({ name, shape }, p) => [
    name,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 100 * p + i),
  ]),
);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A made-up folder with one teacher, and what was asked of it. */
function folder(change: Partial<TeacherEntry> = {}, bytes: Uint8Array = pack(network, weights)) {
  const entry: TeacherEntry = {
    file: 'moons.bin',
    sha256: sha256(bytes),
    data: 'moons',
    model: 'mlp',
    widths: [6],
    knobs: {},
    seed: 0,
    steps: 6,
    validationAccuracy: 0.9,
    testAccuracy: 0.9,
    engine: 'cpu (JavaScript)',
    parameters: network.parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    ...change,
  };
  return async (file: string) =>
    file === 'manifest.json' ? new TextEncoder().encode(JSON.stringify({ teachers: [entry] })) : bytes;
}

describe('a teacher in a folder', () => {
  test('is loaded with the bits it was packed with', async () => {
    const loaded = await loadPretrained(setup, network, folder());
    expect(loaded.weights).toEqual(weights);
    expect(loaded.entry.file).toBe('moons.bin');
  });

  test('is read by the order of its file, whatever the network’s order is', async () => {
    const parameters = [...network.parameters].reverse();
    const bytes = pack({ ...network, parameters }, weights);
    const entry = { parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })) };
    expect((await loadPretrained(setup, network, folder(entry, bytes))).weights).toEqual(weights);
  });

  test('is read right from the middle of a larger buffer', async () => {
    const packed = pack(network, weights);
    const larger = new Uint8Array(packed.length + 3);
    larger.set(packed, 3);
    expect((await loadPretrained(setup, network, folder({}, larger.subarray(3)))).weights).toEqual(weights);
  });

  test('is refused when one bit is another than the manifest’s sha256 says', async () => {
    const bytes = pack(network, weights);
    const right = sha256(bytes);
    bytes[7] = (bytes[7] as number) ^ 1;
    await expect(loadPretrained(setup, network, folder({ sha256: right }, bytes))).rejects.toThrow(
      `moons.bin: sha256 is ${sha256(bytes)}, the manifest says ${right}.`,
    );
  });

  const net = (change: Partial<Setup['teacher']['net']>): Setup => ({
    ...setup,
    teacher: { ...setup.teacher, net: { ...setup.teacher.net, ...change } },
  });
  test.each([
    [
      'another width',
      net({ widths: [7] }),
      'There is no pretrained teacher for moons with mlp 7; there are moons with mlp 6.',
    ],
    ['another model', net({ model: 'cnn' }), 'There is no pretrained teacher for moons with cnn 6'],
    [
      'another knob',
      net({ knobs: { activation: 'tanh' } }),
      'There is no pretrained teacher for moons with mlp 6',
    ],
    [
      'other data',
      { ...setup, data: { ...setup.data, id: 'circles' } },
      'There is no pretrained teacher for circles with mlp 6',
    ],
    [
      'fewer labels',
      { ...setup, data: { ...setup.data, labels: { teacher: 5, student: 10 } } },
      'saw all labels of the data as they come; this set-up changes them.',
    ],
    [
      'noisier data',
      { ...setup, data: { ...setup.data, knobs: { noise: 0.3 } } },
      'saw all labels of the data as they come; this set-up changes them.',
    ],
  ] as [string, Setup, string][])(
    'does not fit %s, and the sentence says what to do',
    async (_what, wanted, sentence) => {
      await expect(loadPretrained(wanted, network, folder())).rejects.toThrow(sentence);
      await expect(loadPretrained(wanted, network, folder())).rejects.toThrow(
        'Choose a teacher trained here first.',
      );
    },
  );

  test('whose parameters are not the network’s is refused with the name', async () => {
    const parameters = network.parameters.map(({ name, shape }) => ({ name, shape: [...shape] }));
    const turned = parameters.map((p) => (p.name === 'stage1.weight' ? { ...p, shape: [6, 2] } : p));
    await expect(loadPretrained(setup, network, folder({ parameters: turned }))).rejects.toThrow(
      'moons.bin: stage1.weight is [6,2], the network needs [2,6].',
    );
    const renamed = parameters.map((p) => (p.name === 'head.bias' ? { ...p, name: 'tail.bias' } : p));
    await expect(loadPretrained(setup, network, folder({ parameters: renamed }))).rejects.toThrow(
      'moons.bin: head.bias is missing',
    );
    await expect(loadPretrained(setup, network, folder({}, new Uint8Array(10)))).rejects.toThrow(
      'moons.bin: holds 10 bytes, its parameters take 128.',
    );
  });

  test.each([
    ['a path out of the folder', { file: '../../secret.bin' }],
    ['a shape of no numbers', { parameters: [{ name: 'stage1.weight', shape: [0] }] }],
    ['no sha256', { sha256: '' }],
  ])('with %s in the manifest is refused', async (_what, change) => {
    await expect(loadPretrained(setup, network, folder(change))).rejects.toThrow();
  });
});

describe('the committed teachers', () => {
  const manifest = JSON.parse(readFileSync('public/teachers/manifest.json', 'utf8')) as unknown;
  const { teachers } = v.parse(TeacherManifest, manifest);

  test('are all there, with the size and the sha256 of the manifest, and no file is left over', () => {
    for (const { file, sha256: expected, parameters } of teachers) {
      const bytes = readFileSync(`public/teachers/${file}`);
      expect(bytes.length, file).toBe(
        4 * parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
      );
      expect(sha256(bytes), file).toBe(expected);
    }
    const there = readdirSync('public/teachers').filter((file) => file.endsWith('.bin'));
    expect(there.sort()).toEqual(teachers.map((t) => t.file).sort());
  });

  test('serve every preset that asks for one', async () => {
    const asking = PRESETS.filter((p) => p.setup.teacher.source === 'pretrained');
    expect(asking.length).toBeGreaterThan(0);
    for (const { id, setup } of asking) {
      const { shape, classes, anchors, teachersOf = setup.data.id } = datasetById(setup.data.id);
      const loaded = await loadPretrained(
        setup,
        buildNetwork(setup.teacher.net, shape, classes.length, anchors),
        files.teachers,
      );
      expect(loaded.entry.data, id).toBe(teachersOf);
    }
  });

  test.each(teachers)('$file is as right on validation and test as the manifest says', async (entry) => {
    const own = PRESETS.find((preset) => preset.setup.data.id === entry.data)?.setup as Setup;
    const asked: Setup = {
      ...smallSetup({ student: own.student, lanes: own.lanes.slice(0, 1) }),
      data: { ...setup.data, id: entry.data, labels: { teacher: 0, student: 1 }, pool: 0, poolBatch: 0 },
      teacher: { ...setup.teacher, net: { model: entry.model, widths: entry.widths, knobs: entry.knobs } },
    };
    const data = await prepareData(datasetById(entry.data), asked, files.data);
    const pretrained = await loadPretrained(
      asked,
      buildNetwork(asked.teacher.net, data.shape, data.classes.length, data.anchors),
      files.teachers,
    );
    const experiment = new Experiment(asked, data, pretrained);
    const { validation, test } = await experiment.evaluate(experiment.teacher, true);
    experiment.dispose();
    // Engines may differ in the last bits, which can tip a sample that is on the border.
    expect(Math.abs((validation[0]?.accuracy ?? 0) - entry.validationAccuracy)).toBeLessThanOrEqual(
      1 / data.validation.y.length,
    );
    expect(Math.abs((test[0]?.accuracy ?? 0) - entry.testAccuracy)).toBeLessThanOrEqual(
      1 / data.test.y.length,
    );
  });
});
