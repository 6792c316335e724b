// Play, pause, one step, reset: with the mouse, with the keyboard, and not while someone types.
import { expect, test, type Visit } from './visit.ts';

const HALF_A_SECOND = 500;

/** The counter does not move for a while. */
async function standsStill(visit: Visit): Promise<number> {
  const step = await visit.step();
  await visit.page.waitForTimeout(HALF_A_SECOND);
  expect(await visit.step()).toBe(step);
  return step;
}

test('Pause stands still, Step takes exactly one, Reset goes back to none', async ({ visit }) => {
  await visit.open();
  await visit.press('Play');
  await visit.reaches(10);
  await visit.press('Pause');
  await visit.stands('Paused');
  const paused = await standsStill(visit);
  for (const more of [1, 2, 3]) {
    await visit.press('Step');
    await expect.poll(() => visit.step()).toBe(paused + more);
  }
  await standsStill(visit);
  await visit.press('Play');
  await visit.reaches(paused + 8);
  await visit.press('Reset');
  await visit.stands('Ready');
  expect(await standsStill(visit)).toBe(0);
  expect(await visit.lines('Loss', 2)).toBe(0);
  await expect(visit.lane('Alone')).toContainText('not measured yet');
});

test('The keyboard plays, pauses, steps and resets', async ({ visit }) => {
  const { keyboard } = visit.page;
  await visit.open();
  await keyboard.press('s');
  await expect.poll(() => visit.step()).toBe(1);
  await keyboard.press('Space');
  await visit.reaches(6);
  await keyboard.press('Space');
  await visit.stands('Paused');
  const paused = await standsStill(visit);
  await keyboard.press('s');
  await expect.poll(() => visit.step()).toBe(paused + 1);
  await keyboard.press('r');
  await visit.stands('Ready');
  expect(await visit.step()).toBe(0);
});

test('Keys typed into a field stay in the field', async ({ visit }) => {
  await visit.open();
  await visit.press('Step');
  await expect.poll(() => visit.step()).toBe(1);
  await visit.unfold('Chance');
  await visit.field('Seed').fill('');
  await visit.field('Seed').pressSequentially('s r');
  await expect(visit.field('Seed')).toHaveValue('s r');
  expect(await standsStill(visit)).toBe(1);
  await visit.field('Seed').press('Escape');
  await visit.page.getByRole('heading', { name: 'Lanes', exact: true }).click();
  await visit.page.keyboard.press('s'); // the control: outside of the field it is a command
  await expect.poll(() => visit.step()).toBe(2);
});

test('Space scrolls a part that scrolls, and does not play', async ({ visit }) => {
  await visit.open('training.length=3000steps&lanes=alone;kd');
  await visit.press('Play');
  await visit.reaches(60);
  await visit.press('Pause');
  await visit.stands('Paused');
  const step = await visit.step();
  const loss = visit.chart('Loss');
  await loss.getByText('Numbers behind “Loss”').click();
  const table = loss.locator('[data-scrolls]');
  await table.focus();
  await visit.page.keyboard.press('Space');
  await expect.poll(() => table.evaluate((part) => part.scrollTop)).toBeGreaterThan(0);
  expect(await standsStill(visit)).toBe(step);
  await visit.page.getByRole('heading', { name: 'Lanes', exact: true }).click();
  await visit.page.keyboard.press('Space'); // the control: elsewhere it plays
  await visit.reaches(step + 1);
});

test('The keys can be switched off', async ({ visit }) => {
  await visit.open();
  await visit.page.getByRole('checkbox', { name: /^Keys/ }).uncheck();
  await visit.page.keyboard.press('s');
  expect(await standsStill(visit)).toBe(0);
});
