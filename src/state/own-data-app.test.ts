// Own data between page, engine and address, with a worker played by the test.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type OwnData, ownId, SHARES } from '../contract/own-data.ts';
import type { Command, EngineEvent } from '../contract/protocol.ts';
import { createApp } from './app.ts';
import { keepOwn } from './own-data-store.ts';
import { CARDS, loadedRun } from './samples.test-data.ts';
import type { WorkerLike } from './threads.ts';

const y = Int32Array.from({ length: 60 }, (_, i) => i % 2);
const bare = {
  kind: 'points',
  shape: [2],
  classes: ['a', 'b'],
  x: new Float64Array(120),
  y,
  shares: SHARES,
} as const;
const DATA: OwnData = { ...bare, name: 'mine', id: ownId(bare) };
const MISSING = `data.id: "${DATA.id}" is a visitor's own data set, and it is not here`;

/** An engine that takes data as the real one does, unless it is told to refuse. */
class FakeEngine implements WorkerLike {
  readonly sent: Command[] = [];
  refuses = false;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  onmessageerror = null;
  private own: OwnData[] = [];
  private cards() {
    const [first] = CARDS.datasets;
    const own = this.own.map(({ id, shape, classes }) => ({
      ...(first as NonNullable<typeof first>),
      ...{ id, shape, classes, knobs: {}, counts: { train: 36, validation: 12, test: 12 }, scarcest: 18 },
    }));
    return { ...CARDS, datasets: [...CARDS.datasets, ...own] };
  }
  postMessage(message: unknown) {
    const command = message as Command;
    this.sent.push(command);
    if (command.type === 'boot')
      this.say({ type: 'ready', info: { engine: 'cpu', adapter: '', software: true }, cards: this.cards() });
    if (command.type === 'load') this.say({ type: 'loaded', run: loadedRun(command.setup) });
    if (command.type !== 'data') return;
    if (this.refuses) return this.say({ type: 'failed', command: 'data', reason: 'No room.' });
    this.own.push(command.data);
    this.say({ type: 'cards', cards: this.cards() });
  }
  terminate() {}
  loaded = () => this.sent.filter((command) => command.type === 'load').map(({ setup }) => setup);
  private say(event: EngineEvent) {
    queueMicrotask(() => this.onmessage?.({ data: event } as MessageEvent));
  }
}

function begin(fragment = '', refuses = false) {
  let address = fragment;
  const workers: FakeEngine[] = [];
  const app = createApp({
    base: 'https://example.org/',
    readAddress: () => address,
    writeAddress: (to) => {
      address = `#${to}`;
    },
    makeWorker: () => {
      const worker = Object.assign(new FakeEngine(), { refuses });
      workers.push(worker);
      return worker;
    },
  });
  app.start();
  const notices = () => app.store.getState().run.notices.flatMap(({ details }) => details);
  return {
    app,
    workers,
    worker: () => workers.at(-1) as FakeEngine,
    notices,
    draft: () => app.store.getState().draft.setup,
  };
}

const LINK = `#preset=spirals&data.id=${DATA.id}&data.pool=7&seed=77`;

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

describe('own data on the page', () => {
  it('become the data of the draft, with networks and labels that fit and a teacher trained here', async () => {
    const { app, draft } = begin();
    await vi.waitFor(() => expect(app.store.getState().run.cards).not.toBeNull());
    expect(await app.addOwn(DATA)).toBeNull();
    expect(draft()).toMatchObject({
      data: { id: DATA.id, labels: { teacher: 0, student: 9 }, pool: 18, poolBatch: 32 },
      teacher: { source: 'train', net: { widths: [32, 32] } },
      student: { widths: [8, 8] },
      lanes: expect.any(Array),
    });
  });

  it('that the engine refuses change nothing, and why is said to whoever brought them', async () => {
    const { app, draft, notices } = begin('', true);
    await vi.waitFor(() => expect(app.store.getState().run.cards).not.toBeNull());
    const before = draft();
    expect(await app.addOwn(DATA)).toBe('No room.');
    expect(draft()).toBe(before);
    expect(notices()).toEqual([]);
  });

  it('that a link names come from an earlier session, before the set-up is loaded', async () => {
    await keepOwn(DATA);
    const { worker, notices } = begin(LINK);
    await vi.waitFor(() => expect(worker().loaded()).toHaveLength(1));
    expect(worker().loaded()[0]).toMatchObject({ data: { id: DATA.id, pool: 7 }, seed: 77 });
    expect(notices()).toEqual([]);
  });

  it('that are not here give a sentence with their hash; once they are brought the link is taken up again', async () => {
    const { app, worker, notices, draft } = begin(LINK);
    await vi.waitFor(() => expect(notices()).toHaveLength(1));
    expect(notices()[0]).toContain(MISSING);
    await vi.waitFor(() => expect(worker().loaded()[0]?.data.id).toBe('digits'));
    expect(await app.addOwn(DATA)).toBeNull();
    expect(draft()).toMatchObject({ data: { id: DATA.id, pool: 7 }, seed: 77 });
  });

  it('are given again to an engine that starts anew', async () => {
    const { app, workers, worker, draft } = begin();
    await vi.waitFor(() => expect(worker().loaded()).toHaveLength(1));
    await app.addOwn(DATA);
    app.change(['engine'], 'wasm');
    app.apply();
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    await vi.waitFor(() => expect(worker().loaded()).toHaveLength(1));
    expect(worker().sent.map(({ type }) => type)).toEqual(['boot', 'data', 'load']);
    expect(worker().loaded()[0]).toEqual(draft());
  });

  it('are found when the address changes on an open page, and are said to be missing where they are not', async () => {
    const { app, worker, draft, notices } = begin();
    await vi.waitFor(() => expect(worker().loaded()).toHaveLength(1));
    app.openLink('#data.id=own-00000000');
    await vi.waitFor(() => expect(notices()[0]).toContain('"own-00000000"'));
    expect(draft().data.id).toBe('digits');
    await keepOwn(DATA);
    app.openLink(LINK);
    await vi.waitFor(() => expect(worker().loaded().at(-1)?.data.id).toBe(DATA.id));
    expect(await app.useOwn('own-00000000')).toBe(false);
  });
});
