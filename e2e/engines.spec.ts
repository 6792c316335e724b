// A browser without WebGPU gets the same page, slower, and is told so; the other engines can also be chosen.
import { expect, test, type Visit } from './visit.ts';

const DIGITS = 'training.length=20steps&lanes=alone;kd';
const SMALL_CNN =
  'student.model=cnn&student.widths=4,4&lanes=alone;kd&training.length=2steps&training.batch=16&data.poolBatch=16';

async function everythingIsFinite(visit: Visit): Promise<void> {
  for (const [lane, numbers] of Object.entries(await visit.allNumbers())) {
    // Agreement and KL of the teacher with itself are not shown, nor its training when that was before.
    if (lane !== 'Teacher') expect(numbers, lane).not.toContain('–');
    expect(numbers, lane).not.toMatch(/NaN|∞/);
  }
}

test('Without WebGPU the page says what runs instead and where to find WebGPU, and trains', async ({
  arriveAlone,
}) => {
  const visit = await arriveAlone((args) => [
    ...args.filter((arg) => !arg.includes('webgpu')),
    '--disable-features=WebGPU',
  ]);
  await visit.open(DIGITS, '(WebGL|WebAssembly)');
  const panel = visit.page.getByRole('region', { name: 'About this engine' });
  await expect(panel).toContainText('Running without WebGPU');
  await expect(panel).toContainText('WebGPU:');
  for (const browser of ['Chrome', 'Edge', 'Safari', 'Firefox', 'chrome://gpu', '--enable-unsafe-webgpu'])
    await expect(panel.getByText(browser).first()).toBeVisible();
  await visit.press('Play');
  await visit.finish();
  await everythingIsFinite(visit);
  visit.forgive(/No available adapters/, /WebGL/i);
});

for (const [engine, name] of [
  ['webgl', 'WebGL'],
  ['wasm', 'WebAssembly'],
  ['cpu', 'JavaScript'],
] as const) {
  test(`${name}, asked for in the link, trains digits and a small convolutional network`, async ({
    visit,
  }) => {
    for (const setup of [DIGITS, SMALL_CNN]) {
      await visit.open(`${setup}&engine=${engine}`, name);
      await expect(visit.page.getByText('Running without WebGPU')).toHaveCount(0); // it was asked for
      await visit.press('Play');
      await visit.finish();
      await everythingIsFinite(visit);
    }
    if (engine === 'webgl') visit.forgive(/GPU stall due to ReadPixels/);
  });
}

test('Another engine chosen on the page goes on with the same set-up', async ({ visit }) => {
  await visit.open('training.length=8steps&seed=5&lanes=alone;kd');
  await visit.press('Play');
  await visit.finish();
  const withWebGPU = await visit.accuracy('Alone');
  await visit.page.getByRole('combobox', { name: 'Engine' }).selectOption('WebAssembly');
  await visit.page.getByRole('button', { name: 'Apply and restart' }).click();
  await visit.stands('Ready');
  await expect(visit.engine).toHaveText(/^WebAssembly/);
  await visit.press('Play');
  await visit.finish();
  // Rounding differs between engines, what is learned does not.
  expect(Math.abs((await visit.accuracy('Alone')) - withWebGPU)).toBeLessThan(1);
});
