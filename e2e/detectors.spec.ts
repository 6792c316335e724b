// Detectors: boxes in a scene from a teacher at once and from students as they learn, the weight of anchors, precision.
import { expect, test } from './visit.ts';

test('The teacher finds the objects of a scene at once, and students as they train', async ({ visit }) => {
  const { page } = visit;
  await visit.open('preset=detectors&training.length=40steps&data.pool=60');
  const scenes = page.getByRole('region', { name: 'Scenes', exact: true });
  const teacher = scenes.getByRole('checkbox', { name: /^Teacher: / });
  await expect(teacher).toBeVisible();
  const found = async (name: string) => {
    const [, right, objects] =
      /(\d+) of (\d+) found/.exec(String(await scenes.getByText(name).textContent())) ?? [];
    return { right: Number(right), objects: Number(objects) };
  };
  const { right, objects } = await found('Teacher: ');
  expect(objects).toBeGreaterThan(0);
  expect(right).toBeGreaterThan(0);
  expect(right).toBeLessThanOrEqual(objects);
  await expect(scenes.getByRole('img', { name: /^Scene 0: \w+ at \d+, \d+/ })).toBeVisible();

  await expect(page.getByRole('button', { name: 'Slow motion' })).toBeDisabled();
  await visit.press('Play');
  await visit.finish();
  await expect(visit.lane('Detector alone')).toContainText('Test average precision');
  const boxes = scenes.locator('svg rect.right, svg rect.wrong');
  const slider = scenes.getByRole('slider');
  await slider.press('Home');
  const all = await boxes.count();
  expect(all).toBeGreaterThan(0);
  await slider.press('End');
  await expect.poll(() => boxes.count()).toBeLessThan(all);
  await slider.press('Home');
  for (const box of await scenes.getByRole('checkbox').all()) await box.uncheck();
  await expect(boxes).toHaveCount(0);
  await expect(scenes.locator('svg rect.truth')).toHaveCount(objects);

  await scenes
    .getByLabel('Over the scene')
    .selectOption({ label: 'Weight of anchors, Detector, adaptive (ADL)' });
  await expect(scenes.locator('svg rect.heat')).toHaveCount(16);
  await scenes.getByLabel('Scenes of').selectOption('Training');
  await scenes.getByRole('button', { name: 'Previous sample' }).click(); // the last of the pool
  await expect(scenes.getByText('Students are not told what is in this scene.')).toBeVisible();

  await page.getByRole('tab', { name: 'Precision' }).click();
  const rows = page.getByRole('region', { name: 'Precision', exact: true }).getByRole('row');
  await expect(rows).toHaveCount(1 + 5);
  await expect(rows.nth(1)).toContainText(/Teacher\s*4\d\.\d/);

  await page.getByRole('tab', { name: 'Loss dissector' }).click();
  const terms = page.getByRole('table', { name: 'Terms of Detector, soft targets' });
  await expect(terms.getByRole('row')).toHaveCount(1 + 3);
  await expect(terms.getByRole('row', { name: /^box/ })).toContainText(/0\.\d+.*\d\.\d%/);
  await terms.getByRole('button', { name: 'Lane without soft' }).click();
  await expect.poll(() => visit.laneNames()).toHaveLength(6);
});

test('Another kind of data brings another kind of experiment, and back', async ({ visit }) => {
  const { page } = visit;
  await visit.open('training.length=10steps&lanes=alone;kd');
  const data = page.getByRole('combobox', { name: 'Data set', exact: true });
  await data.selectOption('Scenes of glyphs');
  await expect(visit.lane('Detector alone')).toBeVisible();
  const methods = page.getByRole('combobox', { name: 'Method of the new lane' });
  await expect(methods.getByRole('option', { name: 'Detector, hard pseudo-boxes' })).toHaveCount(1);
  await expect(methods.getByRole('option', { name: 'Soft targets (KD)' })).toHaveCount(0);
  await data.selectOption('Digits 8 × 8');
  await expect(visit.lane('Alone')).toBeVisible();
  await expect(methods.getByRole('option', { name: 'Detector, hard pseudo-boxes' })).toHaveCount(0);
});
