// Measuring the kernels of a run: it says what they cost, and changes nothing.
import { expect, test } from 'vitest';
import { fetchReader } from '../data/fetch-reader.ts';
import { bootEngine } from '../gpu/engine.ts';
import { profileStep } from './profiling.ts';
import { groupFor } from './pump.ts';
import { atStep, eventsOf, experimentOf, lanesOf, Page, smallSetup } from './testing.ts';

const files = {
  data: fetchReader(`${location.origin}/data/`),
  teachers: fetchReader(`${location.origin}/teachers/`),
};
const base = smallSetup();
const setup = smallSetup({
  training: { ...base.training, length: { unit: 'steps', count: 40 } },
  lanes: lanesOf('alone', 'ctkd'),
});
const PROFILE = { type: 'profile', request: 1 } as const;

async function open(): Promise<Page> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'webgpu', base: location.origin });
  expect((await page.wait('ready')).info.engine).toBe('webgpu');
  await page.send({ type: 'load', setup });
  return page;
}

/** Everything that was measured on the way, and the state in the end. */
async function endOf(page: Page) {
  await page.send({ type: 'play' });
  await page.state('finished');
  const losses = page
    .all('metrics')
    .flatMap(({ lane, steps, values }) => steps.map((step, i) => [lane, step, values.loss?.[i]].join()));
  return { losses: losses.sort(), hash: await page.hash() };
}

test('a run that is measured while it plays, stands and is over ends as one that is not', async () => {
  const end = await endOf(await open());
  expect(end.losses).toHaveLength(6 + 2 * 40);

  const page = await open();
  await page.send({ type: 'step' });
  await page.send(PROFILE); // of the teacher
  await page.send({ type: 'play' });
  await page.send(PROFILE);
  await page.send({ type: 'pause' });
  const standing = page.all('transport').at(-1);
  expect(standing?.state).toBe('paused');
  await page.send(PROFILE);
  expect(page.all('transport').at(-1)).toEqual(standing);
  expect(await endOf(page)).toEqual(end);
  await page.send(PROFILE);
  expect(await page.hash()).toBe(end.hash);
  expect(page.all('failed')).toEqual([]);
  const told = page.all('profile');
  expect(told.map(({ step }) => step)).toEqual([1, told[1]?.step, standing?.step, 40]);
  const dispatches = told.map(({ profile }) => profile.kernels.reduce((sum, k) => sum + k.dispatches, 0));
  expect(dispatches[0]).toBeLessThan(dispatches[3] as number);
});

test('a run that plays goes on by itself when it has been measured', async () => {
  const page = await open();
  for (let i = 0; i < 8; i++) await page.send({ type: 'step' });
  const from = page.events.length;
  await page.send({ type: 'play' });
  await page.send(PROFILE);
  await page.state('finished', from);
  const states = page.events.slice(from).flatMap((e) => (e.type === 'transport' ? [e.state] : []));
  expect(new Set(states)).toEqual(new Set(['playing', 'finished']));
  expect(page.all('profile')).toHaveLength(1);
});

test('before the first step there is nothing to measure, and it says so', async () => {
  const page = await open();
  await page.send(PROFILE);
  expect(page.all('failed')).toMatchObject([
    { command: 'profile', reason: expect.stringMatching(/press Play or Step/) },
  ]);
});

test('a step that is not recorded cannot be measured, for the reason it is not recorded', async () => {
  await bootEngine('webgpu');
  const experiment = await experimentOf(setup);
  await eventsOf(experiment, { enough: atStep(1) });
  const lane = experiment.lane('lane-0');
  const step = lane.step.bind(lane);
  lane.step = (...args) => {
    step(...args);
    void lane.ring.slot.tensor.data().catch(() => {});
  };
  await expect(profileStep(experiment, groupFor)).rejects.toThrow(
    'Steps are not recorded here. It reads numbers back in the middle of a step.',
  );
  lane.stopped = 'by hand';
  experiment.lane('lane-1').stopped = 'by hand';
  await expect(profileStep(experiment, groupFor)).rejects.toThrow('All lanes have stopped');
  experiment.dispose();
});
