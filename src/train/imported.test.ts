// An imported teacher: the same run as with a pretrained one of the same weights, kept while it fits, refused where not.
import { describe, expect, test } from 'vitest';
import { files } from '../cli/node-engine.ts';
import { type Checkpoint, parseCheckpoint } from '../contract/checkpoint.ts';
import { PRESETS } from '../contract/presets.ts';
import type { Setup } from '../contract/setup.ts';
import { Teaching } from './teaching.ts';
import { lanesOf, Page, smallSetup } from './testing.ts';

const net = PRESETS.find(({ setup }) => setup.data.id === 'spirals')?.setup.teacher.net as Setup['student'];
const small = smallSetup({ lanes: lanesOf('alone', 'kd') });
const own: Setup = {
  ...small,
  data: { ...small.data, id: 'spirals' },
  teacher: { ...small.teacher, net },
};
const pretrained: Setup = { ...own, teacher: { ...own.teacher, source: 'pretrained' } };

async function open(setup: Setup): Promise<Page> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'cpu', base: '' });
  await page.send({ type: 'load', setup });
  expect(failures(page)).toEqual([]);
  return page;
}
async function finish(page: Page): Promise<string> {
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.state('finished', from);
  return page.hash();
}
async function weightsOf(page: Page): Promise<Record<string, Float32Array>> {
  const from = page.events.length;
  await page.send({ type: 'parameters', request: 9 });
  const { networks } = await page.wait('parameters', () => true, from);
  return Object.fromEntries((networks.teacher?.parameters ?? []).map(({ name, values }) => [name, values]));
}
const failures = (page: Page) => page.all('failed').map(({ reason }) => reason);
const teacher = (page: Page) => page.all('loaded').at(-1)?.run.teacher;
const bring = (page: Page, weights: Record<string, Float32Array>, file = 'mine.safetensors') =>
  page.send({ type: 'teacher', teacher: { file, weights } });

async function checkpointOf(page: Page): Promise<Checkpoint> {
  const from = page.events.length;
  await page.send({ type: 'checkpoint' });
  const { checkpoint } = await page.wait('checkpoint', () => true, from);
  const parsed = parseCheckpoint(structuredClone(checkpoint));
  if (!parsed.ok) throw new Error(parsed.problems.join(' '));
  return parsed.value;
}

const committed = await open(pretrained);
const WEIGHTS = await weightsOf(committed);
/** Of the run with the committed teacher. */
const END = await finish(committed);

describe('an imported teacher', () => {
  test('makes the run that the pretrained one of the same weights makes, where one would be trained', async () => {
    const page = await open(own);
    for (let i = 0; i < 8; i++) await page.send({ type: 'step' });
    await bring(page, WEIGHTS);
    expect(teacher(page)).toMatchObject({ source: 'imported', file: 'mine.safetensors' });
    expect(teacher(page)?.trained).toBeUndefined();
    expect(page.all('transport').at(-1)).toMatchObject({ state: 'ready', phase: 'students', step: 0 });
    expect(await finish(page)).toBe(END);
    expect(await finish(await open(own))).not.toBe(END);
    const other = {
      ...WEIGHTS,
      'head.bias': Float32Array.from(WEIGHTS['head.bias'] as Float32Array, (b) => b + 1),
    };
    await bring(page, other);
    expect(await finish(page)).not.toBe(END);
  });

  test('stays over a reset and a load that leaves data and teacher; another teacher or its own ends it', async () => {
    const page = await open(own);
    await bring(page, WEIGHTS);
    await page.send({ type: 'reset' });
    expect(await finish(page)).toBe(END);
    await page.send({ type: 'load', setup: { ...own, seed: 5 } });
    expect(teacher(page)?.source).toBe('imported');
    expect(failures(page)).toEqual([]);
    await page.send({
      type: 'load',
      setup: { ...own, teacher: { ...own.teacher, net: { ...net, widths: [5] } } },
    });
    expect(teacher(page)?.source).toBe('train');
    expect(failures(page)).toEqual([
      'The teacher from mine.safetensors is not that of this set-up; the set-up’s own teacher is used.',
    ]);
    await page.send({ type: 'load', setup: own });
    expect(teacher(page)?.source).toBe('train');
    await bring(page, WEIGHTS);
    await page.send({ type: 'teacher', teacher: null });
    expect(teacher(page)).toMatchObject({ source: 'train' });
    expect(page.all('transport').at(-1)).toMatchObject({ state: 'ready', phase: 'teacher', step: 0 });
    expect(failures(page)).toHaveLength(1);
  });

  test('goes on with a run that is resumed elsewhere, weights, name and all, and over a reset there', async () => {
    const first = await open(own);
    await bring(first, WEIGHTS);
    for (let i = 0; i < 5; i++) await first.send({ type: 'step' });
    const saved = await checkpointOf(first);
    const second = await open(own);
    const other = Object.fromEntries(Object.entries(WEIGHTS).map(([name, w]) => [name, w.map((x) => -x)]));
    await bring(second, other, 'other.safetensors');
    await second.send({ type: 'step' }); // what that teacher said is kept for later steps
    let forgot = 0;
    const forget = Teaching.prototype.forget;
    Teaching.prototype.forget = function (this: Teaching) {
      forgot++;
      forget.call(this);
    };
    await second.send({ type: 'resume', checkpoint: saved });
    Teaching.prototype.forget = forget;
    expect(failures(second)).toEqual([]);
    expect(forgot).toBeGreaterThanOrEqual(2); // the old run is left, the new one restored
    expect(teacher(second)?.file).toBe('mine.safetensors');
    expect(await finish(second)).toBe(END);
    await second.send({ type: 'reset' });
    expect(await finish(second)).toBe(END);
  });

  test.each<[string, (weights: Record<string, Float32Array>) => void, RegExp]>([
    ['a name missing', (w) => delete w['head.bias'], /^mine\.safetensors: head\.bias is missing/],
    [
      'too few numbers',
      (w) => {
        w['head.bias'] = new Float32Array(1);
      },
      /head\.bias has 1 numbers, the teacher needs \d/,
    ],
    [
      'a number that is none',
      (w) => {
        w['head.bias'] = new Float32Array(w['head.bias']?.length ?? 0).fill(Number.NaN);
      },
      /number 0 of head\.bias is NaN/,
    ],
  ])('with %s is refused with a sentence, and the run stands as it stood', async (_, spoil, sentence) => {
    const page = await open(own);
    for (let i = 0; i < 9; i++) await page.send({ type: 'step' });
    const before = await page.hash();
    const stood = page.all('transport').at(-1);
    const weights = { ...WEIGHTS };
    spoil(weights);
    await bring(page, weights);
    expect(failures(page)).toHaveLength(1);
    expect(failures(page)[0]).toMatch(sentence);
    expect(page.all('transport').at(-1)).toEqual(stood);
    expect(page.all('loaded')).toHaveLength(1);
    expect(await page.hash()).toBe(before);
  });
});
