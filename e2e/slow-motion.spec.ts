// A step in slow motion: the numbers on the diagram are those of the step that is then taken; speeds and epochs.
import { expect, test } from './visit.ts';

test('Slow motion goes through the seven phases of the next step, and the last one takes it', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=20steps&lanes=alone;kd');
  await visit.press('Step');
  await expect.poll(() => visit.step()).toBe(1);
  await page.keyboard.press('m');
  const slow = page.getByRole('region', { name: 'One step in slow motion', exact: true });
  const phases = slow.getByRole('list', { name: 'Phases of a step' }).getByRole('button');
  await expect(phases).toHaveCount(7);
  await expect(phases.nth(1)).toContainText('…'); // not reached yet
  const next = slow.getByRole('button', { name: 'Next phase' });
  for (let phase = 1; phase < 5; phase++) await next.click();
  await expect(phases.nth(4)).toHaveAttribute('aria-current', 'step');
  const sum = slow.getByRole('row', { name: /^Loss / });
  const foretold = Number((await sum.getByRole('cell').last().textContent()) ?? Number.NaN);
  for (let phase = 5; phase < 7; phase++) await next.click();
  await expect(slow.getByRole('row')).toHaveCount(5); // two layers have two parameters each, and the heading
  expect(await visit.step()).toBe(1); // nothing was taken so far
  await slow.getByRole('button', { name: 'Take the step' }).click();
  await expect.poll(() => visit.step()).toBe(2);
  const loss = visit.lane('Soft targets (KD)').getByRole('definition').last();
  await expect.poll(async () => Number(await loss.textContent())).toBeCloseTo(foretold, 1);
  await expect(phases.nth(0)).toHaveAttribute('aria-current', 'step');
});

test('Slow motion changes no bit of a run', async ({ visit, arrive }) => {
  const setup = 'training.length=20steps&lanes=alone;kd;ctkd';
  await visit.open(setup);
  await visit.page.keyboard.press('m');
  const slow = visit.page.getByRole('region', { name: 'One step in slow motion', exact: true });
  await slow.getByRole('button', { name: 'Next phase' }).click();
  for (let n = 1; n <= 3; n++) {
    await visit.press('Step');
    await expect.poll(() => visit.step()).toBe(n);
  }
  await visit.press('Play');
  await visit.finish();
  const plain = await arrive();
  await plain.open(setup);
  await plain.press('Play');
  await plain.finish();
  expect(await visit.fingerprint()).toBe(await plain.fingerprint());
});

test('The speed can be chosen while it trains, and an epoch ends where all labeled samples were seen', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=60steps&lanes=alone');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('3 steps a second');
  await visit.press('Play');
  await visit.reaches(2);
  const slowly = await visit.step();
  await page.waitForTimeout(1000);
  expect(await visit.step()).toBeLessThan(slowly + 6);
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('full');
  await visit.finish();
  await visit.press('Reset');
  await visit.stands('Ready');
  await visit.transport.getByRole('button', { name: 'Epoch', exact: true }).click();
  await visit.stands('Paused');
  expect(await visit.step()).toBe(2); // fifty labels in batches of 32
  await page.keyboard.press('e');
  await expect.poll(() => visit.step()).toBe(4);
});
