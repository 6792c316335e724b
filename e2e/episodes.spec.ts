// Episodes on classes that nobody learned, of every network of a run.
import { expect, test } from './visit.ts';

const SETUP =
  'preset=new-classes&teacher.training.length=20steps&training.length=30steps&lanes=alone;self-distillation(g:%271%27)';

test('The features of all networks, the generation before too, are judged on new classes', async ({
  visit,
}) => {
  await visit.open(SETUP);
  await visit.press('Play');
  await visit.finish();
  const looking = visit.page.getByRole('region', { name: 'Looking inside', exact: true });
  await looking.getByRole('tab', { name: 'Episodes', exact: true }).click();
  await looking.getByRole('button', { name: 'Run 100 episodes' }).click();
  const table = looking.getByRole('table', { name: 'Accuracy on new classes, %' });
  await expect(looking.getByRole('status')).toContainText('100 episodes', { timeout: 60_000 });
  const rows = table.getByRole('row');
  await expect(rows).toHaveCount(5);
  await expect(rows.nth(4)).toContainText('Generation 0 of Sequential self-distillation (RFS)');
  const cells = await table.getByRole('cell').allTextContents();
  expect(cells).toHaveLength(16);
  for (const cell of cells) expect(cell).toMatch(/^\d+\.\d ± \d+\.\d$/);
  const [one, , five] = cells.map((cell) => Number.parseFloat(cell));
  expect(one).toBeGreaterThan(25); // five ways: 20 by chance
  expect(five).toBeGreaterThan(Number(one)); // five samples tell more than one

  await visit.open('training.length=20steps&lanes=alone;kd');
  await expect(looking.getByRole('tab', { name: 'Episodes', exact: true })).toHaveCount(0);
});
