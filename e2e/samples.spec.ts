// Looking at many samples: finding them, the map of hard ones, and those on which two networks differ.
import type { Locator, Page } from 'playwright/test';
import { expect, test, type Visit } from './visit.ts';

const [ALONE, KD, ADL] = ['Alone', 'Soft targets (KD)', 'Adaptive (ADL)'] as const;

async function trained(visit: Visit): Promise<Page> {
  await visit.open('training.length=40steps&lanes=alone;kd;adl');
  await visit.press('Play');
  await visit.finish();
  return visit.page;
}

async function look(page: Page, name: string): Promise<Locator> {
  await page.getByRole('tab', { name, exact: true }).click();
  return page.getByRole('region', { name, exact: true });
}

const choose = (within: Locator, label: string, option: string) =>
  within.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });

/** The count that the note of a survey begins with: "17 of 400 samples". */
async function found(within: Locator): Promise<number> {
  const note = within.getByText(/^[\d,]+ of 400 samples, after step 40\./);
  return Number(/^\d+/.exec(String(await note.textContent()))?.[0]);
}

/** What the viewer's table says each network chooses, by the network's name. */
async function choices(viewer: Locator): Promise<Record<string, string>> {
  const names = await viewer.getByRole('columnheader').allTextContents();
  const said = await viewer
    .getByRole('row', { name: /^Choice/ })
    .getByRole('cell')
    .allTextContents();
  return Object.fromEntries(said.map((text, i) => [names[i + 1], text.replace(/, (right|wrong)$/, '')]));
}

/** Chooses each sample of the strip in turn, and tells what was said of it. */
async function eachChoice(viewer: Locator, most: number): Promise<Record<string, string>[]> {
  const strip = viewer.getByRole('list', { name: 'Samples found' }).getByRole('button');
  const all: Record<string, string>[] = [];
  for (let i = 0; i < Math.min(most, await strip.count()); i++) {
    const index = await strip.nth(i).getAttribute('data-sample');
    await strip.nth(i).click();
    await expect(viewer.getByRole('img', { name: new RegExp(`^Sample ${index},`) })).toBeVisible();
    await expect(viewer.locator('table[aria-busy=false]')).toBeVisible();
    all.push(await choices(viewer));
  }
  return all;
}

test('A search for disagreement finds samples on which the two networks choose differently, and no others', async ({
  visit,
}) => {
  const viewer = await look(await trained(visit), 'One sample');
  await expect(viewer.getByRole('list', { name: 'Samples found' })).toBeVisible();
  // Without a search there are samples on which they agree.
  expect((await eachChoice(viewer, 4)).some((said) => said[ALONE] === said[KD])).toBe(true);
  await choose(viewer, 'Show', 'Two networks differ');
  await choose(viewer, 'Network', ALONE);
  await choose(viewer, 'Other network', KD);
  await expect.poll(() => found(viewer)).toBeLessThan(400);
  const differing = await found(viewer);
  const said = await eachChoice(viewer, 12);
  expect(said.length).toBe(Math.min(12, differing));
  for (const one of said) expect(one[ALONE]).not.toBe(one[KD]);
  // The class narrows it down, and the classes together are all.
  const counts: number[] = [];
  for (const digit of '0123456789') {
    await choose(viewer, 'Class', digit);
    const labels = await viewer
      .getByRole('list', { name: 'Samples found' })
      .getByRole('button')
      .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label')));
    expect(labels.filter((label) => !label?.includes(`truth ${digit},`))).toEqual([]);
    counts.push(await found(viewer));
  }
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(differing);
});

/** Where the grid lines of an axis stand, in pixels of the page, by the number beside them. */
async function gridLines(map: Locator, across: boolean): Promise<Map<number, number>> {
  const groups = map.locator('.hard-axes g g');
  const found = await groups.evaluateAll(
    (all, horizontal) =>
      all.flatMap((group) => {
        const line = group.querySelector('line');
        const text = group.querySelector('text')?.textContent;
        if (!line || !text || line.hasAttribute(horizontal ? 'y2' : 'x2') === false) return [];
        const { left, top } = line.getBoundingClientRect();
        return [[Number(text), horizontal ? left : top] as const];
      }),
    across,
  );
  return new Map(found);
}

test('On the map of hard samples click, keys and lasso choose what its numbers say', async ({ visit }) => {
  const page = await trained(visit);
  const map = await look(page, 'Hard samples');
  const plot = map.getByRole('application');
  await expect.poll(() => found(map)).toBe(400);
  await expect(map.getByText('Weight (method)')).toBeVisible();
  const readout = () => map.locator('.hard-readout dt').first().textContent();

  await test.step('keys go to neighbours and Enter opens the sample in the viewer', async () => {
    const before = await readout();
    await plot.focus();
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowLeft');
        return readout();
      })
      .not.toBe(before);
    const chosen = /\d+/.exec(String(await readout()))?.[0];
    await page.keyboard.press('Enter');
    const viewer = page.getByRole('region', { name: 'One sample', exact: true });
    await expect(viewer.getByRole('img', { name: new RegExp(`^Sample ${chosen},`) })).toBeVisible();
    await look(page, 'Hard samples');
  });

  await plot.scrollIntoViewIfNeeded();
  await expect.poll(() => found(map)).toBe(400);
  const h = [...(await gridLines(map, true)).keys()].at(-2) as number;
  const kl = 1;
  const takes = map.getByRole('button', { name: /^Take th/ });
  const title = map.getByRole('heading', { name: /^Subset: / });

  /** Draws around everything right of the line of h, or of so many pixels before it, and above that of kl. */
  const encircle = async (before: number) => {
    await plot.scrollIntoViewIfNeeded();
    const left = ((await gridLines(map, true)).get(h) as number) - before;
    const bottom = (await gridLines(map, false)).get(kl) as number;
    const box = await plot.boundingBox();
    if (!box) throw new Error('There is no plot.');
    const [right, top] = [box.x + box.width + 8, box.y - 8];
    await page.mouse.move(left, bottom);
    await page.mouse.down();
    for (const [x, y] of [
      [right, bottom],
      [right, top],
      [left, top],
      [left, bottom],
    ] as const)
      await page.mouse.move(x, y, { steps: 6 });
    await page.mouse.up();
  };

  await test.step('a lasso takes as many as the thresholds of its edges', async () => {
    const fields = map.getByRole('textbox');
    await fields.nth(0).fill(String(h));
    await fields.nth(1).fill(String(kl));
    const expected = Number(/\d+/.exec(String(await takes.textContent()))?.[0]);
    expect(expected).toBeGreaterThan(0);
    expect(expected).toBeLessThan(400);
    await encircle(0);
    await expect(title).toHaveText(`Subset: ${expected} samples`);
    // Another edge takes another number.
    await encircle(60);
    await expect(title).not.toHaveText(`Subset: ${expected} samples`);
    await takes.click();
    await expect(title).toHaveText(`Subset: ${expected} samples`);
  });

  await test.step('the viewer shows only the subset until it is cleared', async () => {
    const size = Number(/\d+/.exec(String(await title.textContent()))?.[0]);
    await map.getByRole('button', { name: 'Only these in the viewer' }).click();
    const viewer = page.getByRole('region', { name: 'One sample', exact: true });
    await expect.poll(() => found(viewer)).toBe(size);
    await look(page, 'Hard samples');
    await map.getByRole('button', { name: 'Clear the subset' }).click();
    await expect(title).toHaveCount(0);
    await look(page, 'One sample');
    await expect.poll(() => found(viewer)).toBe(400);
  });

  await test.step('a click chooses the sample under it', async () => {
    await look(page, 'Hard samples');
    await expect(map.getByText('Weight (method)')).toBeVisible();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error('There is no plot.');
    const level = (await gridLines(map, false)).get(kl) as number;
    // Pointing tells what lies there; the click keeps it when the pointer is gone.
    const seen = new Set<string | null>();
    for (let k = 1; k < 10 && seen.size < 2; k++) {
      await page.mouse.move(box.x + (box.width * k) / 10, level);
      seen.add(await readout());
      if (seen.size < 2) continue;
      await page.mouse.down();
      await page.mouse.up();
      const pointed = await readout();
      await page.mouse.move(box.x - 40, box.y - 20);
      expect(await readout()).toBe(pointed);
    }
    expect(seen.size).toBe(2);
  });
});

/** Two-sided p of the sign test, exact in whole numbers. */
function signTest(b: number, c: number): number {
  const n = BigInt(b + c);
  let [term, sum] = [1n, 0n];
  for (let k = 0n; k <= BigInt(Math.min(b, c)); k++) {
    sum += term;
    term = (term * (n - k)) / (k + 1n);
  }
  return Math.min(1, Number((2n * sum * 10n ** 12n) / 2n ** n) / 1e12);
}

test('Where two networks differ, the counts add up to the difference of their accuracies', async ({
  visit,
}) => {
  const page = await trained(visit);
  const why = await look(page, 'Why did it win?');
  const counts = async (a: string, b: string) => {
    await choose(why, 'A', a);
    await choose(why, 'B', b);
    const table = why.getByRole('table').first();
    await expect(table).toBeVisible();
    const cells = await table
      .getByRole('row')
      .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.querySelector('td')?.textContent)));
    return cells as [onlyA: number, onlyB: number, neither: number, both: number, same: number];
  };
  const accuracy = {
    [ALONE]: await visit.accuracy(ALONE),
    [KD]: await visit.accuracy(KD),
    [ADL]: await visit.accuracy(ADL),
  };
  const differences: number[] = [];
  for (const [a, b] of [
    [KD, ALONE],
    [ADL, ALONE],
    [KD, ADL],
  ] as const) {
    const [onlyA, onlyB, neither, both, same] = await counts(a, b);
    expect(onlyA + onlyB + neither + both + same).toBe(400);
    const difference = (100 * (onlyA - onlyB)) / 400;
    // The cards round each to a tenth of a percent.
    expect(Math.abs((accuracy[a] as number) - (accuracy[b] as number) - difference)).toBeLessThanOrEqual(
      0.11,
    );
    expect((100 * (onlyA + both)) / 400).toBeCloseTo(accuracy[a] as number, 0);
    differences.push(difference);
    const text = String(await why.getByText(/^McNemar’s exact test/).textContent());
    const p = Number(/p = ([\d.e-]+)\. /.exec(text)?.[1]);
    expect(Math.abs(p / signTest(onlyA, onlyB) - 1)).toBeLessThan(0.06);
  }
  // They are not all alike, or anything would add up.
  expect(new Set(differences).size).toBeGreaterThan(1);

  const [onlyKd] = await counts(KD, ALONE);
  const [side, winner] = onlyKd > 0 ? ['A right, B wrong', KD] : ['B right, A wrong', ALONE];
  const first = why.getByRole('region', { name: side, exact: true }).getByRole('button').first();
  const [index, label] = [await first.getAttribute('data-sample'), await first.getAttribute('aria-label')];
  const truth = /truth (\d)/.exec(String(label))?.[1];
  expect(label).toContain(`, ${winner}: ${truth}`);
  expect(label?.split(`: ${truth}`).length).toBe(2); // the other says something else
  await first.click();
  const viewer = page.getByRole('region', { name: 'One sample', exact: true });
  await expect(viewer.getByRole('img', { name: new RegExp(`^Sample ${index},`) })).toBeVisible();
  const said = await choices(viewer);
  expect([said[winner], said[winner === KD ? ALONE : KD] === truth]).toEqual([truth, false]);
});
