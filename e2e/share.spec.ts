// The whole experiment in a link: whoever opens it sees the same numbers.
import { expect, test } from './visit.ts';

test('Whoever opens a copied link gets exactly the same numbers', async ({ visit, arrive }) => {
  const { page } = visit;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.open();
  await visit.unfold('Chance');
  await visit.field('Seed').fill('7');
  await visit.unfold('Training');
  await visit.field('Length').fill('25');
  await visit.widths.first().fill('12');
  const temperature = visit.lane('Soft targets (KD)').getByRole('slider', { name: /^Temperature/ });
  for (let notch = 0; notch < 3; notch++) await temperature.press('ArrowRight');
  await expect(temperature).not.toHaveAttribute('aria-valuetext', 'T = 4');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  await expect(visit.transport).toContainText('Step 0 of 25');
  await visit.press('Play');
  await visit.finish();
  expect(page.url()).toBe(link);
  const numbers = await visit.allNumbers();

  const [, setup = ''] = link.split('#');
  expect(setup).toContain('seed=7');
  const other = await arrive();
  await other.open(setup);
  await expect(other.widths.first()).toHaveValue('12');
  await other.press('Play');
  await other.finish();
  expect(await other.allNumbers()).toEqual(numbers);
  expect(await other.fingerprint()).toBe(await visit.fingerprint());

  await other.open(setup.replace('seed=7', 'seed=8')); // the control
  await other.press('Play');
  await other.finish();
  expect(await other.allNumbers()).not.toEqual(numbers);
});
