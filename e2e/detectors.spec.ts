// Detectors: boxes in a scene from a teacher at once and from students as they learn, the weight of anchors, precision.
import { expect, test } from './visit.ts';

test('The teacher finds the objects of a scene at once, and students as they train', async ({ visit }) => {
  const { page } = visit;
  await visit.open('preset=detectors&training.length=16steps&data.pool=60');
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

test('Slow motion of detectors goes from anchor to anchor, and the loss it says is the one that is then measured', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('preset=detectors&training.length=20steps&data.pool=60&lanes=focal;detector-kd');
  await visit.press('Step');
  await expect.poll(() => visit.step()).toBe(1);
  await page.keyboard.press('m');
  const slow = page.getByRole('region', { name: 'One step in slow motion', exact: true });
  const phases = slow.getByRole('list', { name: 'Phases of a step' }).getByRole('button');
  await expect(phases).toHaveCount(7);
  const next = slow.getByRole('button', { name: 'Next phase' });
  await next.click();
  const count = async (kind: string) =>
    Number(await slow.getByRole('row', { name: kind }).getByRole('cell').first().textContent());
  expect(await count('object')).toBeGreaterThan(0);
  expect((await count('object')) + (await count('background')) + (await count('neither'))).toBe(40);
  await slow
    .getByRole('button', { name: /^Scene \d+ of the batch, without label: neither at \d+, \d+$/ })
    .last()
    .click();
  expect([await count('object'), await count('neither')]).toEqual([0, 40]); // of the pool nothing is known
  for (let phase = 2; phase < 5; phase++) await next.click();
  const sum = slow.getByRole('row', { name: /^Loss / });
  const foretold = Number((await sum.getByRole('cell').last().textContent()) ?? Number.NaN);
  for (let phase = 5; phase < 7; phase++) await next.click();
  await slow.getByRole('button', { name: 'Take the step' }).click();
  await expect.poll(() => visit.step()).toBe(2);
  const loss = visit.lane('Detector, soft targets').getByRole('definition').last();
  await expect
    .poll(async () => Math.abs(Number(await loss.textContent()) / foretold - 1))
    .toBeLessThan(0.002); // both have three digits or more
});

test('The loss of detectors is edited while they train, and goes into the link', async ({ visit }) => {
  const { page } = visit;
  await visit.open(
    'preset=detectors&training.length=400steps&data.pool=60&lanes=focal;detector-own-weight(pseudo:false)',
  );
  const section = page.getByRole('region', { name: 'Edit the loss', exact: true });
  await section.getByRole('button', { name: 'Open the editor' }).click();
  const code = section.getByRole('textbox', { name: 'Weight of a class at an anchor, in WGSL' });
  await expect(section.getByRole('status').first()).toContainText('It runs since the first step.');
  await visit.press('Play');
  await visit.reaches(5);
  await expect(section.getByText(/^Points: the 40 anchors of the first scene/)).toBeVisible();
  await code.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 { return log(0.01 - kl); }',
  );
  await expect(section.getByRole('status').first()).toContainText('Changed, and it compiles');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(section.getByRole('status').first()).toContainText(/It runs since step [\d,]+\./);
  await expect(
    section.getByText(/there were anchors in \d+ of 32 scenes whose weight was no number/),
  ).toBeVisible();
  await expect(visit.transport).toContainText('edited run');
  await expect.poll(() => decodeURIComponent(page.url())).toContain('log(0.01 - kl)');
});
