// A GPU that goes away in mid-run takes nothing with it.
import type { Browser } from 'playwright/test';
import { expect, test } from './visit.ts';

const SETUP = 'training.length=180steps';
const SHORT = 'training.length=60steps&lanes=alone;kd';
/** What the browser itself says when its GPU is gone. */
const BROWSERS_WORDS = /GPU|WebGL|adapter|external Instance/i;

async function crashGPU(browser: Browser): Promise<void> {
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
}

test('A run whose GPU was lost goes on at a press and ends as if nothing had been', async ({
  arriveAlone,
  arrive,
}) => {
  const visit = await arriveAlone();
  await visit.open(SETUP);
  await visit.press('Play');
  await visit.reaches(100);
  await crashGPU(visit.browser);
  await visit.stands('Interrupted');
  await expect(
    visit.page.getByText(/The GPU was lost \(.+\)\. Training goes on from step \d+\./),
  ).toBeVisible();
  await expect.poll(() => visit.lines('Loss', 80)).toBeGreaterThanOrEqual(4); // what was measured stays
  expect(await visit.accuracy('Alone')).toBeGreaterThan(0);

  await visit.page.getByRole('button', { name: 'Continue' }).click();
  await expect(visit.engine).toHaveText(/^WebGPU/);
  await visit.finish();
  expect(await visit.step()).toBe(180);
  visit.forgive(BROWSERS_WORDS);
  const numbers = await visit.allNumbers();
  const state = await visit.fingerprint();
  await visit.browser.close();

  const undisturbed = await arrive();
  await undisturbed.open(SETUP);
  await undisturbed.press('Play');
  await undisturbed.finish();
  expect(numbers).toEqual(await undisturbed.allNumbers());
  expect(state).toBe(await undisturbed.fingerprint());
});

test('After a lost GPU another set-up can be loaded, on a GPU that works', async ({ arriveAlone }) => {
  const visit = await arriveAlone();
  await visit.open(SHORT);
  await visit.press('Step');
  await visit.stands('Paused');
  await crashGPU(visit.browser);
  await visit.stands('Interrupted');
  await visit.widths.first().fill('12');
  await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
  await visit.stands('Ready');
  await expect(visit.engine).toHaveText(/^WebGPU/);
  await visit.press('Play');
  await visit.finish();
  expect(await visit.accuracy('Teacher')).toBeGreaterThan(90);
  expect(await visit.accuracy('Soft targets (KD)')).toBeGreaterThan(20);
  visit.forgive(BROWSERS_WORDS);
});

test('Where the browser gives no GPU back the page says so, and another engine takes over when asked', async ({
  arriveAlone,
}) => {
  const visit = await arriveAlone();
  await visit.open(SHORT);
  await visit.press('Step');
  await visit.stands('Paused');
  // After three crashes within minutes Chromium keeps its GPU switched off.
  for (let crash = 0; crash < 3; crash++) {
    await crashGPU(visit.browser);
    await visit.page.waitForTimeout(1000);
  }
  await visit.stands('Interrupted');
  await visit.page.getByRole('button', { name: 'Continue' }).click();
  await expect(visit.page.getByText('The browser gives no GPU back.')).toBeVisible();
  await visit.stands('Interrupted');
  await visit.page.getByRole('combobox', { name: 'Engine' }).selectOption('WebAssembly');
  await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
  await visit.stands('Ready');
  await expect(visit.engine).toHaveText(/^WebAssembly/);
  await visit.press('Play');
  await visit.finish();
  expect(await visit.accuracy('Teacher')).toBeGreaterThan(90);
  visit.forgive(BROWSERS_WORDS);
});
