// A run that another session goes on with: the same bits as the run that was never interrupted, or a sentence why not.
import { describe, expect, test } from 'vitest';
import { type Checkpoint, parseCheckpoint } from '../contract/checkpoint.ts';
import { NO_AUGMENT, type Setup } from '../contract/setup.ts';
import { Page, smallSetup } from './testing.ts';

const none = async (file: string) => Promise.reject(new Error(`${file} was asked for.`));
const files = { data: none, teachers: none };
/** Chance in every step, a temperature that is learned, moments, a knob that moves. */
const setup: Setup = {
  ...smallSetup(),
  data: { ...smallSetup().data, augment: { ...NO_AUGMENT, noise: 0.1 } },
};
const knob = { type: 'knob', lane: 'lane-1', knob: 'T', value: 7 } as const;

async function boot(): Promise<Page> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'cpu', base: '' });
  return page;
}

async function open(steps: number, of: Setup = setup): Promise<Page> {
  const page = await boot();
  await page.send({ type: 'load', setup: of });
  for (let i = 0; i < steps; i++) await page.send({ type: 'step' });
  return page;
}

async function finish(page: Page): Promise<string> {
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.state('finished', from);
  return page.hash();
}

async function checkpoint(page: Page): Promise<Checkpoint> {
  const from = page.events.length;
  await page.send({ type: 'checkpoint' });
  const { checkpoint } = await page.wait('checkpoint', () => true, from);
  const parsed = parseCheckpoint(structuredClone(checkpoint)); // as a database gives it back
  if (!parsed.ok) throw new Error(parsed.problems.join(' '));
  return parsed.value;
}

/** What an uninterrupted run with the knob moved after step 10 ends in. */
async function whole(): Promise<string> {
  const page = await open(10);
  await page.send(knob);
  return finish(page);
}

const failures = (page: Page) => page.all('failed').map(({ reason }) => reason);

describe('a resumed run', () => {
  test.each([
    ['of the students, the knob moved before', 13, 10],
    ['at the moment the knob was moved', 10, 10],
    ['of the teacher', 4, null],
    ['after the teacher’s last step', 6, null],
  ] as const)('from a checkpoint %s ends in the same bits', async (_, steps, moved) => {
    const first = await open(Math.min(steps, 10));
    if (moved !== null) await first.send(knob);
    for (let i = 10; i < steps; i++) await first.send({ type: 'step' });
    const saved = await checkpoint(first);
    for (let i = 0; i < 2; i++) await first.send({ type: 'step' }); // lost with the page

    const second = await boot();
    await second.send({ type: 'resume', checkpoint: saved });
    expect(failures(second)).toEqual([]);
    expect(second.all('resumed')).toEqual([{ type: 'resumed', phase: saved.phase, step: saved.step }]);
    expect(second.all('transport').at(-1)).toMatchObject({ state: 'paused', step: saved.step });
    if (moved === null) {
      for (let i = steps; i < 10; i++) await second.send({ type: 'step' });
      await second.send(knob);
    }
    expect(await finish(second)).toBe(await whole());
  });

  test.each([
    ['stage-1', 5, 6 + 5],
    ['stage-2', 12, 6 + 12 + 12],
    ['students', 3, 6 + 12 + 12 + 3],
  ] as const)(
    'with assistants, from %s step %i ends in the same bits, its weights of them too',
    async (phase, step, steps) => {
      const lanes = ['takd', 'assistant-ensemble'].map((method) => ({ method, knobs: { m: '2' } }));
      const staged = { ...setup, lanes: [{ method: 'alone', knobs: {} }, ...lanes] };
      const first = await open(steps, staged);
      const saved = await checkpoint(first);
      expect(saved).toMatchObject({ phase, step });
      const second = await boot();
      await second.send({ type: 'resume', checkpoint: saved });
      expect(failures(second)).toEqual([]);
      expect(second.all('transport').at(-1)).toMatchObject({ state: 'paused', phase, step });
      expect(await finish(second)).toBe(await finish(first));
    },
  );

  test('without the knob that was moved ends in others: the hash sees it', async () => {
    const first = await open(10);
    await first.send(knob);
    await first.send({ type: 'step' });
    const saved = await checkpoint(first);
    const second = await boot();
    const knobless = Object.keys(saved.state).find((name) => name === 'lane-1/knob/T') as string;
    const state = { ...saved.state, [knobless]: Float32Array.of(4) };
    await second.send({ type: 'resume', checkpoint: { ...saved, state, turns: [] } });
    expect(await finish(second)).not.toBe(await whole());
  });

  test('has told all numbers up to its checkpoint, and afterwards those that follow', async () => {
    const first = await open(13);
    await first.send({ type: 'play' });
    await first.send({ type: 'pause' });
    const saved = await checkpoint(first);
    const steps = (page: Page) =>
      page
        .all('metrics')
        .filter(({ lane }) => lane === 'lane-3')
        .flatMap(({ steps }) => steps);
    const told = steps(first);
    expect(told).toEqual(Array.from({ length: saved.step }, (_, i) => i + 1));
    if (saved.step === 12) return; // the processor was that fast
    const second = await boot();
    await second.send({ type: 'resume', checkpoint: saved });
    await finish(second);
    expect(steps(second)[0]).toBe(saved.step + 1);
  });

  test('of another engine or adapter is refused with both names, and its set-up stands ready', async () => {
    const saved = await checkpoint(await open(8));
    const page = await boot();
    await page.send({ type: 'resume', checkpoint: { ...saved, engine: 'webgpu', adapter: 'some card' } });
    expect(failures(page)[0]).toMatch(
      /^This run was trained by webgpu \(some card\), and here is cpu \(.*rounds/,
    );
    expect(page.all('resumed')).toEqual([]);
    expect(page.all('transport').at(-1)).toMatchObject({ state: 'ready', step: 0 });
    expect(await finish(page)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, (saved: Checkpoint) => Checkpoint, RegExp]>([
    [
      'too few numbers',
      (s) => ({ ...s, state: { ...s.state, clock: new Float32Array(2) } }),
      /clock has 2 numbers, \d/,
    ],
    [
      'a name from elsewhere',
      (s) => ({ ...s, state: { ...s.state, x: new Float32Array(1) } }),
      /there is no x here/,
    ],
    ['a step too many', (s) => ({ ...s, step: 13 }), /it stands at step 13 of 12/],
    ['nothing', (s) => ({ ...s, state: {} }), /is not in it/],
  ])('with %s in its state is refused before anything of it is used', async (_, spoil, sentence) => {
    const saved = await checkpoint(await open(8));
    const page = await boot();
    await page.send({ type: 'resume', checkpoint: spoil(saved) });
    expect(failures(page)[0]).toMatch(sentence);
    const fresh = await open(0);
    expect(await page.hash()).toBe(await fresh.hash());
  });

  test('asking for a checkpoint is silent where there is nothing, and changes no bit of a run that plays', async () => {
    const page = await boot();
    await page.send({ type: 'checkpoint' });
    expect(page.events.filter(({ type }) => type === 'failed' || type === 'checkpoint')).toEqual([]);
    const asked = await open(10);
    await asked.send(knob);
    await asked.send({ type: 'play' });
    await asked.send({ type: 'checkpoint' });
    await asked.state('finished');
    expect(await asked.hash()).toBe(await whole());
  });
});

describe('a checkpoint from a database', () => {
  const good = {
    version: 1,
    setup,
    engine: 'cpu',
    adapter: 'x',
    phase: 'students',
    step: 3,
    stopped: { 'lane-0': null },
    turns: [],
    state: { clock: new Float32Array(4) },
  };

  test('is read as it was written', () => {
    expect(parseCheckpoint(good)).toEqual({ ok: true, value: good });
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', null, /checkpoint|Invalid/],
    ['another version', { ...good, version: 2 }, /another version of this page \(2; this one reads 1\)/],
    ['a step that is no number', { ...good, step: Number.NaN }, /^step: /],
    ['a step below zero', { ...good, step: -1 }, /^step: /],
    ['an engine nobody knows', { ...good, engine: 'abacus' }, /^engine: /],
    ['a set-up that is none', { ...good, setup: { seed: 'x' } }, /./],
    [
      'numbers of another kind',
      { ...good, state: { clock: [1, 2] } },
      /state\.clock: expected numbers of 32 bits/,
    ],
    ['no numbers', { ...good, state: {} }, /expected 1 to 5000 entries, got 0/],
    [
      'a knob that is no number',
      { ...good, turns: [{ ...knob, phase: 'students', step: 1, value: Number.NaN }] },
      /turns/,
    ],
    [
      'more than is read',
      { ...good, state: { clock: new Float32Array(33e6) } },
      /132000000 bytes are more than/,
    ],
    ['an entry more', { ...good, extra: 1 }, /extra/],
  ])('with %s is refused with a sentence', (_, value, sentence) => {
    const parsed = parseCheckpoint(value);
    expect(parsed.ok ? [] : parsed.problems.join(' ')).toMatch(sentence);
  });
});
