// Every view of the page, in light and in dark, without anything that WCAG 2.2 AA forbids and a program can find.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, test } from './visit.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is wrong, as sentences: in which theme, where, what. */
async function faults(page: Page, where: string, part = 'body'): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).include(part);
    // Only colours differ in the dark.
    const { violations, passes } = await (colorScheme === 'light'
      ? axe.withTags(TAGS)
      : axe.withRules('color-contrast')
    ).analyze();
    if (passes.length === 0) found.push(`${where}: nothing was looked at.`);
    for (const { id, nodes } of violations)
      found.push(
        `${where}, ${colorScheme}: ${id} at ${nodes
          .map((n) => n.target.join(' '))
          .slice(0, 3)
          .join(' | ')}`,
      );
  }
  return found;
}

test('axe finds nothing on the page, before and after a run, in either theme', async ({ visit }) => {
  await visit.open('training.length=20steps&lanes=alone;kd;adl');
  const found = await faults(visit.page, 'before the run');
  await visit.press('Play');
  await visit.finish();
  for (const details of await visit.page.locator('main details:not([open]) > summary').all())
    if (await details.isVisible()) await details.click();
  found.push(...(await faults(visit.page, 'after the run, all unfolded')));
  expect(found).toEqual([]);
});

for (const [what, setup] of [
  ['points', 'preset=spirals&training.length=20steps&lanes=alone;kd;adl&seeds=2'],
  ['scenes', 'preset=detectors&training.length=8steps&data.pool=30&lanes=focal;detector-adl'],
] as const)
  test(`axe finds nothing in any look inside a run on ${what}`, async ({ visit }) => {
    await visit.open(setup);
    await visit.press('Play');
    await visit.finish();
    const found: string[] = [];
    const tabs = visit.page.getByRole('tablist', { name: 'Looking inside' }).getByRole('tab');
    expect(await tabs.count()).toBeGreaterThan(4);
    for (const tab of await tabs.all()) {
      await tab.click();
      await expect(visit.page.locator('.looking [role=tabpanel] .loading')).toHaveCount(0);
      found.push(...(await faults(visit.page, String(await tab.textContent()), '.looking')));
    }
    expect(found).toEqual([]);
  });

test('axe finds nothing in any dialog, in slow motion, in Chinese and in a narrow window', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=20steps&lanes=alone;kd');
  const found: string[] = [];
  await page.keyboard.press('m');
  await expect(page.getByRole('list', { name: 'Phases of a step' })).toBeVisible();
  found.push(...(await faults(page, 'slow motion', '.slow-motion')));
  for (const [name, open] of [
    ['palette', () => page.keyboard.press('Control+k')],
    ['keys', () => page.keyboard.press('?')],
    ['class link', () => page.getByRole('button', { name: 'Link for a class…' }).click()],
  ] as const) {
    await open();
    await expect(page.getByRole('dialog')).toBeVisible();
    found.push(...(await faults(page, name, 'dialog')));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
  await expect(page.getByRole('heading', { name: '赛道', exact: true })).toBeVisible();
  found.push(...(await faults(page, 'Chinese at 320 pixels')));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
  expect(found).toEqual([]);
});

test('axe finds nothing where one takes things away and brings data, also in Chinese in a narrow window', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=12steps&lanes=alone;kd');
  await visit.press('Play');
  await visit.finish();
  const found: string[] = [];
  const dialog = page.getByRole('dialog');
  /** The dialog as it stands, with each of its tabs. */
  const look = async (name: string) => {
    await expect(dialog).toBeVisible(); // its code arrives when it is asked for
    await expect(dialog.locator('.loading')).toHaveCount(0);
    const tabs = await dialog.getByRole('tab').all();
    for (const tab of tabs.length > 0 ? tabs : [null]) {
      await tab?.click();
      const where = [name, await tab?.textContent()].filter(Boolean).join(', ');
      found.push(...(await faults(page, where, 'dialog')));
      const over = await dialog.evaluate((part) => part.scrollWidth - part.clientWidth);
      if (over > 0) found.push(`${where}: it is ${over} pixels wider than it can be.`);
    }
  };
  for (const open of ['Take it with you…', 'Your own data …']) {
    await page.getByRole('button', { name: open }).click();
    await look(open);
    await page.setViewportSize({ width: 320, height: 640 }); // a dialog outlives another layout
    await look(`${open} at 320 pixels`);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.setViewportSize({ width: 1280, height: 720 });
  }
  await page.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
  await expect(page.getByRole('heading', { name: '赛道', exact: true })).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.locator('.setup > details > summary').click();
  for (const open of ['带走结果…', '您自己的数据 …']) {
    await page.getByRole('button', { name: open }).click();
    await look(`${open} at 320 pixels`);
    await page.keyboard.press('Escape');
  }
  expect(found).toEqual([]);
});

test('axe would find a picture without words', async ({ visit }) => {
  await visit.open();
  await visit.page.evaluate(() => {
    const image = document.createElement('img');
    image.src = 'icon.svg';
    document.querySelector('main')?.append(image);
  });
  expect((await faults(visit.page, 'spoiled')).join()).toContain('image-alt');
});
