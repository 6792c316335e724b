// What a step costs, kernel by kernel: asked for while it trains, and where there are no kernels. How fast others are.
import { expect, test } from './visit.ts';

const SETUP = 'training.length=150steps&lanes=alone;kd';

test('The kernels are measured while a run trains, which waits and ends in the same state', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open(SETUP);
  await visit.press('Play');
  await visit.finish();
  const state = await visit.fingerprint();
  await visit.press('Reset');
  await visit.stands('Ready');

  const panel = page.getByRole('region', { name: 'Where the time of a step goes', exact: true });
  const told = panel.getByRole('status');
  const measure = panel.getByRole('button', { name: 'Measure the kernels' });
  await measure.click();
  await expect(told).toContainText('press Play or Step before');

  await visit.press('Play');
  await visit.reaches(10);
  await measure.click();
  await expect(told).toHaveText(/^Measured after step \d+\.$/, { timeout: 60_000 });
  const shares = (await panel.locator('tbody td:last-child').allTextContents()).map(Number.parseFloat);
  expect(shares.length).toBeGreaterThan(3);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  const sum = shares.reduce((a, b) => a + b, 0);
  expect(Math.abs(sum - 100)).toBeLessThan(0.1 * shares.length); // each is rounded
  await expect(panel).toContainText(/The whole step[\d.]+ ms/);

  await visit.finish();
  expect(await visit.fingerprint()).toBe(state);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('An engine without kernels of ours says that it has none to measure', async ({ visit }) => {
  await visit.open('training.length=5steps&lanes=alone;kd&engine=wasm', 'WebAssembly');
  await visit.press('Step');
  await visit.stands('Paused');
  const panel = visit.page.getByRole('region', { name: 'Where the time of a step goes', exact: true });
  await panel.getByRole('button', { name: 'Measure the kernels' }).click();
  await expect(panel.getByRole('status')).toHaveText(
    'Not measured. Only WebGPU steps are recorded, kernel by kernel; another engine runs here.',
  );
  await expect(panel.getByRole('table')).toHaveCount(0);
});

test('The benchmark pauses the run, compares an engine with ours, and can be cancelled', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.open('training.length=5000steps&lanes=alone;kd');
  const panel = page.getByRole('region', { name: 'How fast is this GPU?', exact: true });
  await panel.getByLabel('Workload', { exact: true }).selectOption('Spirals, MLP 2-32-32-3');
  for (const box of await panel.getByRole('checkbox', { disabled: false }).all()) await box.uncheck();
  await panel.getByRole('checkbox', { name: 'TensorFlow.js, WebAssembly' }).check();

  await visit.press('Play');
  await visit.reaches(10);
  await panel.getByRole('button', { name: 'Start the benchmark' }).click();
  await visit.stands('Paused');
  const told = panel.getByRole('status').first();
  await expect(told).toContainText('The run was paused for it and stays paused');
  await expect(told).toContainText('Done.', { timeout: 90_000 });
  await visit.stands('Paused');

  await expect(panel).toContainText(/WebGPU adapter: .+\./);
  for (const engine of ['Stillroom', 'TensorFlow.js, WebAssembly']) {
    const row = panel
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: engine, exact: true }) });
    const cells = await row.getByRole('cell').allTextContents();
    expect(cells).toHaveLength(6);
    expect(cells.at(-1)).toBe('yes');
    expect(Number.parseFloat(cells[0] ?? '')).toBeGreaterThan(0);
    expect(cells[4]).toMatch(/^[\d.,]+×$/);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await panel.getByRole('button', { name: 'Start the benchmark' }).click();
  await expect(panel.getByText('spirals-mlp: ')).toBeVisible();
  const gone = page.workers().at(-1)?.waitForEvent('close');
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await gone;
  await expect(told).toContainText('Cancelled.');
  await expect(panel.getByRole('table')).toHaveCount(0);
  const step = await visit.step();
  await visit.press('Play');
  await visit.reaches(step + 10);
});
