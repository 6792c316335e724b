// Comparing networks: where two maps part, confusions and their difference, calibration, features, an ablation.
import type { Locator, Page } from 'playwright/test';
import { expect, test, type Visit } from './visit.ts';

async function look(page: Page, name: string): Promise<Locator> {
  await page.getByRole('tab', { name, exact: true }).click();
  const region = page.getByRole('region', { name, exact: true });
  await expect(region).toBeVisible();
  return region;
}

const choose = (within: Locator, label: string, option: string) =>
  within.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });

async function trained(visit: Visit, setup: string): Promise<Page> {
  await visit.open(setup);
  await visit.press('Play');
  await visit.finish();
  return visit.page;
}

/** The numbers of a table's body, by row; "−" is a minus. */
const cells = (table: Locator): Promise<number[][]> =>
  table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((td) =>
          Number(String(td.textContent).replace('−', '-').replace('+', '').replaceAll(',', '')),
        ),
      ),
    );
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const diagonal = (table: readonly number[][]) => sum(table.map((row, i) => row[i] as number));

test('The difference map of a network with itself is empty, and of the teacher with the student alone it is not', async ({
  visit,
}) => {
  const page = await trained(visit, 'preset=spirals&training.length=30steps&lanes=alone;kd');
  const map = (await look(page, 'Decision maps')).getByRole('region', { name: 'Difference map' });
  const words = map.getByRole('status');
  await choose(map, 'Network A', 'Teacher');
  await choose(map, 'Network B', 'Alone');
  await expect(words).toContainText('Teacher and Alone choose different classes on');
  const share = Number(await words.getAttribute('data-share'));
  expect(share).toBeGreaterThan(0.02);
  expect(share).toBeLessThanOrEqual(1);
  const picture = () => map.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const parted = await picture();
  await choose(map, 'Network B', 'Teacher');
  await expect(words).toContainText('choose the same class everywhere');
  await expect(words).toContainText('Mean total variation: 0.000');
  expect(await picture()).not.toBe(parted);
});

test('Confusions, reliability, features, the loss and the layers agree with the cards', async ({ visit }) => {
  const page = await trained(visit, 'training.length=40steps&lanes=alone;kd');

  await test.step('A − B adds up to nothing, and its diagonal to the difference of accuracies', async () => {
    const confusion = await look(page, 'Confusion');
    await choose(confusion, 'Network A', 'Soft targets (KD)');
    await choose(confusion, 'Network B', 'Alone');
    const tables = confusion.locator('.confusion-cells');
    const [a, b, difference] = await Promise.all([0, 1, 2].map((i) => cells(tables.nth(i))));
    if (!a || !b || !difference) throw new Error('There are not three tables.');
    expect(sum(a.flat())).toBe(400);
    expect(sum(difference.flat())).toBe(0);
    expect(difference.flat().some((n) => n !== 0)).toBe(true);
    const points = (await visit.accuracy('Soft targets (KD)')) - (await visit.accuracy('Alone'));
    expect(Math.abs(diagonal(difference) - (points / 100) * 400)).toBeLessThan(0.5);
    expect(diagonal(difference)).toBe(diagonal(a) - diagonal(b));
  });

  await test.step('the calibration error of the bins is that of the card', async () => {
    const figure = (await look(page, 'Reliability')).getByRole('figure').filter({ hasText: 'Alone' });
    await figure.getByText('Bins as a table').click();
    const bins = (await cells(figure.getByRole('table'))).filter(([count]) => (count as number) > 0);
    const of = sum(bins.map(([n, p, right]) => (n as number) * Math.abs((p as number) - (right as number))));
    expect(sum(bins.map(([n]) => n as number))).toBe(400);
    const [, onCard] =
      /Calibration error[^%]*?([\d.]+)%/.exec(String(await visit.lane('Alone').textContent())) ?? [];
    expect(Number(onCard)).toBeGreaterThan(0);
    expect(Math.abs((100 * of) / 400 - Number(onCard))).toBeLessThan(0.06);
    await expect(figure).toContainText(`Calibration error of these bins: ${onCard}%`);
  });

  await test.step('teacher and students have features, and only students a CKA', async () => {
    const features = await look(page, 'Features');
    await expect(features.getByRole('img')).toHaveCount(3);
    await expect(features.getByText(/^Linear CKA with the teacher: 0\.\d{3}\./)).toHaveCount(2);
    await expect(features.getByRole('status')).toContainText('400 test samples, after step 40.');
  });

  await test.step('layers have their sizes, and times when they are asked for', async () => {
    const layers = await look(page, 'Layers');
    const student = layers.getByRole('table').nth(1);
    const before = await student.textContent();
    await layers.getByRole('button', { name: 'Measure the layers' }).click();
    await expect(layers.getByRole('status')).toContainText('times as long as the student’s', {
      timeout: 60_000,
    });
    expect(await student.textContent()).not.toBe(before);
  });

  await test.step('a term is left out in a lane of its own, which trains on the other alone', async () => {
    const dissector = await look(page, 'Loss dissector');
    await choose(dissector, 'Lane', 'Soft targets (KD)');
    await expect(dissector.getByRole('row', { name: /^hard/ })).toContainText('%');
    await dissector.getByRole('button', { name: 'Lane without hard' }).click();
    const name = 'Soft targets (KD) − hard';
    await expect(visit.lane(name)).toBeVisible();
    await expect(dissector.getByRole('button', { name: 'Lane without hard', pressed: true })).toBeVisible();
    await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
    await visit.stands('Ready');
    await visit.press('Play');
    await visit.finish();
    await choose(await look(page, 'Loss dissector'), 'Lane', name);
    await expect(dissector.getByRole('row', { name: /^hard/ })).toContainText(
      'Left out: measured, not trained on.',
    );
    await expect(dissector.getByRole('row', { name: /^soft/ })).toContainText('100.0%');
    await choose(dissector, 'Lane', 'Soft targets (KD)');
    await expect(dissector.getByRole('row', { name: /^soft/ })).not.toContainText('100.0%');
    await dissector.getByRole('button', { name: 'Lane without hard', pressed: true }).click();
    await expect(visit.lane(name)).toHaveCount(0);
  });
});
