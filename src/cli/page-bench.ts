// npm run bench -- --page [--seconds N] [--json FILE]
// Whether the page stays fluent with eight lanes: a run is recorded here, then the built page gets its events at the
// pace at which they came, from a worker that computes nothing. Counts long tasks and frames of the main thread. Says also
// how long a first visitor waits for the default experiment.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import type { Command, EngineEvent } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import { Session } from '../train/session.ts';
import { launchOptions } from './browser.mjs';
import { type FirstVisit, firstVisit } from './first-visit.ts';
import { files } from './node-engine.ts';
import { offerWasm } from './node-globals.ts';
import { playRecorded, type Recorded } from './recorded-worker.ts';
import { revisionNow } from './run-main.ts';

const LANES = ['alone', 'kd', 'adl', 'ctkd', 'kd', 'adl', 'ctkd', 'kd'];
const LINK = `#data.id=moons&data.pool=200&data.labels.student=20&data.labels.teacher=0&teacher.source=train&lanes=${LANES.join(';')}`;
/** More than a run can take in the time. */
const STEPS = 200_000;

export async function pageBench(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { page: { type: 'boolean' }, seconds: { type: 'string' }, json: { type: 'string' } },
  });
  const seconds = Number(values.seconds ?? 60);
  if (!(seconds >= 1)) throw new Error(`--seconds is a number from 1, got ${values.seconds}.`);
  console.error(`Recording ${seconds} s of a run of ${LANES.length} lanes …`);
  const recorded = await record(seconds);
  console.error(`${recorded.events.length} events, ${recorded.steps} steps. Playing them to the page …`);
  const load = loadavg()[0];
  const measured = await play(recorded, seconds);
  const result = {
    date: new Date().toISOString(),
    revision: revisionNow(),
    lanes: LANES.length,
    seconds,
    events: recorded.events.length,
    steps: recorded.steps,
    ...measured,
    machine: { cores: cpus().length, loadBefore: load, loadAfter: loadavg()[0] },
  };
  console.log(JSON.stringify(result, null, 1));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 1)}\n`);
  return 0;
}

/** A run of eight lanes on points of the plane, with the times at which its events came. */
async function record(seconds: number): Promise<Recorded> {
  const setup: Setup = {
    ...DEFAULT_PRESET.setup,
    data: { ...DEFAULT_PRESET.setup.data, id: 'moons', labels: { teacher: 0, student: 20 }, pool: 200 },
    teacher: { ...DEFAULT_PRESET.setup.teacher, source: 'train' },
    training: { ...DEFAULT_PRESET.setup.training, length: { unit: 'steps', count: STEPS } },
    lanes: LANES.map((method) => ({ method, knobs: {} })),
  };
  const all: EngineEvent[] = [];
  let began = Number.POSITIVE_INFINITY;
  const events: { at: number; event: EngineEvent }[] = [];
  const session = new Session({
    post: (event) => {
      all.push(event);
      const at = performance.now() - began;
      if (
        at >= 0 &&
        at <= 1000 * seconds &&
        ['metrics', 'evaluation', 'transport', 'snapshot', 'stepping'].includes(event.type)
      )
        events.push({ at, event });
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    files: () => files,
    boot: { wasmPaths: offerWasm() },
  });
  const last = <T extends EngineEvent['type']>(type: T) => {
    const found = all.findLast((event): event is Extract<EngineEvent, { type: T }> => event.type === type);
    if (!found) throw new Error(`The engine said nothing of ${type}: ${JSON.stringify(all.slice(-2))}`);
    return found;
  };
  const send = (command: Command) => session.command(command);
  await send({ type: 'boot', engine: 'wasm', base: 'file:' });
  await send({ type: 'load', setup });
  const { points: _points, bounds: _bounds, ...run } = last('loaded').run; // what would not survive JSON
  await send({ type: 'play' });
  await until(() => all.some((event) => event.type === 'metrics' && event.lane !== 'teacher'));
  await send({ type: 'terms', request: 1 });
  began = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  await send({ type: 'pause' });
  await send({ type: 'sample', request: 2, index: 0 });
  const sample = last('sample');
  return {
    ready: last('ready'),
    loaded: { type: 'loaded', run },
    events,
    terms: last('terms'),
    sample: { ...sample, values: Array.from(sample.values) },
    steps: last('transport').step,
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

interface Measured {
  readonly browser: string;
  /** The default experiment, with the real engine. */
  readonly firstVisit: FirstVisit;
  readonly longTasks: { readonly count: number; readonly longestMs: number; readonly totalMs: number };
  readonly frames: { readonly perSecond: number; readonly longestGapMs: number; readonly lateShare: number };
}

async function play(recorded: Recorded, seconds: number): Promise<Measured> {
  const server = await preview({ preview: { port: 0, host: 'localhost' }, logLevel: 'error' });
  const browser = await chromium.launch(await launchOptions());
  try {
    const waits = await firstVisit(browser, String(server.resolvedUrls?.local[0]));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(playRecorded, recorded);
    await page.goto(`${server.resolvedUrls?.local[0]}${LINK}`);
    const button = page.getByRole('button', { name: 'Play', exact: true });
    await button.click();
    await page.locator('.charts').scrollIntoViewIfNeeded();
    await page.waitForTimeout(3000); // what comes once, comes before
    const counts = await page.evaluate(watch, 1000 * seconds - 6000);
    const drawn = await page
      .getByRole('region', { name: 'Loss', exact: true })
      .locator('path[data-line]')
      .count();
    if (drawn !== LANES.length)
      throw new Error(`The page drew ${drawn} lanes of ${LANES.length}: nothing was measured.`);
    return { browser: `Chromium ${browser.version()}`, firstVisit: waits, ...counts };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs in the page: counts for so many milliseconds what its main thread does. */
async function watch(ms: number): Promise<Omit<Measured, 'browser' | 'firstVisit'>> {
  const long: number[] = [];
  const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((e) => e.duration)));
  observer.observe({ type: 'longtask' });
  const gaps: number[] = [];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    let before = began;
    const frame = (now: number) => {
      gaps.push(now - before);
      before = now;
      if (now - began < ms) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  const round = (value: number) => Math.round(10 * value) / 10;
  return {
    longTasks: {
      count: long.length,
      longestMs: round(Math.max(0, ...long)),
      totalMs: round(long.reduce((a, b) => a + b, 0)),
    },
    frames: {
      perSecond: round((1000 * gaps.length) / (performance.now() - began)),
      longestGapMs: round(Math.max(...gaps)),
      lateShare: round((100 * gaps.filter((gap) => gap > 34).length) / gaps.length) / 100,
    },
  };
}
