// How long a first visitor waits: for the first picture, until Play can be pressed, and from Play to the first curve.
// With the real engine, in a profile that has seen nothing.
import type { Browser } from 'playwright';

export interface FirstVisit {
  /** First contentful paint, milliseconds after the navigation began. */
  readonly paintMs: number;
  /** Until Play can be pressed. */
  readonly readyMs: number;
  /** From the press of Play until a curve with two points is drawn. */
  readonly curveMs: number;
}

export async function firstVisit(browser: Browser, address: string): Promise<FirstVisit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(address);
    const play = page.getByRole('button', { name: 'Play', exact: true });
    await play.click({ trial: true }); // waits until it could be pressed
    const [paintMs, readyMs] = await page.evaluate(() => [
      performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      performance.now(),
    ]);
    await page.locator('.charts').waitFor();
    const curve = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Play');
          let began = Number.NaN;
          const drawn = () =>
            [...document.querySelectorAll('.chart path[data-line]')].some((path) =>
              path.getAttribute('d')?.includes('L'),
            );
          const look = () => (drawn() ? resolve(performance.now() - began) : requestAnimationFrame(look));
          button?.addEventListener('click', () => {
            began = performance.now();
            look();
          });
        }),
    );
    await play.click();
    const round = (value: number | undefined) => Math.round(value ?? Number.NaN);
    return { paintMs: round(paintMs), readyMs: round(readyMs), curveMs: round(await curve) };
  } finally {
    await context.close();
  }
}
