// What studies show: the claims with their verdicts, and the experiment behind one.
import { expect, test } from './visit.ts';

test('A study shows its verdicts and numbers, and opens its experiment', async ({ visit }) => {
  const { page } = visit;
  await visit.open('training.length=12steps&lanes=alone;kd');
  const studies = page.getByRole('region', { name: 'What studies show' });
  await expect(studies.getByRole('table')).toHaveCount(0); // nothing loads before it is asked for
  await studies.getByText('Claims, verdicts and tables over several seeds').click();
  await studies
    .getByRole('heading', {
      name: 'A pool from elsewhere: handwriting to learn, print to ask about',
      exact: true,
    })
    .click();
  await expect(studies.getByRole('listitem').first()).toContainText(/^(shows|does not show|reversed) /);
  const row = studies
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'kd', exact: true }) });
  await expect(row.getByRole('cell').first()).toHaveText(/^\d\d\.\d\d ± \d\.\d\d$/);
  await studies.getByRole('link', { name: 'Open this experiment' }).click();
  await expect(page).toHaveURL(/preset=printed-pool.*data\.draw=101/);
  await expect(page.getByRole('radio', { name: 'Digits, printed pool' })).toBeChecked();
  await expect(visit.lane('Adaptive (ADL)')).toBeVisible();
});
