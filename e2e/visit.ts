// A visitor with a page: opens links, presses what stands there, reads what it says. Every visit is watched, and
// its journey fails when the page complains, calls elsewhere, breaks its own policy or asks in a dialog.
import {
  type Browser,
  type BrowserContext,
  test as base,
  chromium,
  expect,
  type LaunchOptions,
  type Locator,
  type Page,
} from 'playwright/test';
import { launchOptions } from '../src/cli/browser.mjs';
import { watch } from './watch.ts';

export { expect };

export type TransportState = 'Ready' | 'Training' | 'Paused' | 'Finished' | 'Interrupted';

export class Visit {
  readonly complaints: string[] = [];
  readonly requests: string[] = [];

  private constructor(readonly page: Page) {}

  static async begin(context: BrowserContext, home: string): Promise<Visit> {
    const visit = new Visit(await context.newPage());
    await watch(context, visit.page, home, visit);
    return visit;
  }

  /** Opens the page afresh with a set-up in its address and waits until it could be played. */
  async open(setup = '', engine = 'WebGPU'): Promise<void> {
    await this.page.goto('about:blank'); // a change of the fragment alone would not load anything
    await this.page.goto(`./${setup && `#${setup}`}`);
    await this.stands('Ready');
    await expect(this.engine).toHaveText(new RegExp(`^${engine}`));
  }

  /** The badge that says which engine runs. */
  get engine(): Locator {
    return this.page.locator('[aria-controls="engine-panel"]');
  }

  get transport(): Locator {
    return this.page.getByRole('region', { name: 'Training', exact: true });
  }

  async press(button: 'Play' | 'Pause' | 'Step' | 'Reset'): Promise<void> {
    await this.transport.getByRole('button', { name: button, exact: true }).click();
  }

  async stands(state: TransportState, timeout?: number): Promise<void> {
    await expect(this.transport.getByText(state, { exact: true })).toBeVisible(timeout ? { timeout } : {});
  }

  async finish(timeout = 90_000): Promise<void> {
    await this.stands('Finished', timeout);
  }

  /** What the counter says: "Step 12 of 300". */
  async step(): Promise<number> {
    const [, step] = /Step ([\d,]+) of/.exec(String(await this.transport.textContent())) ?? [];
    if (step === undefined) throw new Error('There is no step counter.');
    return Number(step.replaceAll(',', ''));
  }

  async reaches(step: number): Promise<void> {
    await expect.poll(() => this.step(), { intervals: [50], timeout: 30_000 }).toBeGreaterThanOrEqual(step);
  }

  lane(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** The table of results. */
  get results(): Locator {
    return this.page.getByRole('region', { name: 'Results of all lanes', exact: true });
  }

  /** Chooses something of a lane's menu, by keyboard alone. */
  async laneMenu(name: string, item: string): Promise<void> {
    const menu = this.lane(name).getByRole('button', { name: `What can be done with ${name}`, exact: true });
    await menu.focus();
    await menu.press('Enter');
    const wanted = this.page
      .getByRole('menu')
      .getByLabel(item, { exact: true })
      .or(this.page.getByRole('menuitem', { name: item, exact: true }));
    await expect(wanted).toBeVisible();
    for (let i = 0; i < 20 && !(await isFocused(wanted)); i++) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
  }

  async laneNames(): Promise<string[]> {
    const lanes = await this.page.locator('article.lane').all(); // a past run is an article too
    return Promise.all(lanes.map(async (lane) => (await lane.getAttribute('aria-label')) ?? ''));
  }

  /** Test accuracy of a lane, in percent. */
  async accuracy(lane: string): Promise<number> {
    const [, percent] = /Test accuracy([\d.]+)%/.exec(String(await this.lane(lane).textContent())) ?? [];
    return Number(percent);
  }

  /** All that a lane has measured, as it stands on its card. */
  async numbers(lane: string): Promise<string> {
    const card = String(await this.lane(lane).textContent());
    const readouts = await this.lane(lane).getByRole('definition').allTextContents();
    return [/Test accuracy([\d.]+%|–)/.exec(card)?.[1], ...readouts].join(' ');
  }

  async allNumbers(): Promise<Record<string, string>> {
    const rows = (await this.laneNames()).map(async (name) => [name, await this.numbers(name)] as const);
    return Object.fromEntries(await Promise.all(rows));
  }

  chart(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** Unfolds the curves besides loss and accuracy. */
  async moreCurves(): Promise<void> {
    await this.page.getByText(/^More curves/).click();
  }

  /** How many lines of a chart have at least so many points. */
  async lines(title: string, points: number): Promise<number> {
    const drawn = this.chart(title).locator('svg path');
    const ds = await drawn.evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));
    return ds.filter((d) => d.split('L').length >= points).length;
  }

  /** Unfolds a part of the set-up. */
  async unfold(title: string): Promise<void> {
    const setup = this.page.getByRole('region', { name: 'Set-up', exact: true });
    const heading = this.page.getByRole('heading', { name: title, exact: true, level: 3 });
    const part = setup.locator('details', { has: heading }).last(); // the inner one, where a part is in a part
    if ((await part.getAttribute('open')) === null) await part.locator('summary').first().click();
  }

  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: label, exact: true });
  }

  /** The widths of the student's layers. */
  get widths(): Locator {
    return this.page.getByRole('textbox', { name: /^Units of each hidden layer, layer/ });
  }

  /** What the page says of the state of a run that stands: weights, optimizers, clocks, all in one hash. */
  async fingerprint(): Promise<string> {
    await this.page.getByRole('button', { name: 'Fingerprint', exact: true }).click();
    const told = this.page.getByText(new RegExp(`^State after step ${await this.step()}: [0-9a-f]{16}$`));
    await expect(told).toBeVisible();
    return String(await told.textContent());
  }

  /** Takes back complaints that belong to what the journey does. */
  forgive(...patterns: RegExp[]): void {
    const left = this.complaints.filter((complaint) => !patterns.some((pattern) => pattern.test(complaint)));
    this.complaints.splice(0, Number.POSITIVE_INFINITY, ...left);
  }
}

const isFocused = (element: Locator) => element.evaluate((node) => node === document.activeElement);

/** Command line switches of the browser, changed. */
export type Switches = (args: readonly string[]) => string[];

interface Fixtures {
  /** Someone with an empty profile arrives. */
  arrive: () => Promise<Visit>;
  /** The same in a browser process of their own. */
  arriveAlone: (switches?: Switches) => Promise<Visit & { readonly browser: Browser }>;
  visit: Visit;
}

export const test = base.extend<Fixtures>({
  arrive: async ({ browser, baseURL }, use) => {
    const visits: Visit[] = [];
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: String(baseURL) });
      contexts.push(context);
      const visit = await Visit.begin(context, String(baseURL));
      visits.push(visit);
      return visit;
    });
    for (const context of contexts) await context.close();
    expect(visits.flatMap((visit) => visit.complaints)).toEqual([]);
  },
  arriveAlone: async ({ baseURL }, use) => {
    const visits: Visit[] = [];
    const browsers: Browser[] = [];
    await use(async (switches = (args) => [...args]) => {
      const usual = await launchOptions();
      const options: LaunchOptions = { ...usual, args: switches(usual.args) };
      const browser = await chromium.launch(options);
      browsers.push(browser);
      const context = await browser.newContext({ baseURL: String(baseURL) });
      const visit = await Visit.begin(context, String(baseURL));
      visits.push(visit);
      return Object.assign(visit, { browser });
    });
    for (const browser of browsers) await browser.close();
    expect(visits.flatMap((visit) => visit.complaints)).toEqual([]);
  },
  visit: async ({ arrive }, use) => use(await arrive()),
});
