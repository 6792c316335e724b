// The page in another language, in parts, in a frame; all it can do by name and by key.
import type { Page } from 'playwright/test';
import { expect, test } from './visit.ts';

test('The language changes while it trains, stands in the address, and the run goes on', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=2000steps&lanes=alone;kd');
  await visit.press('Play');
  await visit.reaches(5);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
  await expect(page.getByRole('heading', { name: '赛道', exact: true })).toBeVisible();
  await expect(page.getByRole('article', { name: '软标签（KD）', exact: true })).toBeVisible();
  expect(page.url()).toContain('lang=zh');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await page.getByRole('button', { name: '暂停', exact: true }).click();
  await expect(page.getByText('已暂停', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: '播放', exact: true })).toBeEnabled();
  await page.getByRole('combobox', { name: '语言' }).selectOption('English');
  await expect(page.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible();
});

/** Texts of the page that are English. */
const englishOf = (page: Page) =>
  page.evaluate(() => {
    // Names, citations, formulas, code and sources stay as they are everywhere.
    const kept =
      'math, code, pre, kbd, cite, [lang=en], .cite, .badge, .fineprint, .brand h1, script, noscript, style, option';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set<string>();
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (!element || element.closest(kept) || /[\u4e00-\u9fff]/.test(text)) continue;
      if (/[a-z]{3,} [a-z]{2,}/i.test(text)) found.add(text);
    }
    return [...found];
  });

test('No text of the page stays English in Chinese', async ({ visit }) => {
  const { page } = visit;
  await page.goto('about:blank');
  await page.goto('./#lang=zh&training.length=20steps&lanes=alone;kd;adl;ctkd');
  await page.getByRole('button', { name: '播放', exact: true }).click();
  await expect(page.getByText('已完成', { exact: true })).toBeVisible({ timeout: 90_000 });
  expect(await englishOf(page)).toEqual([]);
});

test('What the parser and the engine complain of is Chinese there too', async ({ visit }) => {
  const { page } = visit;
  await page.goto('about:blank');
  const bad =
    'bogus=1&lang=zh&lanes=alone;kd(T:20,alpha:1)&training.optimizer=sgd&training.rate=0.1&training.warmup=0';
  const wide = 'training.length=30steps&student.widths=64,64,64,64,64,64&data.pool=0&data.poolBatch=0';
  await page.goto(`./#${bad}&${wide}`);
  await expect(page.getByText('“bogus”不是设置的一部分。')).toBeVisible();
  expect(await englishOf(page)).toEqual([]);
  await page.goto('about:blank');
  await page.goto(`./#${bad.replace('bogus=1&', '')}&${wide}`);
  await page.getByRole('button', { name: '播放', exact: true }).click();
  await expect(page.getByText(/在第 \d+ 步，它的 .+ 不再是有限的数。/).first()).toBeVisible({
    timeout: 60_000,
  });
  expect(await englishOf(page)).toEqual([]);
});

test('A link for a class hides what it says, and everything can be brought back', async ({ visit }) => {
  const { page } = visit;
  await visit.open('training.length=20steps');
  await page.getByRole('button', { name: 'Link for a class…' }).click();
  const dialog = page.getByRole('dialog', { name: 'A link for a class' });
  await dialog.getByRole('checkbox', { name: /^Set-up/ }).check();
  await dialog.getByRole('checkbox', { name: 'Speed' }).check();
  const link = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  expect(link).toContain('hide=setup,speed');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Link for a class…' })).toBeFocused();
  await visit.open(link.slice(link.indexOf('#') + 1));
  await expect(page.getByRole('region', { name: 'Set-up', exact: true })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Speed', exact: true })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible(); // the control
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('region', { name: 'Set-up', exact: true })).toBeVisible();
  expect(page.url()).not.toContain('hide=');
});

test('In a frame there is no header, and it trains', async ({ visit }) => {
  const { page } = visit;
  await visit.open();
  const address = new URL('./#preset=digits&training.length=20steps&lanes=alone;kd&embed=true', page.url())
    .href;
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    frame.title = 'framed';
    document.body.replaceChildren(frame);
  }, address);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(frame.getByText('Finished', { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(frame.getByRole('banner')).toHaveCount(0);
  await expect(frame.getByRole('link', { name: 'Open the whole page' })).toHaveAttribute(
    'href',
    /preset=digits/,
  );
});

test('The palette finds a command by some letters and does it; the sheet shows all keys', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=20steps&lanes=alone;kd');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Commands' })).toBeFocused();
  await page.keyboard.type('pseudo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(visit.lane('Hard pseudo-labels')).toContainText('not measured yet'); // applied by itself
  await visit.stands('Ready');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('play');
  await expect(page.getByRole('option', { name: /^Play/, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await visit.finish();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('xyzzy');
  await expect(page.getByText('Nothing is called that.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Slow motion');
});
