// The list of all methods, and the experiment that each names.
import { expect, test } from './visit.ts';

test('Every method is listed with its loss, and opens an experiment in which it trains', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=12steps&lanes=alone;kd');
  const methods = page.getByRole('region', { name: 'The methods' });
  await expect(methods.getByRole('heading', { level: 4 })).toHaveCount(0); // nothing loads before it is asked for
  await methods.getByText('What each does, its loss and source').click();
  const choices = page.getByRole('combobox', { name: 'Method of the new lane' }).getByRole('option');
  // All that can be added here, the student alone in place of the words above them, and the six of detectors.
  await expect(methods.getByRole('heading', { level: 4 })).toHaveCount((await choices.count()) + 6);
  await methods.getByRole('heading', { name: 'Deep mutual learning (DML)' }).click();
  await expect(methods.getByRole('math', { name: 'The loss of Deep mutual learning (DML)' })).toBeVisible();
  await expect(methods.getByText('Terms: hard, mutual, others. It needs no teacher')).toBeVisible();
  await expect(methods.getByText('mutual of 4 better than mutual of 2')).toBeVisible();
  await methods.getByRole('link', { name: 'Open its experiment' }).click();
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
  await expect(page.getByRole('article', { name: /^Deep mutual learning/ })).toHaveCount(2);
});
