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
  await visit.page.getByRole('button', { name: `Remove lane ${KD}` }).click();
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
  await expect(visit.page.getByRole('button', { name: 'Remove lane Alone' })).toHaveCount(0);
  await visit.page.getByRole('combobox', { name: 'Method of the new lane' }).selectOption(PSEUDO);
  await expect(visit.page.getByText('Eight lanes are the most.')).toBeVisible();
  expect(await visit.laneNames()).toHaveLength(9);
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
