// The engine on WebGPU as the page sees it: the same bits however it is driven, and back from a lost GPU.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import type { Setup } from '../contract/setup.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import type { Backend } from '../gpu/backend.ts';
import type { BootOptions } from '../gpu/engine.ts';
import { speeds } from './faster-engine.ts';
import { Meter } from './pump.ts';
import { type EventOf, Page, smallSetup } from './testing.ts';

const files = {
  data: fetchReader(`${location.origin}/data/`),
  teachers: fetchReader(`${location.origin}/teachers/`),
};

async function open(setup: Setup, boot?: BootOptions): Promise<Page> {
  const page = new Page(files, boot);
  await page.send({ type: 'boot', engine: 'webgpu', base: location.origin });
  const { info } = await page.wait('ready');
  expect(info.engine, info.why).toBe('webgpu'); // no WebGPU is a failure, never a skip
  await page.send({ type: 'load', setup });
  expect(page.all('failed')).toEqual([]);
  return page;
}

async function playThrough(page: Page): Promise<string> {
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.state('finished', from);
  return page.hash();
}

test('the same seed gives the same bits, whatever the grouping of submits, with pauses and looks in between', async () => {
  const one = await open(smallSetup(), { submitEvery: 1000 });
  const hash = await playThrough(one);

  const two = await open(smallSetup(), { submitEvery: 1 });
  for (let i = 0; i < 9; i++) await two.send({ type: 'step' });
  await two.send({ type: 'sample', request: 1, index: 0 });
  await two.send({ type: 'map', request: 2, resolution: 8 });
  expect(two.all('failed')).toEqual([]);
  await two.send({ type: 'play' });
  await two.send({ type: 'pause' });
  expect(await playThrough(two)).toBe(hash);

  const other = await open(smallSetup({ seed: 2 }));
  expect(await playThrough(other)).not.toBe(hash);
});

test('a seed trained with others gets the bits it gets alone', async () => {
  const final = async (setup: Setup) => {
    const page = await open(setup);
    await playThrough(page);
    return page
      .all('evaluation')
      .filter((e) => e.whole && e.lane !== 'teacher')
      .map((e) => e.test);
  };
  const teacher = { ...smallSetup().teacher };
  const alone = await final(smallSetup({ teacher }));
  const among = await final(smallSetup({ teacher, seeds: 3 }));
  expect(among.map((seeds) => seeds[0])).toEqual(alone.map((seeds) => seeds[0]));
  expect(among[0]?.[1]).not.toEqual(among[0]?.[0]);
});

test('a lost GPU is said in a sentence, and one press goes on from the snapshot to the same end', async () => {
  const setup = smallSetup();
  const knob = { type: 'knob', lane: 'lane-1', knob: 'T', value: 7 } as const;
  const whole = await open(setup);
  for (let i = 0; i < 10; i++) await whole.send({ type: 'step' });
  await whole.send(knob);
  const hash = await playThrough(whole);

  const due = vi.spyOn(Meter.prototype, 'snapshot').mockReturnValue(true);
  const page = await open(setup);
  for (let i = 0; i < 10; i++) await page.send({ type: 'step' });
  due.mockReturnValue(false);
  await page.send(knob);
  await page.send({ type: 'step' });
  (tf.backend() as unknown as Backend).device.destroy();
  const lost = await page.wait('lost');
  expect(lost).toMatchObject({ reason: expect.stringMatching(/GPU was lost/), from: 4 });
  due.mockRestore();
  const from = page.events.length;
  await page.send({ type: 'recover' });
  await page.state('finished', from);
  expect(await page.hash()).toBe(hash);
  // The curve goes on where the snapshot was taken, with the numbers of the uninterrupted run.
  const losses = (events: EventOf<'metrics'>[]) =>
    new Map(
      events
        .filter((e) => e.lane === 'lane-1')
        .flatMap((e) => e.steps.map((step, i) => [step, e.values.loss?.[i]])),
    );
  const after = losses(page.events.slice(from).filter((e) => e.type === 'metrics'));
  const all = losses(whole.all('metrics'));
  expect([...after.keys()]).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  for (const [step, loss] of after) expect(loss).toBe(all.get(step));
});

test('a lane whose weights are no numbers stops with a sentence; the others go on to their end', async () => {
  const page = await open(smallSetup());
  for (let i = 0; i < 8; i++) await page.send({ type: 'step' }); // six of the teacher, two of the students
  const spoiled = page.slot('lane-1/student/stage1.weight');
  spoiled.write(new Float32Array(spoiled.tensor.size).fill(Number.NaN));
  await page.send({ type: 'play' });
  await page.state('finished');
  const [stopped, ...more] = page.all('stopped');
  expect(more).toEqual([]);
  expect(stopped?.lane).toBe('lane-1');
  expect(stopped?.reason).toMatch(/^At step \d+ its loss was no longer a finite number\. Try a lower/);
  const ended = page.all('evaluation').filter((e) => e.whole && e.step === 12);
  expect(ended.map((e) => e.lane)).toEqual(['lane-0', 'lane-2', 'lane-3']);
});

test('a shader that does not compile stops its lane with a sentence; the others go on to their end', async () => {
  const page = await open(smallSetup());
  const backend = tf.backend() as unknown as Backend;
  const pipelineFor = backend.pipelineFor.bind(backend);
  backend.pipelineFor = (name, code) =>
    pipelineFor(name, name === 'adaptive-head' ? code.replace('fn main(', 'fn main(a: nonsense, ') : code);
  await page.send({ type: 'play' });
  await page.state('finished');
  const [stopped, ...more] = page.all('stopped');
  expect(more).toEqual([]);
  expect(stopped).toMatchObject({ lane: 'lane-2', step: 1 });
  expect(stopped?.reason).toMatch(
    /^The shader adaptive-head\.wgsl does not compile: line \d+: .*nonsense.* Try another engine/s,
  );
  expect(
    new Set(
      page
        .all('evaluation')
        .filter((e) => e.step === 12)
        .map((e) => e.lane),
    ),
  ).toEqual(new Set(['lane-0', 'lane-1', 'lane-3']));
});

test('a lane for which there is no memory stops with a sentence; the others go on to their end', async () => {
  const page = await open(smallSetup());
  const backend = tf.backend() as unknown as Backend;
  const pop = backend.device.popErrorScope.bind(backend.device);
  const pipelineFor = backend.pipelineFor.bind(backend);
  // The head of KD first runs in its first step; of the two scopes around it the second is that of memory.
  let pops = Number.POSITIVE_INFINITY;
  backend.pipelineFor = (name, code) => {
    if (name === 'soft-head' && pops > 2) pops = 2;
    return pipelineFor(name, code);
  };
  backend.device.popErrorScope = async () => {
    const told = await pop();
    if (pops === Number.POSITIVE_INFINITY || --pops !== 0) return told;
    pops = Number.NEGATIVE_INFINITY;
    return new GPUOutOfMemoryError('no memory');
  };
  await page.send({ type: 'play' });
  await page.state('finished');
  const [stopped, ...more] = page.all('stopped');
  expect(more).toEqual([]);
  expect(stopped?.lane).toBe('lane-1');
  expect(stopped?.reason).toBe(
    'The GPU has not enough memory for it. Try a smaller batch, fewer lanes or narrower networks.',
  );
});

test('loading experiments one after another keeps no tensors', async () => {
  const page = await open(smallSetup());
  await page.send({ type: 'step' });
  const before = tf.memory().numTensors;
  for (let i = 0; i < 5; i++) {
    await page.send({ type: 'load', setup: smallSetup({ seed: i }) });
    await page.send({ type: 'step' });
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('a visitor may look at any sample of the first experiment at any time', async () => {
  const page = await open({ ...DEFAULT_PRESET.setup, seeds: 2 });
  await page.send({ type: 'sample', request: 7, index: 399 });
  await page.send({ type: 'step' });
  await page.send({ type: 'sample', request: 8, index: 0 });
  expect(page.all('failed')).toEqual([]);
  const [before, after] = page.all('sample');
  expect(before?.values.length).toBe(64);
  expect(Object.keys(after?.logits ?? {})).toEqual(['teacher', 'lane-0', 'lane-1', 'lane-2', 'lane-3']);
  expect(Object.keys(after?.perSample['lane-2'] ?? {})).toEqual(['weight', 'entropy', 'gap']);
  expect(after?.logits['lane-1']).not.toEqual(before?.logits['lane-1']);
  await page.send({ type: 'sample', request: 9, index: 400 });
  expect(page.all('failed')[0]?.reason).toBe('There is no test sample 400; there are 400.');
});

test('a pretrained teacher is worth what the manifest says, also after a reset and a second load', async () => {
  const { setup } = DEFAULT_PRESET;
  const page = await open(setup);
  const { teachers } = JSON.parse(new TextDecoder().decode(await files.teachers('manifest.json')));
  const { testAccuracy } = teachers.find((t: { data: string }) => t.data === 'digits');
  await page.send({ type: 'step' });
  await page.send({ type: 'reset' });
  await page.send({ type: 'step' });
  await page.send({ type: 'load', setup });
  await page.send({ type: 'step' });
  const seen = page.all('evaluation').filter((e) => e.lane === 'teacher');
  expect(seen.map((e) => e.test[0]?.accuracy)).toEqual([testAccuracy, testAccuracy, testAccuracy]);
});

test('a set-up that cannot be is refused with the name and the number, and the engine goes on', async () => {
  const page = await open(smallSetup());
  await page.send({
    type: 'load',
    setup: smallSetup({ data: { ...smallSetup().data, labels: { teacher: 0, student: 5000 } } }),
  });
  expect(page.all('failed')[0]?.reason).toMatch(/5000 labels a class/);
  await page.send({ type: 'load', setup: smallSetup() });
  expect(await playThrough(page)).toMatch(/^[0-9a-f]{64}$/);
});

test('where WebGPU has no GPU, an automatic engine is the one that was faster, and another run may have another', async () => {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'auto', base: '' });
  const begun = page.all('ready')[0]!.info;
  if (!begun.software) return; // on a real GPU there is no choice to make
  expect(begun.engine).toBe('webgpu');
  const measured = speeds.slice();
  const table = speeds as { model: string; macs: number; webgpu: number; wasm: number }[];
  const pretend = (webgpu: number, wasm: number) =>
    table.splice(0, table.length, { model: 'mlp', macs: 1, webgpu, wasm });
  try {
    pretend(2, 1);
    await page.send({ type: 'load', setup: smallSetup({ engine: 'auto' }) });
    const info = page.all('ready').at(-1)!.info;
    expect(info.engine, info.why).toBe('wasm');
    expect(info.why).toMatch(/took 2 ms with the one and 1 ms with the other/);
    await page.send({ type: 'play' });
    await page.state('finished', 0);
    pretend(1, 2);
    await page.send({ type: 'load', setup: smallSetup({ engine: 'auto' }) });
    expect(page.all('ready').at(-1)!.info.engine).toBe('webgpu');
    expect(page.all('failed')).toEqual([]);
  } finally {
    table.splice(0, table.length, ...measured);
  }
  await page.send({ type: 'boot', engine: 'webgpu', base: '' });
  await page.send({ type: 'load', setup: smallSetup() });
  expect(page.all('ready').at(-1)!.info.engine).toBe('webgpu'); // what is chosen stays
});
