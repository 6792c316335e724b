// A lane's own code while it trains: compiled beside the run, swapped between two steps, repeated after a lost GPU.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import type { Setup } from '../contract/setup.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { GALLERY } from '../distill/losses/own-weight-gallery.ts';
import type { Backend } from '../gpu/backend.ts';
import { Meter } from './pump.ts';
import { Replays } from './replays.ts';
import { lanesOf, Page, smallSetup } from './testing.ts';

const files = {
  data: fetchReader(`${location.origin}/data/`),
  teachers: fetchReader(`${location.origin}/teachers/`),
};
const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const [FOCAL, CURRICULUM] = ['focal', 'curriculum'].map((id) => GALLERY.find((e) => e.id === id)!.code) as [
  string,
  string,
];
const OWN = 'lane-1';
const own = (code?: string): Setup =>
  smallSetup({
    lanes: [...lanesOf('alone'), { method: 'own-weight', knobs: {}, ...(code ? { code } : {}) }],
  });

afterEach(() => vi.restoreAllMocks());

async function open(setup: Setup): Promise<Page> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'webgpu', base: location.origin });
  const { info } = await page.wait('ready');
  expect(info.engine, info.why).toBe('webgpu');
  await page.send({ type: 'load', setup });
  expect(page.all('failed')).toEqual([]);
  return page;
}

async function end(page: Page): Promise<string> {
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.state('finished', from);
  expect(page.all('stopped')).toEqual([]);
  return page.hash();
}

/** Six steps of the teacher and so many of the students, then other code. */
async function swapped(page: Page, steps: number, code: string): Promise<void> {
  for (let i = 0; i < 6 + steps; i++) await page.send({ type: 'step' });
  await page.send({ type: 'code', lane: OWN, code });
}

test('other code between two steps is recorded anew, gives the bits of eager steps, and others than the old code', async () => {
  const before = await end(await open(own()));
  const page = await open(own());
  await swapped(page, 5, FOCAL);
  const hash = await end(page);
  expect(page.all('failed')).toEqual([]);
  expect(page.all('stepping').map(({ recorded }) => recorded)).toEqual([true, true, true]); // teacher, students, once more
  expect(hash).not.toBe(before);

  vi.spyOn(Replays.prototype, 'ready').mockResolvedValue(null);
  const eager = await open(own());
  await swapped(eager, 5, FOCAL);
  expect(await end(eager)).toBe(hash);
});

test('code of the set-up and the same code given before the first step are one', async () => {
  const page = await open(own());
  await page.send({ type: 'code', lane: OWN, code: FOCAL });
  const hash = await end(page);
  expect(await end(await open(own(FOCAL)))).toBe(hash);
  expect(await end(await open(own(CURRICULUM)))).not.toBe(hash);
});

test('after a lost GPU the code is changed again where it was changed, and the run ends in the same bits', async () => {
  const whole = await open(own());
  await swapped(whole, 6, CURRICULUM);
  const hash = await end(whole);

  const always = vi.spyOn(Meter.prototype, 'snapshot').mockReturnValue(true);
  const page = await open(own());
  for (let i = 0; i < 6 + 4; i++) await page.send({ type: 'step' });
  always.mockRestore();
  await swapped(page, 6 - 10, CURRICULUM); // two more steps after the snapshot, then the code
  await page.send({ type: 'step' });
  (tf.backend() as unknown as Backend).device.destroy();
  expect(await page.wait('lost')).toMatchObject({ from: 4 });
  const from = page.events.length;
  await page.send({ type: 'recover' });
  await page.state('finished', from);
  expect(page.all('failed')).toEqual([]);
  expect(await page.hash()).toBe(hash);
});

test('code that does not compile is refused with its line, and nothing of the run changes', async () => {
  const hash = await end(await open(own()));
  const page = await open(own());
  await swapped(page, 3, `${HEAD} {\n  return oops;\n}`);
  await page.send({ type: 'code', lane: OWN, code: `const a = sqrt(-1.0);\n${HEAD} { return a; }` });
  await page.send({ type: 'code', lane: 'lane-0', code: FOCAL });
  expect(page.all('failed').map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^Line 2, column 10: "oops" is not known here/),
    expect.stringMatching(/^Line 1, column \d+: The shader compiler says: .*sqrt/),
    'Alone takes no code.',
  ]);
  await page.send({ type: 'compile', request: 7, method: 'own-weight', code: `${HEAD} { return oops; }` });
  expect(page.all('compile')[0]).toMatchObject({ request: 7, problems: [{ line: 1, column: 82 }] });
  expect(await end(page)).toBe(hash);
});

test('code that does not compile in a set-up stops its lane with a sentence; the others go on', async () => {
  const page = await open(own(`const a = sqrt(-1.0);\n${HEAD} { return a; }`));
  await page.send({ type: 'play' });
  await page.state('finished');
  expect(page.all('stopped')).toMatchObject([
    {
      lane: OWN,
      step: 0,
      reason: expect.stringMatching(/^Its own code: Line 1, column \d+: The shader compiler/),
    },
  ]);
  expect(
    page
      .all('evaluation')
      .filter((e) => e.whole && e.step === 12)
      .map((e) => e.lane),
  ).toEqual(['lane-0']);
});

test('weights that are no numbers are told once for each code, with how many and at which step', async () => {
  const page = await open(own());
  await swapped(page, 3, `${HEAD} { return select(1.0, log(-1.0 - kl), progress > 0.5); }`);
  await end(page);
  expect(page.all('faults')).toEqual([
    { type: 'faults', lane: OWN, step: expect.any(Number), samples: 16, of: 16 },
  ]);
  expect(page.all('faults')[0]?.step).toBe(7); // of twelve steps from 0 to 1, the first beyond a half
  for (const { values } of page.all('metrics'))
    for (const row of Object.values(values)) expect(row.every(Number.isFinite)).toBe(true);
});

test('a question shows what a code makes of samples, and changes nothing', async () => {
  const page = await open(own());
  const ask = { type: 'weights', side: 3, kl: 2, entropy: 4, confidence: 0.5, progress: 0.25 } as const;
  await page.send({
    ...ask,
    request: 1,
    code: `${HEAD} { return kl + 10.0 * entropy + 100.0 * confidence + 1000.0 * progress; }`,
  });
  await page.send({ ...ask, request: 2, code: `${HEAD} { return 1.0 / kl; }` });
  await page.send({ ...ask, request: 3, code: 'fn weight() {' });
  await page.send({ ...ask, request: 4, side: 5000, code: FOCAL });
  const [first, second] = page.all('weights');
  expect(Array.from(first!.weights)).toEqual([300, 301, 302, 320, 321, 322, 340, 341, 342]);
  expect(Array.from(second!.faults)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
  expect(Array.from(second!.weights)).toEqual([0, 1, 0.5, 0, 1, 0.5, 0, 1, 0.5]);
  expect(page.all('failed').map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^Line 1, column 13: Expected "->"/),
    'The plot has from 2 to 128 points a side, 5000 were asked for.',
  ]);
});

test('the kernels of a lane can be read: with its own code, their references, and all others of the step', async () => {
  const page = await open(own(FOCAL));
  for (let i = 0; i < 9; i++) await page.send({ type: 'step' });
  await page.send({ type: 'kernels', request: 1, lane: OWN });
  const { kernels } = page.all('kernels')[0]!;
  const head = kernels[0]!;
  expect(head).toMatchObject({
    name: 'own-weight-head',
    ofLoss: true,
    dispatches: 1,
    file: 'src/distill/losses/own-weight.ts',
  });
  expect(head.shader).toContain(FOCAL.slice(-40).replace('pow', 'Pow'));
  for (const { name, shader, reference } of kernels) {
    expect(shader, name).toContain('@compute');
    expect(reference, name).toContain('reference: (');
  }
  expect(kernels.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['adam', 'measure', 'tick', 'gather', 'label-head']),
  );
});
