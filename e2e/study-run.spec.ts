// A study run on the page: it goes on after a reload, says what comes out, and gives the same numbers each time.
import { briefly } from '../src/study/testing.ts';
import { expect, test } from './visit.ts';

const study = {
  id: 'tiny',
  title: { en: 'Tiny' },
  question: { en: 'Does a teacher help?' },
  base: briefly(20, 40),
  axes: [
    {
      name: { en: 'Teacher' },
      points: [4, 8].map((n) => ({ name: `wide ${n}`, set: { 'teacher.net.widths': [n] } })),
    },
    {
      name: { en: 'Student' },
      points: [3, 5].map((n) => ({ name: `small ${n}`, set: { 'student.widths': [n] } })),
    },
  ],
  methods: ['alone', 'kd'],
  seeds: { first: 7, count: 2 },
  data: 'fresh',
  claims: [{ better: 'kd', than: 'alone', on: 'accuracy' }],
};

test('A study runs beside the page, survives a reload, and comes to the same numbers again', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const { page } = visit;
  await visit.open('training.length=12steps&lanes=alone;kd');
  const panel = page.getByRole('region', { name: 'Run a study' });
  const status = panel.getByRole('status');
  const unfold = () => page.getByText('Claims, verdicts and tables over several seeds').click();
  const choose = async (content: unknown) => {
    await panel
      .getByRole('combobox', { name: 'Study' })
      .selectOption({ label: 'A study from a file (JSON)' });
    const buffer = Buffer.from(JSON.stringify(content));
    await panel
      .getByLabel('A study from a file (JSON)')
      .setInputFiles({ name: 'tiny.json', mimeType: 'application/json', buffer });
  };
  await unfold();
  await expect(status).toHaveText('0 of 2 cells are done.'); // the experiment as it stands: two lanes, one seed

  await choose({ ...study, methods: ['kd'] });
  await expect(panel.getByRole('alert')).toContainText('the student alone, "alone", is missing');
  await choose(study);
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(status).toHaveText('0 of 16 cells are done.');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(status).toContainText(/Cell ([3-9]|1\d) of 16\./, { timeout: 60_000 });
  await visit.press('Play'); // the page's own run is not in its way
  await visit.finish();

  await page.reload();
  await unfold();
  await choose(study);
  await expect(status).toHaveText(/^([2-9]|1\d) of 16 cells are done\.$/);
  await panel.getByRole('button', { name: 'Go on' }).click();
  await panel.getByRole('button', { name: 'Pause' }).click();
  await expect(status).toContainText('Paused');
  await panel.getByRole('button', { name: 'Continue' }).click();
  await expect(status).toHaveText('All 16 cells are done.', { timeout: 90_000 });
  const map = panel.getByRole('table', { name: /over the student alone/ });
  await expect(map.getByRole('cell')).toHaveText(Array(4).fill(/^[+−-]?\d+\.\d\d$/));
  await panel.getByText('Verdicts and tables of all 4 settings').click();
  const tables = panel.getByRole('table', { name: /Outcome of/ });
  const numbers = await tables.first().getByRole('row').nth(1).getByRole('cell').first().textContent();
  expect(numbers).toMatch(/^\d\d\.\d\d ± \d/);

  await panel.getByRole('button', { name: 'Discard' }).click();
  await expect(status).toHaveText('0 of 16 cells are done.');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(status).toHaveText('All 16 cells are done.', { timeout: 120_000 });
  await panel.getByText('Verdicts and tables of all 4 settings').click();
  expect(await tables.first().getByRole('row').nth(1).getByRole('cell').first().textContent()).toBe(numbers);
});
