// A run is the same to the last bit, whatever the visitor does beside it.
import { expect, test } from './visit.ts';

const SETUP = 'training.length=400steps'; // long enough that a slow machine has not finished before it is paused

test('Two browsers end in the same state, one played through, one paused, stepped and looked at', async ({
  arriveAlone,
}) => {
  const straight = await arriveAlone();
  await straight.open(SETUP);
  await straight.press('Play');
  await straight.finish();
  const state = await straight.fingerprint();
  await straight.browser.close();

  const restless = await arriveAlone();
  await restless.open(SETUP);
  const next = restless.page.getByRole('button', { name: 'Next sample' });
  for (const step of [1, 2, 3]) {
    await restless.press('Step');
    await expect.poll(() => restless.step()).toBe(step);
    await next.click();
  }
  for (const stop of [20, 70, 110]) {
    await restless.press('Play');
    await restless.reaches(stop);
    await next.click();
    await restless.press('Pause');
    await restless.stands('Paused');
    await restless.fingerprint();
    await restless.press('Step');
  }
  await restless.press('Play');
  await restless.finish();
  expect(await restless.step()).toBe(400);
  expect(await restless.fingerprint()).toBe(state);
});

test('A reset run ends in the same state as the first, and another seed in another', async ({ visit }) => {
  const SHORT = 'training.length=30steps&seeds=2';
  await visit.open(SHORT);
  await visit.press('Play');
  await visit.finish();
  const state = await visit.fingerprint();

  await visit.press('Reset');
  await visit.stands('Ready');
  await visit.press('Step');
  await visit.stands('Paused');
  expect(await visit.fingerprint()).not.toBe(state); // and what the page says is not what it said before
  await visit.press('Play');
  await visit.finish();
  expect(await visit.fingerprint()).toBe(state);

  await visit.open(`${SHORT}&seed=2`);
  await visit.press('Play');
  await visit.finish();
  expect(await visit.fingerprint()).not.toBe(state);
});
