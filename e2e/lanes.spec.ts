// Lanes come and go, and one that breaks does not take the others along.
import { expect, test } from './visit.ts';

const KD = 'Soft targets (KD)';
const PSEUDO = 'Hard pseudo-labels';

test('A lane can be added and removed, and the next run has it or has it not', async ({ visit }) => {
  await visit.open('training.length=20steps&lanes=alone;kd');
  const add = visit.page.getByRole('combobox', { name: 'Method of the new lane' });
  await add.selectOption(PSEUDO);
  await expect(visit.lane(PSEUDO)).toBeVisible();
  await expect(visit.lane(PSEUDO)).toContainText('not measured yet'); // applied by itself: nothing would be lost
  await visit.press('Play');
  await visit.finish();
  expect(await visit.accuracy(PSEUDO)).toBeGreaterThan(0);
  await visit.laneMenu(KD, 'Remove');
  expect(await visit.laneNames()).toEqual(['Teacher', 'Alone', PSEUDO]);
  expect(await visit.accuracy(PSEUDO)).toBeGreaterThan(0); // what was measured stays until it is applied
  await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
  await visit.stands('Ready');
  await visit.press('Play');
  await visit.finish();
  expect(await visit.laneNames()).toEqual(['Teacher', 'Alone', PSEUDO]);
});

test('Which classes a lane takes for which stands in a table that counts every test sample', async ({
  visit,
}) => {
  await visit.open('training.length=20steps&seeds=2&lanes=alone;kd');
  await visit.press('Play');
  await visit.finish();
  await visit.lane(KD).getByText('About this lane').click();
  await visit.lane(KD).getByText('What it takes for what').click();
  const table = visit
    .lane(KD)
    .getByRole('table', { name: /truth down, prediction across, mean over seeds$/ });
  await expect(table.getByRole('row')).toHaveCount(11);
  const cells = (await table.getByRole('cell').allTextContents()).map(Number);
  const [, samples] = /([\d,]+) test samples/.exec(String(await table.textContent())) ?? [];
  expect(cells).toHaveLength(100);
  expect(cells.reduce((sum, count) => sum + count, 0)).toBeCloseTo(Number(samples?.replaceAll(',', '')), 0);
  const right = cells.filter((_, i) => i % 11 === 0).reduce((sum, count) => sum + count, 0);
  expect((100 * right) / Number(samples)).toBeCloseTo(await visit.accuracy(KD), 1);
});

test('The student alone cannot be removed, and eight lanes are the most', async ({ visit }) => {
  await visit.open('lanes=alone;kd;kd;kd;kd;kd;kd');
  await visit.lane('Alone').getByRole('button', { name: 'What can be done with Alone' }).click();
  await expect(visit.page.getByRole('menuitem')).toHaveText(['Rename']);
  await expect(visit.page.getByRole('menuitemradio')).toHaveCount(8);
  await visit.page.keyboard.press('Escape');
  await expect(visit.page.getByRole('menu')).toHaveCount(0);
  await visit.page.getByRole('combobox', { name: 'Method of the new lane' }).selectOption(PSEUDO);
  await expect(visit.page.getByText('Eight lanes are the most.')).toBeVisible();
  expect(await visit.laneNames()).toHaveLength(9);
});

test('Lanes that were measured take another order, name and colour by keyboard alone, and keep their numbers', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=20steps&lanes=alone;kd;pseudo-labels;adl');
  await visit.press('Play');
  await visit.finish();
  const before = await visit.allNumbers();
  const [, , ...others] = Object.keys(before);
  const [kd = '', pseudo = '', adl = ''] = others;
  expect(kd).toBe(KD);

  const grip = visit.lane(kd).getByRole('button', { name: `Move lane ${kd}`, exact: true });
  await grip.focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(`Picked up ${kd}, lane 2 of 4.`)).toBeAttached();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(`${kd} would be lane 3 of 4.`)).toBeAttached();
  await page.keyboard.press('Space');
  await expect(page.getByText(`${kd} is now lane 3 of 4.`)).toBeAttached();
  expect(await visit.laneNames()).toEqual(['Teacher', 'Alone', pseudo, kd, adl]);
  await expect(grip).toBeFocused();

  await visit.laneMenu(adl, 'Move left');
  await visit.laneMenu(adl, 'Move left');
  expect(await visit.laneNames()).toEqual(['Teacher', 'Alone', adl, pseudo, kd]);
  await expect(visit.lane(adl).getByRole('button', { name: /^What can be done with/ })).toBeFocused();

  await visit.laneMenu(kd, 'Rename');
  await page.keyboard.type('Mine');
  await page.keyboard.press('Enter');
  await expect(visit.lane('Mine')).toBeVisible();
  await visit.laneMenu('Mine', 'Grey');
  const color = (name: string) => visit.lane(name).locator('.swatch line').first().getAttribute('stroke');
  expect(await color('Mine')).toBe('var(--lane-7)');
  expect(await color(pseudo)).toBe('var(--lane-2)');

  const { [kd]: mine, ...rest } = before;
  expect(await visit.allNumbers()).toEqual({ ...rest, Mine: mine });
  await expect(page.getByText('what runs is still the earlier one')).toHaveCount(0);
  await expect(visit.results.getByRole('rowheader')).toHaveText(['Teacher', 'Alone', adl, pseudo, 'Mine']);
  await expect.poll(() => page.url()).toContain("lanes=alone;adl@3;pseudo-labels;kd'Mine'@7");

  // The link alone gives the same picture, and the same numbers when it is run.
  await visit.open(new URL(page.url()).hash.slice(1));
  expect(await visit.laneNames()).toEqual(['Teacher', 'Alone', adl, pseudo, 'Mine']);
  expect(await color('Mine')).toBe('var(--lane-7)');
  await visit.press('Play');
  await visit.finish();
  expect(await visit.allNumbers()).toEqual({ ...rest, Mine: mine });
});

test('A lane can be dragged by the mouse, and never before the student alone', async ({ visit }) => {
  await visit.open('lanes=alone;kd;adl');
  const [, , kd = '', adl = ''] = await visit.laneNames();
  const grip = (name: string) =>
    visit.lane(name).getByRole('button', { name: `Move lane ${name}`, exact: true });
  await expect(grip('Alone')).toHaveCount(0);
  const { mouse } = visit.page;
  const at = (box: { x: number; y: number } | null) => [(box?.x ?? 0) + 5, (box?.y ?? 0) + 5] as const;
  // Charts come a moment after the lanes and push them down, maybe just under the mouse; and what is let go before all places
  // were measured stays where it was.
  await expect(async () => {
    await mouse.up();
    await grip(adl).hover();
    await mouse.down();
    const [x, y] = at(await grip(adl).boundingBox());
    await mouse.move(x + 20, y + 20, { steps: 5 });
    await expect(visit.page.getByText(`Picked up ${adl}`)).toBeAttached({ timeout: 2000 });
  }).toPass();
  await mouse.move(...at(await visit.lane('Alone').boundingBox()), { steps: 10 });
  await expect(visit.page.getByText(`${adl} would be lane 2 of 3.`)).toBeAttached();
  await mouse.up();
  await expect.poll(() => visit.laneNames()).toEqual(['Teacher', 'Alone', adl, kd]);
});

test('What is lost of a set-up comes back: a lane, its method, a whole set-up', async ({ visit }) => {
  const { page } = visit;
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  await visit.open('training.length=20steps&lanes=alone;kd(T:8);adl');
  await visit.press('Play');
  await visit.finish();
  const before = await visit.allNumbers();
  const address = () => new URL(page.url()).hash;
  await expect.poll(address).toContain('lanes=');
  const link = address();

  await visit.laneMenu(KD, 'Duplicate');
  const copy = page.getByRole('article').filter({ hasText: 'nothing differs yet' });
  await expect(copy).toContainText('Copied from');
  await copy.getByRole('slider', { name: /^Temperature/ }).press('End');
  const turned = page.getByRole('article').filter({ hasText: 'T 8 → 20' });
  await expect(turned).toHaveCount(1);
  const name = String(await turned.getAttribute('aria-label'));
  await visit.laneMenu(name, 'Remove');
  await expect(turned).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Lanes', exact: true })).toBeFocused();
  await expect(page.getByText(`Lane ${name} was removed.`)).toBeVisible();
  await undo.click();
  await expect(turned).toHaveCount(1);
  await visit.laneMenu(name, 'Remove');

  await visit.laneMenu(KD, 'Remove');
  await expect(visit.lane(KD)).toHaveCount(0);
  await expect(page.getByText('what runs is still the earlier one')).toBeVisible();
  await undo.click();
  expect(await visit.allNumbers()).toEqual(before);
  await expect(page.getByText('what runs is still the earlier one')).toHaveCount(0);

  await visit
    .lane(KD)
    .getByRole('combobox', { name: `Method of ${KD}` })
    .selectOption(PSEUDO);
  await expect(visit.lane(KD)).toHaveCount(0);
  await undo.click();
  expect(await visit.allNumbers()).toEqual(before);

  await page.getByRole('radio', { name: /spirals/i }).click();
  await expect(page.getByText('Another experiment replaced the set-up you had changed.')).toBeVisible();
  await expect.poll(address).toContain('preset=spirals');
  await undo.click();
  await expect.poll(address).toBe(link);
  expect(await visit.allNumbers()).toEqual(before);
});

test('A lane whose loss is no number any more stops with a sentence, and the others go on', async ({
  visit,
}) => {
  await visit.open(
    [
      'lanes=alone;kd(T:20,alpha:1)',
      'training.optimizer=sgd',
      'training.rate=0.1',
      'training.warmup=0',
      'training.length=30steps',
      'student.widths=64,64,64,64,64,64',
      'data.pool=0',
      'data.poolBatch=0',
    ].join('&'),
  );
  await visit.press('Play');
  await visit.finish();
  await expect(visit.lane(KD)).toContainText(
    /This lane stopped\. At step \d+ its loss was no longer a finite number\./,
  );
  await expect(visit.lane('Alone')).not.toContainText('stopped');
  expect(await visit.step()).toBe(30);
  await expect(visit.lane('Alone')).toContainText('step 30');
  expect(await visit.accuracy('Alone')).toBeGreaterThan(40);
});
