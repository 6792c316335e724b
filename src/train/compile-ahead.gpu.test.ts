// Shaders are compiled before the first step, which then compiles none, and starts from what it would have started from.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import type { Backend } from '../gpu/backend.ts';
import { bootEngine } from '../gpu/engine.ts';
import { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { NEVER_DUE, run } from './run.ts';
import { smallSetup } from './testing.ts';

const read = fetchReader(`${location.origin}/data/`);

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

test('after compiling ahead nothing has happened, and a run compiles nothing more', async () => {
  const setup = smallSetup({
    data: { ...DEFAULT_PRESET.setup.data, labels: { teacher: 20, student: 2 }, pool: 16, poolBatch: 4 },
    lanes: ['alone', 'kd', 'adl', 'ctkd'].map((method) => ({ method, knobs: {} })),
  });
  const experiment = new Experiment(setup, await prepareData(datasetById('digits'), setup, read), null);
  const { device } = tf.backend() as unknown as Backend;
  const compiled = vi.spyOn(device, 'createComputePipeline');
  const before = await fingerprint(experiment.slots);
  const memory = tf.memory().numTensors;

  await experiment.compileAhead();
  expect(compiled).not.toHaveBeenCalled(); // all beside one another
  expect(await fingerprint(experiment.slots)).toBe(before);
  expect(tf.memory().numTensors).toBe(memory);

  for await (const event of run(experiment, NEVER_DUE, 3))
    if (event.type === 'stopped') throw new Error(event.reason);
  expect(compiled).not.toHaveBeenCalled();
  expect(await fingerprint(experiment.slots)).not.toBe(before); // the control: a run leaves other state
  compiled.mockRestore();
  experiment.dispose();
});
