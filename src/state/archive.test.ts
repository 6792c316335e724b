// The archive with a database of the test's, an engine played by the test, and two pages at once.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Checkpoint } from '../contract/checkpoint.ts';
import type { Command, EngineEvent, Transport } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import { createApp } from './app.ts';
import { createArchive, isInterrupted, offeredRun } from './archive.ts';
import { MAX_RUNS } from './archive-keeper.ts';
import { createArchiveStore } from './archive-store.ts';
import { byBeats, type Tabs } from './archive-tabs.ts';
import { CARDS, evaluation, loadedRun } from './samples.test-data.ts';
import type { WorkerLike } from './threads.ts';

class FakeWorker implements WorkerLike {
  sent: Command[] = [];
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror = null;
  onmessageerror = null;
  postMessage(message: unknown) {
    this.sent.push(message as Command);
  }
  terminate() {}
  say(event: EngineEvent) {
    this.onmessage?.({ data: event } as MessageEvent);
  }
  stand(state: Transport, step: number) {
    this.say({ type: 'transport', state, phase: 'students', step, msPerStep: null });
  }
}

/** Tabs of one browser: who holds what, and who hears whom. */
function browser() {
  const held = new Set<string>();
  const ears: { ear: () => void; of: object }[] = [];
  const tab = (): Tabs & { close(): void } => {
    const me = {};
    const mine = new Set<string>();
    const drop = (id: string) => {
      mine.delete(id);
      held.delete(id);
    };
    return {
      async hold(id) {
        if (held.has(id)) return null;
        held.add(id);
        mine.add(id);
        return () => drop(id);
      },
      held: async () => new Set(held),
      tell: () => {
        for (const { ear, of } of ears) if (of !== me) ear();
      },
      hear: (ear) => {
        ears.push({ ear, of: me });
      },
      close: () => [...mine].forEach(drop),
    };
  };
  return { tab };
}

let ids = 0;
function open(tabs: Tabs & { close(): void } = browser().tab(), store = createArchiveStore()) {
  const worker = new FakeWorker();
  let address = '';
  const app = createApp({
    base: '',
    readAddress: () => address,
    writeAddress: (to) => {
      address = to;
    },
    makeWorker: () => worker,
  });
  app.start();
  worker.say({ type: 'ready', info: { engine: 'cpu', adapter: 'test', software: true }, cards: CARDS });
  const archive = createArchive(app, {
    store,
    tabs,
    now: () => 1000 + ids++,
    newId: () => `run-${ids++}`,
    about: { version: '0.1.0', revision: 'abc' },
    storage: undefined,
  });
  const setup = () => app.store.getState().draft.setup;
  const load = () => {
    worker.say({ type: 'loaded', run: loadedRun(setup()) });
    worker.stand('ready', 0);
  };
  const train = (step: number) => {
    worker.stand('playing', step - 1);
    worker.say({
      type: 'metrics',
      lane: 'lane-1',
      steps: Array.from({ length: step }, (_, i) => i + 1),
      values: { loss: Array.from({ length: step }, (_, i) => 1 / (i + 1)) },
    });
    worker.say({
      type: 'evaluation',
      lane: 'lane-1',
      step,
      whole: false,
      validation: [evaluation(0.5)],
      test: [evaluation(0.75)],
    });
    worker.stand('paused', step);
    worker.say({ type: 'checkpoint', checkpoint: checkpointAt(step, setup()) });
  };
  const entries = () => archive.state.getState().listing?.entries ?? [];
  return { app, worker, archive, tabs, load, train, entries, settled: () => archive.settled(), store };
}

const checkpointAt = (step: number, setup: Setup): Checkpoint => ({
  version: 1,
  setup,
  engine: 'cpu',
  adapter: 'test',
  phase: 'students',
  step,
  stopped: {},
  turns: [{ phase: 'students', step: 3, lane: 'lane-1', knob: 'T', value: 9 }],
  state: { clock: Float32Array.of(step, 0, 0, 0) },
});

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

describe('a run', () => {
  it('is not kept before a student has taken a step, and then with all that was measured', async () => {
    const page = open();
    page.load();
    await page.settled();
    expect(page.entries()).toEqual([]);
    page.train(5);
    await page.settled();
    const [entry] = page.entries();
    expect(entry).toMatchObject({
      step: 5,
      finished: null,
      checkpoint: { phase: 'students', step: 5 },
      moves: [{ lane: 'lane-1', knob: 'T', value: 9, step: 3 }],
      app: { version: '0.1.0', revision: 'abc' },
      info: { engine: 'cpu', adapter: 'test' },
    });
    expect(entry?.lanes.find(({ id }) => id === 'lane-1')).toMatchObject({ accuracy: 0.75 });
    const run = await page.archive.get(String(entry?.id));
    expect(run?.lanes).toEqual(page.app.store.getState().run.lanes);
    expect(run?.run.setup).toEqual(page.app.store.getState().draft.setup);
  });

  it('that is over needs no place to go on from; the next is another', async () => {
    const page = open();
    page.load();
    page.train(5);
    page.worker.stand('finished', 10);
    await page.settled();
    expect(page.entries()).toMatchObject([{ step: 10, checkpoint: null }]);
    expect(await page.store.checkpoint(String(page.entries()[0]?.id))).toBeUndefined();
    page.load();
    page.train(2);
    await page.settled();
    expect(page.entries().map(({ step }) => step)).toEqual([2, 10]);
  });

  it('is named, deleted, brought back, and keeps its name while it goes on', async () => {
    const page = open();
    page.load();
    page.train(5);
    await page.settled();
    const id = String(page.entries()[0]?.id);
    await page.archive.rename(id, '  Mine ');
    page.train(6);
    await page.settled();
    expect(page.entries()).toMatchObject([{ name: 'Mine', step: 6 }]);
    await page.archive.remove([id]);
    expect(page.entries()).toHaveLength(1); // it is on this page
    page.load();
    await page.settled();
    await vi.waitFor(async () => {
      await page.archive.refresh();
      expect(page.archive.state.getState().held.has(id)).toBe(false);
    });
    const back = await page.archive.remove([id]);
    expect(page.entries()).toEqual([]);
    back();
    await vi.waitFor(() => expect(page.entries()).toMatchObject([{ name: 'Mine' }]));
    expect(await page.store.checkpoint(id)).toBeDefined();
  });

  it('is drawn over another, under its name and the lane’s', async () => {
    const page = open();
    page.load();
    page.train(5);
    page.load();
    await page.settled();
    const id = String(page.entries()[0]?.id);
    await page.archive.rename(id, 'Mine');
    await page.archive.toggleOverlay(id);
    const lane = page.app.overlay.getState().lanes.find((one) => one.id === `${id}/lane-1`);
    expect(lane).toMatchObject({ name: expect.stringMatching(/^Mine · /) });
    expect(lane?.series.loss?.values).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]);
    await page.archive.toggleOverlay(id);
    expect(page.app.overlay.getState().lanes).toEqual([]);
  });
});

describe('an interrupted run', () => {
  it('is offered when no living tab has it, and goes on under its id with curves and knobs as they were', async () => {
    const tabs = browser();
    const first = open(tabs.tab());
    first.load();
    first.train(5);
    await first.settled();
    const id = String(first.entries()[0]?.id);

    const second = open(tabs.tab());
    await second.archive.refresh();
    expect(offeredRun(second.archive.state.getState())).toBeNull();
    expect(await second.archive.resume(id)).toBe('taken');
    first.tabs.close(); // its page is killed

    await second.archive.refresh();
    expect(offeredRun(second.archive.state.getState())?.id).toBe(id);
    second.load();
    expect(await second.archive.resume(id)).toBe('continues');
    const sent = second.worker.sent.find((command) => command.type === 'resume');
    expect(sent?.checkpoint).toEqual(checkpointAt(5, second.app.store.getState().draft.setup));
    second.worker.say({ type: 'loaded', run: loadedRun(second.app.store.getState().draft.setup) });
    second.worker.stand('ready', 0);
    second.worker.say({ type: 'resumed', phase: 'students', step: 5 });
    second.worker.stand('paused', 5);
    const state = second.app.store.getState();
    expect(state.run.lanes['lane-1']?.series.loss?.steps).toEqual([1, 2, 3, 4, 5]);
    expect(state.applied?.setup.lanes[1]?.knobs.T).toBe(9);
    expect(state.moves).toMatchObject([{ knob: 'T', value: 9, step: 3 }]);
    expect(second.worker.sent.at(-1)?.type).toMatch(/play|checkpoint/);
    expect(second.worker.sent.some(({ type }) => type === 'play')).toBe(true);
    second.train(7);
    await second.settled();
    expect(second.entries()).toMatchObject([{ id, step: 7 }]);
  });

  it('whose teacher still trained is kept and offered too', async () => {
    const tabs = browser();
    const first = open(tabs.tab());
    first.load();
    const { setup } = first.app.store.getState().draft;
    first.worker.say({ type: 'transport', state: 'playing', phase: 'teacher', step: 7, msPerStep: null });
    first.worker.say({ type: 'transport', state: 'paused', phase: 'teacher', step: 7, msPerStep: null });
    first.worker.say({
      type: 'checkpoint',
      checkpoint: { ...checkpointAt(7, setup), phase: 'teacher', turns: [] },
    });
    await first.settled();
    expect(first.entries()).toMatchObject([
      { phase: 'teacher', step: 7, checkpoint: { phase: 'teacher', step: 7 } },
    ]);
    first.tabs.close();
    const second = open(tabs.tab());
    await second.archive.refresh();
    expect(offeredRun(second.archive.state.getState())?.checkpoint?.phase).toBe('teacher');
  });

  it('that cannot be read is refused with a sentence and stays; another that is left alone stays too', async () => {
    const tabs = browser();
    const first = open(tabs.tab());
    first.load();
    first.train(5);
    await first.settled();
    first.tabs.close();
    const [entry] = first.entries();
    const run = { id: String(entry?.id), run: loadedRun(first.app.store.getState().draft.setup), lanes: {} };
    const broken = { ...checkpointAt(5, run.run.setup), step: Number.NaN };
    await first.store.put({ entry: entry as NonNullable<typeof entry>, run, checkpoint: broken });
    const second = open(tabs.tab());
    expect(await second.archive.resume(run.id)).toBe('unreadable');
    expect(second.archive.state.getState().refused?.problems[0]).toMatch(/^step: /);
    expect(second.entries()).toHaveLength(1);
    second.archive.decline(run.id);
    expect(offeredRun(second.archive.state.getState())).toBeNull();
    expect(isInterrupted(second.entries()[0] as NonNullable<typeof entry>, new Set())).toBe(true);
  });
});

describe('where there is no room', () => {
  it('the run goes on, the page says why, and keeps it as soon as there is room', async () => {
    const page = open();
    page.load();
    const { put } = IDBObjectStore.prototype;
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw full;
    });
    page.train(5);
    await page.settled();
    expect(page.archive.state.getState().trouble).toBe('quota');
    expect(page.entries()).toEqual([]);
    expect(page.app.store.getState().run.step).toBe(5);
    spy.mockRestore();
    expect(IDBObjectStore.prototype.put).toBe(put);
    await page.archive.retry();
    await page.settled();
    expect(page.archive.state.getState().trouble).toBeNull();
    expect(page.entries()).toMatchObject([{ step: 5 }]);
  });

  it('because there are as many runs as are kept, nothing is dropped without being asked', async () => {
    const page = open();
    for (let i = 0; i <= MAX_RUNS; i++) {
      page.load();
      page.train(1 + i);
    }
    await page.settled();
    expect(page.entries()).toHaveLength(MAX_RUNS);
    expect(page.archive.state.getState().trouble).toBe('full');
    const oldest = page.entries().at(-1);
    expect(oldest?.step).toBe(1);
    await page.archive.remove([String(oldest?.id)]);
    await page.settled();
    expect(page.entries().map(({ step }) => step)).toContain(MAX_RUNS + 1);
    expect(page.archive.state.getState().trouble).toBeNull();
  });

  it('because the browser gives no database, it says so', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const page = open();
    page.load();
    page.train(3);
    await page.settled();
    expect(page.archive.state.getState()).toMatchObject({ trouble: 'unavailable', listing: null });
  });

  it('entries that are none are counted and left alone', async () => {
    const page = open();
    page.load();
    page.train(3);
    await page.settled();
    const entry = page.entries()[0] as NonNullable<ReturnType<typeof page.entries>[0]>;
    const run = { id: 'odd', run: loadedRun(page.app.store.getState().draft.setup), lanes: {} };
    await page.store.put({ entry: { ...entry, id: 'odd', step: Number.NaN }, run });
    await page.archive.refresh();
    expect(page.archive.state.getState().listing?.unreadable).toEqual(['odd']);
    expect(page.entries()).toHaveLength(1);
  });
});

describe('tabs', () => {
  it('hear when another has changed the list', async () => {
    const tabs = browser();
    const [one, two] = [open(tabs.tab()), open(tabs.tab())];
    one.load();
    one.train(4);
    await one.settled();
    await vi.waitFor(() => expect(two.entries()).toMatchObject([{ step: 4 }]));
  });

  it('with signs of life: a run is one tab’s until it stops giving them', async () => {
    let now = 100_000;
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
      key: (i: number) => [...kept.keys()][i] ?? null,
      get length() {
        return kept.size;
      },
      clear: () => kept.clear(),
    };
    vi.useFakeTimers();
    const holding = byBeats(storage, () => now);
    const release = await holding.hold('a');
    expect(release).not.toBeNull();
    expect(await holding.hold('a')).toBeNull();
    now += 3000;
    vi.advanceTimersByTime(3000);
    now += 8000;
    expect([...(await holding.held())]).toEqual(['a']);
    now += 2000; // it was killed: no more signs
    expect([...(await holding.held())]).toEqual([]);
    release?.();
    vi.useRealTimers();
  });
});
