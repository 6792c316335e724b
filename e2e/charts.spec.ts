// Charts as a visitor uses them: a closer look by mouse and keys, bands over seeds, shares of the pull, files to keep.
import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import { expect, test, type Visit } from './visit.ts';

const SETUP = 'training.length=40steps&seeds=2&lanes=alone;kd';
const ALL = ['Loss', 'Accuracy', 'Likeness and calibration', 'Gradient share'];

async function trained(visit: Visit): Promise<void> {
  await visit.open(SETUP);
  await visit.moreCurves();
  await visit.press('Play');
  await visit.finish();
}

/** The first and the last step at the axis of a chart. */
async function ends(visit: Visit, title: string): Promise<string[]> {
  const ticks = visit.chart(title).locator('.recharts-xAxis-tick-labels .recharts-cartesian-axis-tick-value');
  const texts = await ticks.allTextContents();
  return [String(texts[0]), String(texts.at(-1))];
}

const plot = (visit: Visit, title: string) => visit.chart(title).locator('.chart-plot');

test('Dragging along the steps looks closer in all charts; double click, button and Escape show all again', async ({
  visit,
}) => {
  await trained(visit);
  const page = visit.page;
  await plot(visit, 'Loss').scrollIntoViewIfNeeded();
  const box = await plot(visit, 'Loss').boundingBox();
  if (!box) throw new Error('The chart is not drawn.');
  const [left, width] = [box.x + 52, box.width - 64];
  const drag = async () => {
    await page.mouse.move(left + 0.25 * width, box.y + 90);
    await page.mouse.down();
    await page.mouse.move(left + 0.4 * width, box.y + 100);
    await page.mouse.move(left + 0.75 * width, box.y + 110);
    await page.mouse.up();
  };
  for (const title of ALL) expect(await ends(visit, title), title).toEqual(['0', '40']);

  // The lanes show their numbers of the step that is pointed at.
  const card = visit.lane('Alone').locator('.accuracy-note');
  await expect(card).toContainText('step 40');
  const now = await visit.accuracy('Alone');
  await page.mouse.move(left + 0.05 * width, box.y + 90);
  await expect(card).toContainText(/step [0-4],/);
  expect(await visit.accuracy('Alone')).toBeLessThan(now);
  await page.mouse.move(0, 0);
  await expect(card).toContainText('step 40');
  expect(await visit.accuracy('Alone')).toBe(now);

  await drag();
  for (const title of ALL)
    await expect.poll(() => ends(visit, title), { message: title }).toEqual(['10', '30']);
  await expect(page.getByText('Steps 10 to 30')).toBeVisible();
  await page.mouse.dblclick(left + 0.5 * width, box.y + 100);
  await expect.poll(() => ends(visit, 'Accuracy')).toEqual(['0', '40']);

  await drag();
  await expect.poll(() => ends(visit, 'Loss')).toEqual(['10', '30']);
  await page.getByRole('button', { name: 'All steps' }).click();
  await expect.poll(() => ends(visit, 'Loss')).toEqual(['0', '40']);

  await plot(visit, 'Loss').locator('svg').first().focus();
  await page.mouse.move(0, 0);
  await page.keyboard.press('+');
  const near = await ends(visit, 'Accuracy');
  expect(Number(near[1]) - Number(near[0])).toBeLessThan(25);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => (await ends(visit, 'Accuracy'))[0]).toBe('0');
  await page.keyboard.press('Escape');
  await expect.poll(() => ends(visit, 'Accuracy')).toEqual(['0', '40']);
});

test('Two seeds have a band, one has none; a lane that is pointed at stands out', async ({ visit }) => {
  await trained(visit);
  const bands = visit.chart('Loss').locator('path[data-band]');
  await expect(bands).toHaveCount(2);
  await expect(visit.page.getByText('Band: ± std over 2 seeds')).toBeVisible();
  // Several terms at once: alone has its hard one, KD both, beside the totals.
  for (const term of ['hard', 'soft'])
    await visit.chart('Loss').getByRole('checkbox', { name: term }).check();
  await expect(visit.chart('Loss').locator('path[data-line]')).toHaveCount(5);
  for (const term of ['hard', 'soft'])
    await visit.chart('Loss').getByRole('checkbox', { name: term }).uncheck();
  await visit.chart('Loss').getByRole('checkbox', { name: 'Log axis' }).check();
  await expect(bands).toHaveCount(2);
  for (const d of await bands.evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? '')))
    expect(d).not.toMatch(/NaN|Infinity/);

  const opacities = () =>
    visit
      .chart('Loss')
      .locator('path[data-line]')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('opacity')));
  expect(await opacities()).toEqual([null, null]);
  const legend = visit.page.getByRole('list', { name: 'Lanes shown in the charts' });
  await legend.getByRole('button', { name: 'Alone' }).hover();
  await expect.poll(opacities).toEqual([null, '0.15']);
  await visit.lane('Soft targets (KD)').hover();
  await expect.poll(opacities).toEqual(['0.15', null]);

  await visit.open('training.length=20steps&lanes=alone;kd');
  await visit.press('Play');
  await visit.finish();
  await expect(visit.chart('Loss').locator('path[data-line]')).toHaveCount(2);
  await expect(bands).toHaveCount(0);
  await expect(visit.page.getByText('One seed: no band.')).toBeVisible();
});

test('The shares of the terms add up to the whole pull; a student alone has one term', async ({ visit }) => {
  await trained(visit);
  const chart = visit.chart('Gradient share');
  await expect(chart.locator('path[data-line]')).toHaveCount(2);
  await expect(chart).toContainText(/cosine between hard and soft is −?-?[01]\.\d\d/);
  await chart.getByText('Numbers behind').click();
  const rows = chart.getByRole('table').getByRole('row');
  const last = await rows.last().getByRole('cell').allTextContents();
  const shares = last.map((cell) => Number.parseFloat(cell));
  expect(shares).toHaveLength(2);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect(Math.abs(shares.reduce((a, b) => a + b) - 100)).toBeLessThan(0.11);
  await chart.getByRole('combobox').selectOption({ label: 'Alone' });
  await expect(rows.last().getByRole('cell')).toHaveText([/^100(\.0)?% ± 0/]);
});

test('A chart is kept as a drawing, a picture and a table that say what the page says', async ({ visit }) => {
  await trained(visit);
  const chart = visit.chart('Loss');
  const save = async (format: string) => {
    const coming = visit.page.waitForEvent('download');
    await chart.getByRole('button', { name: `Save “Loss” as ${format}` }).click();
    const file = await coming;
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
  };
  const svg = await save('SVG');
  expect(svg.name).toBe('stillroom-loss.svg');
  const drawn = await visit.page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    const lines = [...documentElement.querySelectorAll('path[data-line]')];
    return {
      root: documentElement.tagName,
      strokes: lines.map((line) => line.getAttribute('stroke')),
      dashes: lines.map((line) => line.getAttribute('stroke-dasharray')),
      bands: documentElement.querySelectorAll('path[data-band]').length,
      names: [...documentElement.querySelectorAll('[data-name]')].map((name) =>
        name.getAttribute('data-name'),
      ),
      title: documentElement.querySelector('title')?.textContent,
    };
  }, svg.content.toString());
  expect(drawn).toMatchObject({
    root: 'svg',
    bands: 2,
    names: ['Alone', 'Soft targets (KD)'],
    title: 'Loss',
  });
  expect(drawn.strokes).toEqual(['rgb(213, 94, 0)', 'rgb(0, 114, 178)']); // colours, not names of the page's
  expect(drawn.dashes[1]).toMatch(/7.*3/);
  expect(svg.content.toString()).not.toMatch(/var\(--|class=/);

  const png = await save('PNG');
  expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  expect(png.content.readUInt32BE(16)).toBeGreaterThan(700); // twice as wide as on the page

  const csv = await save('CSV');
  const { data } = Papa.parse<string[]>(csv.content.toString(), { skipEmptyLines: true });
  expect(data[0]).toEqual([
    'step',
    'Alone',
    'Alone (std over seeds)',
    'Soft targets (KD)',
    'Soft targets (KD) (std over seeds)',
  ]);
  expect(data).toHaveLength(41);
  await chart.getByText('Numbers behind').click();
  const row = chart.getByRole('table').getByRole('row', { name: /^25 / });
  const shown = await row.getByRole('cell').allTextContents();
  const saved = (data[25] ?? []).slice(1).map((cell) => Number(Number(cell).toPrecision(3)));
  expect(shown.flatMap((cell) => cell.split(' ± ').map(Number))).toEqual(saved);
});
