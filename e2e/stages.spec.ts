// Networks that train between the teacher and the students: the page says which trains and what became of it, and the
// run is the same whether it is paused and reset among them or not.
import { expect, test } from './visit.ts';

const SETUP =
  'preset=capacity-gap&teacher.training.length=20steps&training.length=60steps&lanes=alone;kd;takd(m:%272%27)';
const LANE = 'Teacher assistants (TAKD)';

test('The assistants of a lane train before the students, and their cost stands with it', async ({
  visit,
}) => {
  await visit.open(SETUP);
  const stages = visit.lane(LANE).getByRole('list', { name: `Trained before the student of ${LANE}` });
  await expect(stages.getByRole('listitem')).toHaveCount(2);
  await expect(stages.getByRole('listitem').first()).toHaveText(
    /^Assistant 1 of 2: [\d,]+ parameters, waits$/,
  );
  await expect(visit.lane('Soft targets (KD)').getByRole('list', { name: /^Trained before/ })).toHaveCount(0);

  const counter = visit.transport.getByText(/^Between teacher and students/);
  await visit.press('Play');
  await expect(counter).toBeVisible();
  await visit.press('Pause');
  await visit.stands('Paused');
  await expect(stages).toContainText(/trains, step \d+ of 60/);
  await visit.press('Play');
  await visit.finish();
  for (const assistant of await stages.getByRole('listitem').all())
    await expect(assistant).toHaveText(/[\d.]+% on test$/);
  const row = visit.results.getByRole('row', { name: LANE });
  await expect(row).toContainText('60 + 120'); // steps
  await expect(visit.results.getByRole('row', { name: /^Soft targets/ })).not.toContainText('60 +');
  const state = await visit.fingerprint();

  await visit.press('Reset');
  await visit.stands('Ready');
  await expect(stages).not.toContainText('on test');
  await visit.press('Play');
  await visit.finish();
  expect(await visit.fingerprint()).toBe(state);
});
