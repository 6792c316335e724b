// A link that cannot be used opens the default set-up and says what was wrong with it.
import { expect, test, type Visit } from './visit.ts';

const MEGABYTE = 1_000_000;

const BAD: readonly (readonly [what: string, link: string, sentence: string])[] = [
  ['garbage', '%%%&&=;)(*"<script>alert(1)</script>', 'is not a part of a set-up'],
  ['a part that does not exist', 'sead=1', '"sead" is not a part of a set-up.'],
  ['a number out of range', 'seed=-1', 'seed: expected >=0, got -1.'],
  ['a batch of none', 'training.batch=0', 'training.batch: expected >=1, got 0.'],
  [
    'a knob out of range',
    'lanes=alone;kd(T:99)',
    'lanes.1.knobs.T: expected a number from 0.5 to 20, got 99.',
  ],
  ['an unknown experiment', 'preset=nope', 'preset: there is no "nope"'],
  ['an unknown method', 'lanes=alone;nope', 'lanes.1.method: there is no "nope"'],
  ['an unknown data set', 'data.id=nope', 'data.id: there is no "nope"'],
  ['a prototype', '__proto__.polluted=1', '"__proto__.polluted" is not a part of a set-up.'],
  ['a prototype as a knob', 'lanes=alone;kd(__proto__:1)', 'a knob cannot be named "__proto__"'],
  ['a megabyte', `seed=${'1'.repeat(MEGABYTE)}`, 'characters long; at most'],
];

async function isTheDefault(visit: Visit): Promise<void> {
  await expect(visit.transport).toContainText('Step 0 of 300');
  await expect(visit.page.getByRole('radio', { name: 'Digits with few labels' })).toBeChecked();
  expect(await visit.laneNames()).toHaveLength(5);
  expect(await visit.page.evaluate(() => 'polluted' in Object.prototype)).toBe(false);
}

test('A good link gets no notice', async ({ visit }) => {
  await visit.open('lanes=alone;kd(T:8)');
  await expect(visit.page.getByText('The link could not be used')).toHaveCount(0);
  expect(await visit.laneNames()).toHaveLength(3);
});

for (const [what, link, sentence] of BAD) {
  test(`A link with ${what} opens the default set-up and is told "${sentence}"`, async ({ visit }) => {
    await visit.open(link);
    await expect(visit.page.getByText('The link could not be used as it is')).toBeVisible();
    await expect(visit.page.getByText(sentence).first()).toBeVisible();
    await isTheDefault(visit);
  });
}

test('A bad link typed into an open page does not take the run away', async ({ visit }) => {
  await visit.open();
  await visit.press('Step');
  await expect.poll(() => visit.step()).toBe(1);
  await visit.page.evaluate(() => {
    location.hash = 'seed=no';
  });
  await expect(visit.page.getByText('seed: expected a number, got "no".')).toBeVisible();
  expect(await visit.step()).toBe(1);
});

test('A set-up that is well formed but cannot be loaded is refused with a sentence and a way out', async ({
  visit,
}) => {
  await visit.page.goto('./#teacher.net.widths=48&training.length=5steps&teacher.training.length=5steps');
  await expect(visit.page.getByText('This set-up could not be loaded')).toBeVisible();
  await visit.page.getByRole('button', { name: 'Train the teacher here instead' }).click();
  await visit.stands('Ready');
  await visit.press('Play');
  await visit.finish();
  await expect(visit.lane('Teacher')).toContainText('Trained here first, for 5 steps.');
});
