// The page on a phone, a tablet, a laptop: nothing sticks out at the side, by day and by night.
import { expect, test } from './visit.ts';

/** Below it the set-up is folded away. */
const NARROW = 1024;

for (const width of [320, 390, 768, 1440]) {
  test(`At ${width} pixels nothing sticks out, and the run can be played`, async ({ visit }, info) => {
    const { page } = visit;
    await page.setViewportSize({ width, height: 800 });
    await visit.open('training.length=12steps');
    await visit.press('Play');
    await visit.finish();
    if (width < NARROW) await visit.unfold('Set-up');
    for (const part of ['Data', 'Student', 'Teacher', 'Training', 'Chance']) await visit.unfold(part);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: info.outputPath(`${width}-${colorScheme}.png`), fullPage: true });
    }
    const wide = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(wide.page).toBeLessThanOrEqual(wide.window);
  });
}
