// What cannot be used is refused where it was typed, with the number in the sentence, and nothing is lost.
import { expect, test } from './visit.ts';

const BAD = [
  ['Training', 'Batch', '0', 'Expected at least 1, got 0. 32 is kept.'],
  ['Chance', 'Seed', '-1', 'Expected at least 0, got -1. 1 is kept.'],
  ['Chance', 'Seed', '', '“” is not a number. 1 is kept.'],
  ['Chance', 'Seeds at once', '1.5', '“1.5” is not a whole number. 1 is kept.'],
  ['Training', 'Learning rate', '11', 'Expected at most 10, got 11. 0.003 is kept.'],
] as const;

test('Bad numbers get a sentence by their field, and the run keeps what it has measured', async ({
  visit,
}) => {
  await visit.open('training.length=20steps');
  await visit.press('Play');
  await visit.finish();
  const measured = await visit.allNumbers();
  for (const [part, label, bad, sentence] of BAD) {
    await visit.unfold(part);
    const field = visit.field(label);
    const kept = await field.inputValue();
    await field.fill(bad);
    await field.blur();
    await expect(field).toHaveAccessibleDescription(
      new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    );
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.press('Escape');
    await expect(field).toHaveValue(kept);
  }
  await expect(visit.page.getByText('The set-up has changed')).toHaveCount(0);
  expect(await visit.allNumbers()).toEqual(measured);
  await visit.field('Seed').fill('2'); // the control: a good number is taken
  await expect(visit.page.getByText('The set-up has changed')).toBeVisible();
});
