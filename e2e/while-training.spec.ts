// What can be changed while it trains, and what asks first.
import { expect, test } from './visit.ts';

const KD = 'Soft targets (KD)';
const SETUP = 'training.length=80steps&lanes=alone;kd;adl';

test('A live knob moved while training changes its own lane from there on, and is noted', async ({
  visit,
}) => {
  await visit.open(SETUP);
  await visit.press('Play');
  await visit.finish();
  const untouched = await visit.allNumbers();
  await visit.press('Reset');
  await visit.stands('Ready');

  await visit.press('Play');
  await visit.reaches(10);
  await visit
    .lane(KD)
    .getByRole('slider', { name: /^Temperature/ })
    .press('End');
  await expect(visit.lane(KD)).toContainText(/moved at step \d+/);
  await visit.stands('Training');
  await visit.finish();
  expect(await visit.step()).toBe(80);
  const edited = await visit.allNumbers();
  expect(edited[KD]).not.toBe(untouched[KD]);
  expect({ ...edited, [KD]: '' }).toEqual({ ...untouched, [KD]: '' });

  await expect(visit.transport).toContainText('edited run');
  const edits = visit.page.getByText(/^1 change was made during this run.*the link holds/);
  await visit.fingerprint();
  await expect(edits).toBeVisible();
  await visit.press('Reset'); // from here on the link gives this run
  await visit.stands('Ready');
  await expect(visit.transport).not.toContainText('edited run');
});

test('A change that needs a new run asks before it takes the present one away', async ({ visit }) => {
  await visit.open();
  await visit.press('Play');
  await visit.reaches(10);
  await visit.widths.first().fill('24');
  const pending = visit.page.getByText('The set-up has changed; what runs is still the earlier one.');
  await expect(pending).toBeVisible();
  const before = await visit.step();
  await visit.reaches(before + 5); // it goes on meanwhile

  await visit.page.getByRole('button', { name: 'Discard the changes' }).click();
  await expect(pending).toBeHidden();
  await expect(visit.widths.first()).toHaveValue('16');
  expect(await visit.step()).toBeGreaterThan(before);

  await visit.widths.first().fill('24');
  await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
  await visit.stands('Ready');
  expect(await visit.step()).toBe(0);
  await expect(visit.widths.first()).toHaveValue('24');
  await expect(pending).toBeHidden();
});
