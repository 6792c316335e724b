// The engine as the page sees it, on the processor: commands in order, and what fails says so.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { files } from '../cli/node-engine.ts';
import type { Setup } from '../contract/setup.ts';
import { Experiment } from './experiment.ts';
import { lanesOf, Page, smallSetup } from './testing.ts';

const setup = smallSetup({ lanes: lanesOf('alone', 'kd') });
const tooMany = { ...setup, data: { ...setup.data, labels: { teacher: 0, student: 5000 } } };

async function boot(): Promise<Page> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'cpu', base: '' });
  return page;
}
async function open(wanted: Setup = setup): Promise<Page> {
  const page = await boot();
  await page.send({ type: 'load', setup: wanted });
  expect(page.all('failed')).toEqual([]);
  return page;
}
async function playThrough(page: Page): Promise<string> {
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.state('finished', from);
  return page.hash();
}
const failures = (page: Page) => page.all('failed').map(({ command, reason }) => `${command}: ${reason}`);
const last = (page: Page) => page.all('transport').at(-1);

afterEach(() => vi.restoreAllMocks());

describe('starting', () => {
  test('the engine says which it is and what it offers', async () => {
    const [ready] = (await boot()).all('ready');
    expect(ready?.info).toEqual({ engine: 'cpu', adapter: 'JavaScript', software: true });
    expect(ready?.cards.methods.map((m) => m.id)).toContain('ctkd');
    expect(ready?.cards.datasets.map((d) => d.id)).toContain('moons');
  });

  test('an engine that is not there gives way to one that is, and says why', async () => {
    const page = new Page(files);
    await page.send({ type: 'boot', engine: 'webgl', base: '' });
    const info = page.all('ready')[0]?.info;
    expect(info?.engine).not.toBe('webgl');
    expect(info?.why).toMatch(/^WebGL: .+ WebGPU: this browser does not offer it here\./);
  });

  test.each([
    [{ type: 'play' }, []],
    [{ type: 'pause' }, []],
    [{ type: 'step' }, []],
    [{ type: 'recover' }, []],
    [{ type: 'reset' }, ['reset: There is no experiment yet.']],
    [{ type: 'hash', request: 1 }, ['hash: There is no experiment yet.']],
    [{ type: 'sample', request: 1, index: 0 }, ['sample: There is no experiment yet.']],
    [{ type: 'map', request: 1, resolution: 8 }, ['map: There is no experiment yet.']],
    [{ type: 'profile', request: 1 }, ['profile: There is no experiment yet.']],
    [{ type: 'knob', lane: 'lane-0', knob: 'T', value: 1 }, ['knob: There is no experiment yet.']],
  ] as const)('without an experiment, %j', async (command, expected) => {
    const page = await boot();
    await page.send(command);
    expect(failures(page)).toEqual(expected);
  });

  test('nothing can be loaded before an engine has started', async () => {
    const page = new Page(files);
    await page.send({ type: 'load', setup });
    expect(failures(page)).toEqual(['load: The engine has not started yet.']);
  });
});

describe('loading', () => {
  test('says what there is: counts, sizes, steps, points and where the map is', async () => {
    const { run } = (await open()).all('loaded')[0] ?? {};
    expect(run?.counts).toEqual({ labeled: 20, pool: 40, validation: 400, test: 1000, teacher: 400 });
    expect(run).toMatchObject({
      totalSteps: 12,
      teacherSteps: 6,
      shape: [2],
      teacher: { source: 'train' },
    });
    expect(run?.student.parameters).toBe(2 * 4 + 4 + 4 * 2 + 2);
    expect(run?.points?.xy.length).toBe(40);
    expect(run?.points?.labels.length).toBe(20);
    expect(run?.bounds?.[2]).toBeGreaterThan(0);
  });

  test('what cannot be loaded is said with the number, and the next set-up loads and trains', async () => {
    const page = await boot();
    await page.send({ type: 'load', setup: tooMany });
    expect(failures(page)[0]).toMatch(/^load: moons: 5000 labels a class were asked for/);
    expect(last(page)?.state).toBe('empty');
    await page.send({ type: 'load', setup });
    expect(await playThrough(page)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a set-up that is wrong on its face leaves the run that is there alone, playing or not', async () => {
    const page = await open();
    await page.send({ type: 'step' });
    await page.send({ type: 'play' });
    await page.send({ type: 'load', setup: { ...setup, data: { ...setup.data, id: 'cats' } } });
    expect(failures(page)[0]).toMatch(/^load: data\.id: there is no "cats"; there are .*moons/);
    expect(last(page)?.state).not.toBe('empty');
    await page.send({ type: 'pause' });
    expect(['paused', 'finished']).toContain(last(page)?.state);
  });

  test('a student that cannot be is refused and leaves no tensors behind', async () => {
    const page = await boot();
    const before = tf.memory().numTensors;
    const student = { model: 'cnn', widths: [2, 2, 2, 2, 2], knobs: { downsample: 'pool' } };
    const digits = {
      ...setup,
      data: { ...setup.data, id: 'digits', labels: { teacher: 5, student: 5 }, pool: 0, poolBatch: 0 },
      student,
    };
    await page.send({ type: 'load', setup: digits });
    expect(failures(page)[0]).toMatch(
      /^load: stage\d gets images of 1×1 pixels, which max pooling cannot halve\./,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('one experiment after another keeps no tensors', async () => {
    const page = await open();
    await page.send({ type: 'step' });
    const before = tf.memory().numTensors;
    for (const seed of [2, 3]) {
      await page.send({ type: 'load', setup: { ...setup, seed } });
      await page.send({ type: 'step' });
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('driving', () => {
  test('commands are done in their order, without waiting for the answer', async () => {
    const page = await boot();
    const sent = [
      { type: 'load', setup },
      { type: 'step' },
      { type: 'hash', request: 1 },
      { type: 'step' },
      { type: 'hash', request: 2 },
    ] as const;
    await Promise.all(sent.map((command) => page.send(command)));
    expect(page.all('hash').map((e) => [e.request, e.step])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(page.all('hash')[0]?.hash).not.toBe(page.all('hash')[1]?.hash);
  });

  test('the states go from loading over ready and playing to finished', async () => {
    const page = await open();
    await playThrough(page);
    const states = page.all('transport').map((e) => e.state);
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'loading',
      'ready',
      'playing',
      'finished',
    ]);
  });

  test('pauses, steps and looks in between leave the same bits; another seed does not', async () => {
    const hash = await playThrough(await open());
    const page = await open();
    await page.send({ type: 'step' });
    await page.send({ type: 'play' });
    await page.send({ type: 'pause' });
    await page.send({ type: 'sample', request: 1, index: 0 });
    await page.send({ type: 'map', request: 2, resolution: 4 });
    await page.send({ type: 'step' });
    expect(await playThrough(page)).toBe(hash);
    expect(await playThrough(await open({ ...setup, seed: 2 }))).not.toBe(hash);
  });

  test('a reset goes back to the beginning: the same run again ends with the same bits', async () => {
    const page = await open();
    const start = await page.hash();
    const end = await playThrough(page);
    await page.send({ type: 'reset' });
    expect(last(page)).toMatchObject({ state: 'ready', phase: 'teacher', step: 0 });
    expect(await page.hash()).toBe(start);
    expect(await playThrough(page)).toBe(end);
  });

  test('after the end, play, pause and step do nothing', async () => {
    const page = await open();
    const hash = await playThrough(page);
    for (const type of ['play', 'pause', 'step'] as const) await page.send({ type });
    expect(last(page)?.state).toBe('finished');
    expect(await page.hash()).toBe(hash);
  });

  test('recover does nothing while nothing is lost', async () => {
    const page = await open();
    await page.send({ type: 'step' });
    const count = page.events.length;
    await page.send({ type: 'recover' });
    expect(page.events.length).toBe(count);
  });

  test('a run that breaks off says so, and recovers to the same end', async () => {
    const hash = await playThrough(await open());
    const page = await open();
    for (let i = 0; i < 9; i++) await page.send({ type: 'step' });
    vi.spyOn(Experiment.prototype, 'begin').mockImplementationOnce(() => {
      throw new Error('no memory');
    });
    await page.send({ type: 'play' });
    expect((await page.wait('lost')).reason).toBe('The run broke off: no memory');
    expect(last(page)?.state).toBe('lost');
    const from = page.events.length;
    await page.send({ type: 'recover' });
    await page.state('finished', from);
    expect(await page.hash()).toBe(hash);
  });

  test('a run that breaks off just before another is loaded takes nothing with it', async () => {
    const page = await open();
    vi.spyOn(Experiment.prototype, 'begin').mockImplementationOnce(() => {
      throw new Error('no memory');
    });
    await page.send({ type: 'step' });
    await page.send({ type: 'load', setup });
    await new Promise((resolve) => setTimeout(resolve, 600)); // so long it asks whether the GPU is gone
    expect(page.all('lost')).toEqual([]);
    expect(await playThrough(page)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('questions and knobs', () => {
  test.each([
    [{ type: 'knob', lane: 'lane-7', knob: 'T', value: 2 }, 'knob: There is no lane "lane-7".'],
    [
      { type: 'knob', lane: 'lane-1', knob: 'T', value: 99 },
      'knob: Soft targets (KD): T goes from 0.5 to 20, got 99.',
    ],
    [
      { type: 'knob', lane: 'lane-1', knob: 'epsilon', value: 0.1 },
      'knob: Soft targets (KD): epsilon cannot move while training.',
    ],
    [{ type: 'sample', request: 1, index: 1000 }, 'sample: There is no test sample 1000; there are 1000.'],
    [{ type: 'sample', request: 1, index: 0.5 }, 'sample: There is no test sample 0.5; there are 1000.'],
    [
      { type: 'sample', request: 1, set: 'train', index: -1 },
      'sample: There is no training sample -1; there are 60.',
    ],
    [
      { type: 'thumbnails', request: 1, set: 'test', indices: Array.from({ length: 65 }, () => 0) },
      'thumbnails: At most 64 samples are shown at once, 65 were asked for.',
    ],
    [
      { type: 'map', request: 1, resolution: 0 },
      'map: A decision map has from 1 to 256 pixels a side, 0 were asked for.',
    ],
  ] as const)('%j fails with a sentence and changes nothing', async (command, sentence) => {
    const page = await open();
    const hash = await page.hash();
    await page.send(command);
    expect(failures(page)).toEqual([sentence]);
    expect(await page.hash()).toBe(hash);
  });

  test('a sample comes with its values, its label, the logits of all, and what the methods draw of it', async () => {
    const page = await open(smallSetup());
    await page.send({ type: 'sample', request: 5, index: 3 });
    const [sample] = page.all('sample');
    expect(sample).toMatchObject({ request: 5, index: 3 });
    expect(sample?.values.length).toBe(2);
    expect(Object.keys(sample?.logits ?? {})).toEqual(['teacher', 'lane-0', 'lane-1', 'lane-2', 'lane-3']);
    expect(Object.keys(sample?.perSample['lane-2'] ?? {})).toEqual(['weight', 'entropy', 'gap']);
    expect(Object.keys(sample?.perSample['lane-3'] ?? {})).toEqual(['temperature']);
  });

  test('thumbnails are the values of the samples that were asked for, in that order', async () => {
    const page = await open(smallSetup());
    for (const index of [9, 2]) await page.send({ type: 'sample', request: index, set: 'train', index });
    await page.send({ type: 'thumbnails', request: 3, set: 'train', indices: [9, 2] });
    const wanted = page.all('sample').flatMap(({ values }) => [...values]);
    expect(Array.from(page.all('thumbnails')[0]?.values ?? [])).toEqual(wanted);
    expect(new Set(wanted).size).toBe(4);
  });

  test('a map has a class and a probability for every pixel of every network', async () => {
    const page = await open();
    await page.send({ type: 'map', request: 6, resolution: 5 });
    const [map] = page.all('map');
    expect(Object.keys(map?.lanes ?? {})).toEqual(['teacher', 'lane-0', 'lane-1']);
    for (const { classes, confidence } of Object.values(map?.lanes ?? {})) {
      expect([classes.length, confidence.length]).toEqual([25, 25]);
      expect(confidence.every((p) => p >= 0.5 && p <= 1)).toBe(true);
    }
  });
});
