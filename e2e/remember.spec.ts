// What the page remembers: a run whose page was killed goes on bit for bit, two tabs leave each other's runs alone, a
// full storage costs no run, past runs are drawn over the present one, and the set-up is as it was left.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, test as base, chromium } from 'playwright/test';
import { launchOptions } from '../src/cli/browser.mjs';
import { expect, Visit } from './visit.ts';

interface Fixtures {
  /** Opens a browser with the same profile again and again; the one before is gone. */
  returning: () => Promise<BrowserContext>;
}

const test = base.extend<Fixtures>({
  returning: async ({ baseURL }, use) => {
    const profile = await mkdtemp(join(tmpdir(), 'stillroom-profile-'));
    let context: BrowserContext | undefined;
    await use(async () => {
      await context?.close();
      context = await chromium.launchPersistentContext(profile, {
        ...(await launchOptions()),
        baseURL: String(baseURL),
      });
      return context;
    });
    await context?.close();
    await rm(profile, { recursive: true, force: true });
  },
});

const SETUP = 'preset=spirals&training.length=300steps&data.augment.noise=0.05&lanes=alone;adl;ctkd;kd';
const SHORT = 'preset=spirals&training.length=30steps&lanes=alone;kd';
const archive = (visit: Visit) => visit.page.getByRole('region', { name: 'Archive', exact: true });
const runs = (visit: Visit) => archive(visit).getByRole('group');
const temperature = (visit: Visit) =>
  visit.lane('Soft targets (KD)').getByRole('slider', { name: /^Temperature/ });

async function moveKnob(visit: Visit): Promise<void> {
  for (let i = 0; i < 20; i++) await visit.press('Step');
  await expect.poll(() => visit.step()).toBe(20);
  await temperature(visit).press('ArrowRight');
  await expect(visit.transport.getByText('edited run')).toBeVisible();
}

test('A run whose page is killed goes on where it stood and ends in the bits of one that nobody interrupted', async ({
  returning,
  baseURL,
}) => {
  const whole = await Visit.begin(await returning(), String(baseURL));
  await whole.open(SETUP);
  await moveKnob(whole);
  await whole.press('Play');
  await whole.finish();
  const [state, numbers] = [await whole.fingerprint(), await whole.allNumbers()];

  const killed = await Visit.begin(await returning(), String(baseURL));
  await killed.open(SETUP);
  await moveKnob(killed);
  await killed.press('Play');
  await killed.reaches(120);
  await killed.press('Pause');
  await killed.stands('Paused');
  const stood = await killed.step();
  await expect(runs(killed).first()).toContainText('on this page');
  await killed.press('Play');
  await killed.reaches(stood + 10);
  const devtools = await killed.page.context().newCDPSession(killed.page);
  void devtools.send('Page.crash').catch(() => {});
  await killed.page.waitForEvent('crash');

  const back = await Visit.begin(await returning(), String(baseURL));
  await back.open(SETUP);
  await expect(back.page.getByText('A run was interrupted')).toBeVisible();
  const go = back.page.getByRole('button', { name: /^Continue the interrupted run from step \d+$/ });
  const from = Number(/(\d+)$/.exec(String(await go.textContent()))?.[1]);
  expect(from).toBeGreaterThanOrEqual(stood);
  expect(from).toBeLessThan(300);
  await go.click();
  await back.finish();
  expect(await back.fingerprint()).toBe(state);
  expect(await back.allNumbers()).toEqual(numbers);
  await expect(back.transport.getByText('edited run')).toBeVisible();
  expect(await back.lines('Loss', 100)).toBeGreaterThanOrEqual(4);
  await expect(runs(back).filter({ hasText: 'interrupted' })).toHaveCount(0);

  // The control: the same without the moved knob is another state.
  await back.open(SETUP);
  await back.press('Play');
  await back.finish();
  expect(await back.fingerprint()).not.toBe(state);
  expect([...whole.complaints, ...back.complaints]).toEqual([]);
});

test('Two tabs keep a run each, hear of each other, and neither offers what the other has in hand', async ({
  returning,
  baseURL,
}) => {
  const context = await returning();
  const one = await Visit.begin(context, String(baseURL));
  await one.open(SHORT);
  await one.press('Step');
  await one.stands('Paused');
  await expect(runs(one)).toHaveCount(1);
  const two = await Visit.begin(context, String(baseURL));
  await two.open(SHORT);
  await expect(runs(two)).toContainText(['runs in another tab']);
  await expect(two.page.getByText('A run was interrupted')).toHaveCount(0);
  await two.press('Play');
  await two.finish();
  await expect(runs(one)).toHaveCount(2);
  await expect(runs(one).filter({ hasText: 'on this page' })).toHaveCount(1);
  await one.page.close();
  await two.page.reload();
  await two.stands('Ready');
  await expect(two.page.getByText('A run was interrupted')).toBeVisible();
  await two.page.getByRole('button', { name: 'Not now' }).click();
  await expect(runs(two).filter({ hasText: 'interrupted at step 1 of 30' })).toHaveCount(1);
  expect([...one.complaints, ...two.complaints]).toEqual([]);
});

test('Past runs are drawn over the present one, renamed, deleted and brought back; the set-up is as it was left', async ({
  returning,
  baseURL,
}) => {
  const visit = await Visit.begin(await returning(), String(baseURL));
  await visit.open(SHORT);
  await expect(archive(visit)).toContainText('No runs yet.');
  await visit.press('Play');
  await visit.finish();
  await expect(runs(visit).first()).toContainText('finished');
  await runs(visit)
    .getByRole('button', { name: /^Rename/ })
    .click();
  await visit.page.getByRole('textbox', { name: 'Name of the run' }).fill('Before');
  await visit.page.getByRole('button', { name: 'Save', exact: true }).click();
  await visit.unfold('Chance');
  await visit.field('Seed').fill('9');
  await visit.field('Seed').press('Enter');
  await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
  await visit.stands('Ready');
  await visit.press('Play');
  await visit.finish();
  const lines = await visit.lines('Loss', 20);
  await visit.page.getByRole('checkbox', { name: 'Draw the curves of Before' }).check();
  await expect(visit.page.getByRole('button', { name: 'Before · Alone' })).toBeVisible();
  await expect.poll(() => visit.lines('Loss', 20)).toBeGreaterThan(lines);
  await runs(visit).filter({ hasText: 'Before' }).getByRole('button', { name: 'Delete Before' }).click();
  await expect(runs(visit)).toHaveCount(1);
  await expect(visit.page.getByRole('button', { name: 'Before · Alone' })).toHaveCount(0);
  await visit.page.getByRole('button', { name: 'Undo' }).click();
  await expect(runs(visit)).toHaveCount(2);

  await visit.open();
  await expect(visit.page.getByText('The set-up is as you left it.')).toBeVisible();
  await visit.unfold('Chance');
  await expect(visit.field('Seed')).toHaveValue('9');
  await visit.page.getByRole('button', { name: 'Start from the default' }).click();
  await expect(visit.field('Seed')).not.toHaveValue('9');
  expect(visit.complaints).toEqual([]);
});

test('Where the browser has no room the run goes on, the page says so with numbers, and keeps it when there is', async ({
  returning,
  baseURL,
}) => {
  const context = await returning();
  const visit = await Visit.begin(context, String(baseURL));
  await visit.open(SHORT);
  const devtools = await context.newCDPSession(visit.page);
  const origin = new URL(String(baseURL)).origin;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await visit.press('Play');
  await visit.finish();
  await expect(visit.page.getByText('This run cannot be kept')).toBeVisible();
  await expect(visit.page.getByText(/no room left for this page: .* of .* are used/)).toBeVisible();
  expect(await visit.accuracy('Alone')).toBeGreaterThan(0);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await visit.page.getByRole('button', { name: 'Try again' }).click();
  await expect(visit.page.getByText('This run cannot be kept')).toHaveCount(0);
  await expect(runs(visit)).toHaveCount(1);
  expect(visit.complaints).toEqual([]);
});
