// The set-up as a file: saved, brought back, and refused where it is not one.
import { readFile } from 'node:fs/promises';
import { expect, test, type Visit } from './visit.ts';

async function openFile(visit: Visit, text: string): Promise<void> {
  const chooser = visit.page.waitForEvent('filechooser');
  await visit.page.getByRole('button', { name: 'Open set-up' }).click();
  const file = { name: 'set-up.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await (await chooser).setFiles(file);
}

async function savedFile(visit: Visit): Promise<string> {
  const download = visit.page.waitForEvent('download');
  await visit.page.getByRole('button', { name: 'Save set-up' }).click();
  return readFile(await (await download).path(), 'utf8');
}

test('A saved set-up, opened elsewhere, is the same set-up', async ({ visit, arrive }) => {
  await visit.open(
    "preset=spirals&seed=9&student.widths=6,5&lanes=alone;kd(T:8)'Mine';adl&training.length=25steps",
  );
  const saved = await savedFile(visit);
  const other = await arrive();
  await other.open();
  await openFile(other, saved);
  await expect(other.transport).toContainText('Step 0 of 25');
  expect(await other.laneNames()).toEqual(['Teacher', 'Alone', 'Mine', 'Adaptive (ADL)']);
  expect(await savedFile(other)).toBe(saved);
  await expect(other.page).toHaveURL(visit.page.url());
});

test('A file that is no set-up is refused with a sentence, and nothing changes', async ({ visit }) => {
  await visit.open();
  const before = await savedFile(visit);
  const refused: readonly (readonly [string, string])[] = [
    [before.replace('"seed": 1', '"__proto__": {"polluted": 1}, "seed": 1'), 'a key named "__proto__"'],
    [before.replace('"seed": 1', '"seed": -5'), 'seed: expected >=0, got -5.'],
    [before.replace('"version": 1', '"version": 2'), 'version: expected 1, got 2.'],
    ['{"format":', 'The file is not JSON'],
    [' '.repeat(300_000), 'The file has 300000 bytes'],
  ];
  for (const [text, sentence] of refused) {
    expect(text).not.toBe(before);
    await openFile(visit, text);
    await expect(visit.page.getByText(sentence)).toBeVisible();
  }
  expect(await savedFile(visit)).toBe(before);
  expect(await visit.page.evaluate(() => 'polluted' in Object.prototype)).toBe(false);
});
