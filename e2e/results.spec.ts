// The table of results over two seeds, against numbers worked out here from every seed's own, and those against runs of
// one seed each.
import { expect, test, type Visit } from './visit.ts';

const RUN = 'training.length=20steps';
const LANES = 'lanes=alone;kd;adl';
const KD = 'Soft targets (KD)';
/** t(0.975) with one degree of freedom, from a table. */
const T1 = 12.7062;

async function copied(visit: Visit, format: 'CSV' | 'Markdown' | 'LaTeX'): Promise<string> {
  await visit.page.getByRole('button', { name: format, exact: true }).click();
  await expect(visit.page.getByText(`${format} copied.`)).toBeVisible();
  return visit.page.evaluate(() => navigator.clipboard.readText());
}

/** The rows of the CSV by method. No name in these journeys has a comma in it. */
async function numbers(visit: Visit): Promise<Record<string, Record<string, string>>> {
  const lines = (await copied(visit, 'CSV')).trim().split('\n');
  const [head = '', ...rows] = lines.filter((line) => !line.startsWith('#'));
  const names = head.split(',');
  const records = rows.map((row) =>
    Object.fromEntries(row.split(',').map((value, i) => [names[i] ?? '', value] as const)),
  );
  return Object.fromEntries(records.map((record) => [record.method ?? '', record]));
}

async function runs(visit: Visit, setup: string) {
  await visit.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.open(`${RUN}&${setup}`);
  await visit.press('Play');
  await visit.finish();
  return numbers(visit);
}

const cells = (visit: Visit, lane: string) =>
  visit.results
    .getByRole('row')
    .filter({ has: visit.page.getByRole('rowheader', { name: lane, exact: true }) })
    .getByRole('cell')
    .allTextContents();

/** 0.123 as "+12.30". */
const points = (x: number) => `${x >= 0 ? '+' : '−'}${(100 * Math.abs(x)).toFixed(2)}`;

test('Over two seeds the table has their mean, deviation and paired interval; each seed is as if it were alone', async ({
  visit,
}) => {
  const both = await runs(visit, `seed=5&seeds=2&${LANES}`);
  const own = (method: string) =>
    [5, 6].map((seed) => Number(both[method]?.[`test_seed_${seed}`])) as [number, number];
  for (const method of ['alone', 'kd', 'adl']) {
    expect(own(method).every((accuracy) => accuracy > 0.1 && accuracy < 1)).toBe(true);
  }
  const [first, last] = own('kd');
  const mean = (first + last) / 2;
  const std = Math.abs(first - last) / Math.SQRT2; // of two numbers, n − 1
  const differences = own('kd').map((accuracy, i) => accuracy - (own('alone')[i] as number)) as [
    number,
    number,
  ];
  const difference = (differences[0] + differences[1]) / 2;
  const half = (T1 * (Math.abs(differences[0] - differences[1]) / Math.SQRT2)) / Math.SQRT2;
  const [accuracy, vsAlone, vsReference] = await cells(visit, KD);
  expect(accuracy).toBe(`${(100 * mean).toFixed(2)} ± ${(100 * std).toFixed(2)}`);
  const [, shown = '', low = '', high = ''] = /^(\S+) \[(\S+), (\S+)\]$/.exec(vsAlone ?? '') ?? [];
  expect(shown).toBe(points(difference));
  const value = (text: string) => Number(text.replace('−', '-').replace('+', '')) / 100;
  expect(value(low)).toBeCloseTo(difference - half, 4);
  expect(value(high)).toBeCloseTo(difference + half, 4);
  expect(vsReference).toBe('–'); // it is the one that others are compared with
  expect(Math.abs((await visit.accuracy(KD)) - 100 * mean)).toBeLessThan(0.051); // it has one decimal
  await expect(visit.page.getByText('One seed:')).toHaveCount(0);

  // Each seed by itself: the same numbers, and not those of the other.
  const alone5 = await runs(visit, `seed=5&seeds=1&${LANES}`);
  await expect(visit.page.getByText('One seed: there is no spread')).toBeVisible();
  const alone6 = await runs(visit, `seed=6&seeds=1&${LANES}`);
  for (const method of ['alone', 'kd', 'adl']) {
    expect(own(method)).toEqual([Number(alone5[method]?.test_mean), Number(alone6[method]?.test_mean)]);
  }
  expect(alone5).not.toEqual(alone6);
  expect(alone5.kd?.test_std).toBe('');
  expect((await cells(visit, KD))[1]).toMatch(/^[+−]\d+\.\d\d$/);
});

test('The table sorts, compares with the lane that is chosen, counts what was tried, and is copied with its origin', async ({
  visit,
}) => {
  const { page } = visit;
  const csv = await runs(visit, 'seed=5&seeds=2&lanes=alone;kd;kd(T:1)');
  expect(Object.keys(csv)).toContain('teacher');
  const rows = () => visit.results.getByRole('rowheader').allTextContents();
  const lanes = await rows();
  const title = page.getByRole('columnheader', { name: /^Test accuracy, %/ });
  await expect(title).toHaveAttribute('aria-sort', 'none');
  await title.getByRole('button').click();
  await expect(title).toHaveAttribute('aria-sort', 'descending');
  await title.getByRole('button').click();
  await expect(title).toHaveAttribute('aria-sort', 'ascending');
  const firstCells = await visit.results.locator('tbody td:nth-child(2)').allTextContents();
  const accuracies = firstCells.map(Number.parseFloat);
  expect(accuracies).toEqual([...accuracies].sort((a, b) => a - b));
  expect(accuracies).toHaveLength(4);
  await title.getByRole('button').click();
  await expect(title).toHaveAttribute('aria-sort', 'none');
  expect(await rows()).toEqual(lanes);

  const [, , kd4 = '', kd1 = ''] = lanes;
  const before = await cells(visit, kd1);
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption(kd1);
  await expect(page.getByRole('columnheader', { name: `− ${kd1}` })).toBeVisible();
  const [, , against] = await cells(visit, kd4);
  const flipped = (before[2] ?? '').split(' ')[0]?.replace(/[+−]/, (sign) => (sign === '+' ? '−' : '+'));
  expect(against?.split(' ')[0]).toBe(flipped);

  const tried = async (name: string) => (await cells(visit, name))[8];
  expect(await tried(kd4)).toBe('1');
  await visit
    .lane(kd4)
    .getByRole('slider', { name: /^Temperature/ })
    .press('End');
  await visit.press('Reset');
  await visit.press('Play');
  await visit.finish();
  const [, , kd20 = ''] = await rows();
  expect(await tried(kd20)).toBe('2');
  expect(await tried('Alone')).toBe('1');

  for (const format of ['Markdown', 'LaTeX'] as const) {
    const text = await copied(visit, format);
    expect(text).toContain('over 2 seeds (5 to 6)');
    expect(text).toContain('20 of 20 steps');
    expect(text).toMatch(/WebGPU \(.+\)/);
    for (const name of ['Teacher', 'Alone']) expect(text).toContain(name);
  }
});
