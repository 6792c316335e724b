// What a lecturer projects: one press, and the room sees a student fail alone and succeed with a teacher.
import { expect, test } from './visit.ts';

const KD = 'Soft targets (KD)';

test('One press on a first visit shows, on WebGPU, a student with a teacher pass the one without', async ({
  visit,
}) => {
  await visit.open();
  expect(await visit.laneNames()).toEqual([
    'Teacher',
    'Alone',
    KD,
    'Adaptive (ADL)',
    'Curriculum temperature (CTKD)',
  ]);
  expect(await visit.lines('Loss', 2)).toBe(0);

  await visit.press('Play');
  await expect.poll(() => visit.lines('Loss', 2)).toBeGreaterThanOrEqual(4);
  const early = await visit.step();
  expect(early).toBeLessThan(300);
  await visit.finish();

  expect(await visit.step()).toBe(300);
  expect(await visit.accuracy(KD)).toBeGreaterThan((await visit.accuracy('Alone')) + 3);
  expect(await visit.accuracy('Alone')).toBeGreaterThan(70);
  expect(await visit.accuracy('Teacher')).toBeGreaterThan(await visit.accuracy(KD));
  await visit.moreCurves();
  await expect.poll(() => visit.lines('Loss', 50)).toBeGreaterThanOrEqual(4);
  expect(await visit.lines('Accuracy', 15)).toBeGreaterThanOrEqual(4);
  // Only CTKD learns its temperature: one line, and its raw line behind it at most.
  await expect.poll(() => visit.lines('Temperature τ', 50)).toBeGreaterThan(0);
  expect(await visit.lines('Temperature τ', 50)).toBeLessThanOrEqual(2);
  // All it loaded came from where the page lies; that the data are among it shows that the engine was watched too.
  expect(visit.requests.filter((url) => url.includes('/data/digits-images'))).not.toEqual([]);
});

test('The space bar starts the first experiment as the button does', async ({ visit }) => {
  await visit.open('training.length=30steps');
  await visit.page.keyboard.press('Space');
  await visit.finish();
  expect(await visit.step()).toBe(30);
});

test('The numbers behind a curve can be read in a table', async ({ visit }) => {
  await visit.open('training.length=30steps');
  await visit.press('Play');
  await visit.finish();
  const loss = visit.chart('Loss');
  await loss.getByText('Numbers behind “Loss”').click();
  await expect(loss.getByRole('columnheader')).toHaveCount(5);
  await expect(loss.getByRole('row')).toHaveCount(31);
  for (const cell of await loss.getByRole('cell').allTextContents()) expect(Number(cell)).toBeGreaterThan(0);
});
