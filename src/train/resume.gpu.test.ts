// On WebGPU: a run that a new session resumes from its checkpoint ends in the bits of one that nobody interrupted.
import { expect, test } from 'vitest';
import { NO_AUGMENT, type Setup } from '../contract/setup.ts';
import { Page, smallSetup } from './testing.ts';

const none = async (file: string) => Promise.reject(new Error(`${file} was asked for.`));
const setup: Setup = {
  ...smallSetup(),
  data: { ...smallSetup().data, augment: { ...NO_AUGMENT, noise: 0.1 } },
};
const knob = { type: 'knob', lane: 'lane-1', knob: 'T', value: 7 } as const;

async function boot(): Promise<Page> {
  const page = new Page({ data: none, teachers: none });
  await page.send({ type: 'boot', engine: 'webgpu', base: location.origin });
  expect((await page.wait('ready')).info.engine).toBe('webgpu');
  return page;
}

async function finish(page: Page): Promise<string> {
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.state('finished', from);
  return page.hash();
}

test('from a checkpoint in mid-run, with a moved knob, a learned temperature and chance in every step', async () => {
  const first = await boot();
  await first.send({ type: 'load', setup });
  for (let i = 0; i < 10; i++) await first.send({ type: 'step' });
  await first.send(knob);
  await first.send({ type: 'step' });
  const from = first.events.length; // one came after the teacher’s last step
  await first.send({ type: 'checkpoint' });
  const { checkpoint } = await first.wait('checkpoint', () => true, from);
  const stored = structuredClone(checkpoint);
  const hash = await finish(first);

  const second = await boot();
  await second.send({ type: 'resume', checkpoint: stored });
  expect(second.all('failed')).toEqual([]);
  expect(await finish(second)).toBe(hash);

  // The control: one learned number a little off, and the end is another.
  const learned = Object.keys(stored.state).find((name) => name.startsWith('lane-3/part/')) as string;
  const off = (stored.state[learned] as Float32Array).map((value) => value + 1e-3);
  const third = await boot();
  await third.send({ type: 'resume', checkpoint: { ...stored, state: { ...stored.state, [learned]: off } } });
  expect(await finish(third)).not.toBe(hash);
});
