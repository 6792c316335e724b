// Looking inside: one sample at any temperature, and the maps of two-dimensional data.
import { expect, test } from './visit.ts';

test('A sample shows what teacher and students make of it, at the temperature of the slider', async ({
  visit,
}) => {
  await visit.open('training.length=20steps&lanes=alone;kd');
  await visit.press('Play');
  await visit.finish();
  const sample = visit.page.getByRole('region', { name: 'One sample', exact: true });
  const table = sample.getByRole('table');
  await expect(table).toContainText('Teacher');
  const soft = await table.textContent();
  await sample.getByRole('slider').press('Home');
  await expect.poll(() => table.textContent()).not.toBe(soft);
  const first = await table.textContent();
  await sample.getByRole('button', { name: 'Next sample' }).click();
  await expect.poll(() => table.textContent()).not.toBe(first);
});

test('Spirals have a map of every network, drawn anew while it trains', async ({ visit }) => {
  await visit.open('preset=spirals&training.length=60steps&lanes=alone;kd');
  const maps = visit.page.getByRole('region', { name: 'Decision maps', exact: true }).locator('canvas');
  await expect(maps).toHaveCount(4); // teacher, alone, KD, and where two of them differ
  const pictures = () =>
    maps.evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
  await expect.poll(async () => new Set(await pictures()).size).toBeGreaterThan(1);
  const [teacher, alone, kd] = await pictures();
  await visit.press('Play');
  await visit.finish();
  await expect.poll(async () => (await pictures())[1]).not.toBe(alone);
  await expect.poll(async () => (await pictures())[2]).not.toBe(kd);
  expect((await pictures())[0]).toBe(teacher);
});
