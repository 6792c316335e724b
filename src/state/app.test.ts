// What the visitor does, and what the engine is told: the store with a worker played by the test.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import {
  CODE,
  type Command,
  type EngineEvent,
  type StepProfile,
  type Transport,
} from '../contract/protocol.ts';
import { createApp, isPending, SETTLE_MS } from './app.ts';
import { CARDS, loadedRun } from './samples.test-data.ts';
import type { WorkerLike } from './threads.ts';

class FakeWorker implements WorkerLike {
  sent: Command[] = [];
  gone = false;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  onmessageerror: ((event: MessageEvent) => unknown) | null = null;
  postMessage(message: unknown) {
    this.sent.push(message as Command);
  }
  terminate() {
    this.gone = true;
  }
  say(event: EngineEvent) {
    this.onmessage?.({ data: event } as MessageEvent);
  }
  of<T extends Command['type']>(type: T) {
    return this.sent.filter((command): command is Extract<Command, { type: T }> => command.type === type);
  }
  /** Answers the last `load` as the engine would. */
  load() {
    const setup = this.of('load').at(-1)?.setup;
    if (!setup) throw new Error('The engine was told to load nothing.');
    this.say({ type: 'loaded', run: loadedRun(setup) });
    this.stand('ready', 0);
  }
  stand(state: Transport, step: number) {
    this.say({ type: 'transport', state, phase: 'students', step, msPerStep: null });
  }
}

function begin(fragment = '') {
  let address = fragment;
  const workers: FakeWorker[] = [];
  const app = createApp({
    base: 'https://example.org/page/',
    readAddress: () => address,
    writeAddress: (to) => {
      address = `#${to}`;
    },
    makeWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
  app.start();
  const worker = () => workers.at(-1) as FakeWorker;
  const ready = () =>
    worker().say({
      type: 'ready',
      info: { engine: 'webgpu', adapter: 'test', software: true },
      cards: CARDS,
    });
  const pending = () => isPending(app.store.getState());
  return { app, worker, workers, ready, pending, address: () => address, state: app.store.getState };
}

const settle = () => vi.advanceTimersByTime(SETTLE_MS + 10);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the start', () => {
  it('boots the engine of the link with the place of the page, and loads when the cards are there', () => {
    const { worker, ready } = begin('#preset=digits&seed=7&engine=wasm');
    expect(worker().sent).toEqual([{ type: 'boot', engine: 'wasm', base: 'https://example.org/page/' }]);
    ready();
    expect(
      worker()
        .of('load')
        .map((command) => command.setup.seed),
    ).toEqual([7]);
  });

  it('with a bad link is the default set-up and a notice of what was wrong', () => {
    const { state, worker, ready } = begin('#seed=x');
    ready();
    expect(state().run.notices[0]).toMatchObject({
      kind: 'link',
      details: ['seed: expected a number, got "x".'],
    });
    expect(worker().of('load')[0]?.setup).toEqual(DEFAULT_PRESET.setup);
  });

  it('with a link to what the engine does not have is that too', () => {
    const { state, worker, ready } = begin('#lanes=alone;nonsense');
    ready();
    expect(state().run.notices[0]?.details[0]).toContain('there is no "nonsense"');
    expect(worker().of('load')[0]?.setup).toEqual(DEFAULT_PRESET.setup);
  });

  it('leaves an empty address empty until something changes', () => {
    const { app, worker, ready, address } = begin();
    ready();
    worker().load();
    settle();
    expect(address()).toBe('');
    app.change(['seed'], 3);
    settle();
    expect(address()).toBe('#preset=digits&seed=3');
  });
});

describe('a structural change', () => {
  it('before anything has run is loaded by itself, once', () => {
    const { app, worker, ready, pending } = begin();
    ready();
    worker().load();
    app.change(['seed'], 2);
    app.change(['seed'], 3);
    settle();
    settle();
    expect(
      worker()
        .of('load')
        .map((command) => command.setup.seed),
    ).toEqual([1, 3]);
    worker().load();
    expect(pending()).toBe(false);
  });

  it('during a run waits for Apply and restart, and can be discarded', () => {
    const { app, worker, ready, pending } = begin();
    ready();
    worker().load();
    worker().stand('paused', 40);
    app.change(['seed'], 5);
    settle();
    expect(worker().of('load')).toHaveLength(1);
    expect(pending()).toBe(true);
    app.discard();
    expect(pending()).toBe(false);
    app.change(['seed'], 6);
    app.apply();
    expect(
      worker()
        .of('load')
        .map((command) => command.setup.seed),
    ).toEqual([1, 6]);
  });

  it('while another one loads is loaded after it', () => {
    const { app, worker, ready } = begin();
    ready();
    app.change(['seed'], 9);
    settle();
    expect(worker().of('load')).toHaveLength(1);
    worker().load();
    settle();
    expect(
      worker()
        .of('load')
        .map((command) => command.setup.seed),
    ).toEqual([1, 9]);
  });

  it('that could not be loaded is not tried again and again', () => {
    const { app, worker, ready, state, pending } = begin();
    ready();
    worker().load();
    app.change(['seed'], 2);
    settle();
    worker().say({ type: 'failed', command: 'load', reason: 'There is no such teacher.' });
    worker().stand('ready', 0);
    settle();
    settle();
    expect(worker().of('load')).toHaveLength(2);
    expect(pending()).toBe(true);
    expect(state().run.notices[0]?.details).toEqual(['There is no such teacher.']);
  });

  it('of the engine makes another worker, and waits for consent during a run', () => {
    const { app, worker, workers, ready } = begin();
    ready();
    worker().load();
    worker().stand('paused', 10);
    app.change(['engine'], 'cpu');
    settle();
    expect(workers).toHaveLength(1);
    app.apply();
    expect(workers.map((one) => one.gone)).toEqual([true, false]);
    expect(worker().of('boot')[0]?.engine).toBe('cpu');
    ready();
    expect(worker().of('load')[0]?.setup.engine).toBe('cpu');
  });
});

describe('the lanes of a run that stands', () => {
  const finished = () => {
    const page = begin('#lanes=alone;kd;adl');
    page.ready();
    page.worker().load();
    page.worker().stand('finished', 300);
    return page;
  };

  it('can be put in another order, named and coloured: nothing is pending, the link says it', () => {
    const { app, worker, pending, address } = finished();
    app.placeLane(1, 2);
    app.renameLane(1, 'Mine');
    app.colorLane(2, 6);
    settle();
    expect(pending()).toBe(false);
    expect(worker().of('load')).toHaveLength(1);
    expect(address()).toContain("lanes=alone;adl@6;kd'Mine'@1");
  });

  it('are turned where they run, wherever they stand now', () => {
    const { app, worker } = finished();
    app.placeLane(1, 2);
    app.moveKnob(1, 'T', 6);
    expect(worker().of('knob')).toEqual([{ type: 'knob', lane: 'lane-1', knob: 'T', value: 6 }]);
  });

  it('are not those of another set-up: it brings lanes of its own', () => {
    const { app, state } = finished();
    const before = state().draft;
    app.openLink('#lanes=alone;kd;adl&seed=5');
    const { draft, applied } = state();
    expect(draft.keys.filter((key) => applied?.keys.includes(key))).toEqual([]);
    app.restore(before);
    expect(state().draft).toBe(before);
    app.openLink('#seed=5');
    app.openLink('#lanes=alone;kd;adl');
    expect(state().draft.keys).toEqual(applied?.keys); // the loaded one again
  });

  it('come back after they were removed, and not when there is no room', () => {
    const { app, pending, state } = finished();
    const before = state().draft;
    app.removeLane(1);
    expect(pending()).toBe(true);
    expect(app.returnLane(before, 1)).toBe(true);
    expect(pending()).toBe(false);
    app.removeLane(1);
    for (let i = 0; i < 6; i++) app.addLane('kd');
    expect(app.returnLane(before, 1)).toBe(false);
  });
});

describe('a lost GPU', () => {
  it('is no reason to load anew: the engine goes on with what it has', () => {
    const { app, worker, ready, state } = begin();
    ready();
    worker().load();
    worker().stand('lost', 30);
    worker().say({ type: 'lost', reason: 'gone', from: 20 });
    app.recover();
    ready();
    worker().stand('playing', 20);
    settle();
    expect(worker().of('load')).toHaveLength(1);
    expect(worker().of('recover')).toHaveLength(1);
    expect(state().run.step).toBe(20);
  });
});

describe('a reset', () => {
  it('after a set-up that could not be loaded keeps the one that runs', () => {
    const { app, worker, ready, state } = begin();
    ready();
    worker().load();
    const before = state().applied;
    app.change(['seed'], 2);
    settle();
    worker().say({ type: 'failed', command: 'load', reason: 'no' });
    worker().say({ type: 'loaded', run: loadedRun() });
    worker().stand('ready', 0);
    expect(state().applied).toBe(before);
  });
});

describe('a live knob', () => {
  it('moves in the run, in the link, and stays through a reset', () => {
    const { app, worker, ready, pending, state, address } = begin();
    ready();
    worker().load();
    worker().stand('playing', 120);
    vi.advanceTimersByTime(300);
    app.moveKnob(1, 'T', 8);
    expect(worker().of('knob')).toEqual([{ type: 'knob', lane: 'lane-1', knob: 'T', value: 8 }]);
    expect(state().moves).toEqual([{ key: 1, knob: 'T', value: 8, step: 120 }]);
    expect(pending()).toBe(false);
    settle();
    expect(address()).toContain('kd(T:8)');
    app.reset();
    expect(
      worker()
        .sent.slice(-2)
        .map((command) => command.type),
    ).toEqual(['reset', 'knob']);
    expect(state().moves).toEqual([]);
  });

  it('reaches its own lane although one before it was removed in the set-up', () => {
    const { app, worker, ready } = begin('#lanes=alone;adl;kd');
    ready();
    worker().load();
    worker().stand('paused', 5);
    app.removeLane(1);
    app.moveKnob(2, 'T', 6);
    expect(worker().of('knob')).toEqual([{ type: 'knob', lane: 'lane-2', knob: 'T', value: 6 }]);
  });

  it('is not one that is structural: a choice waits for the next load', () => {
    const { app, worker, ready, pending } = begin();
    ready();
    worker().load();
    worker().stand('paused', 5);
    app.moveKnob(1, 'form', 'reverse');
    expect(worker().of('knob')).toEqual([]);
    expect(pending()).toBe(true);
  });
});

describe('the code of a lane', () => {
  it('is changed in the run, in the link, marks the run as edited, and stays through a reset', () => {
    const { app, worker, ready, pending, state, address } = begin('#lanes=alone;kd;adl');
    ready();
    worker().load();
    worker().stand('playing', 40);
    app.changeCode(2, 'code();');
    expect(worker().of('code')).toEqual([{ type: 'code', lane: 'lane-2', code: 'code();' }]);
    expect(state().moves).toEqual([{ key: 2, knob: CODE, value: 'code();', step: 40 }]);
    expect(pending()).toBe(false);
    settle();
    expect(decodeURIComponent(address())).toContain("='code();'");
    app.reset();
    expect(
      worker()
        .sent.slice(-2)
        .map((command) => command.type),
    ).toEqual(['reset', 'code']);
    expect(state().moves).toEqual([]);
  });

  it('waits for the next load where the lane is not in the run', () => {
    const { app, worker, ready, pending, state } = begin('#lanes=alone;kd');
    ready();
    worker().load();
    worker().stand('paused', 5);
    app.addLane('adl', { code: 'code();', name: 'Mine' });
    const key = state().draft.keys.at(-1) as number;
    expect(state().draft.setup.lanes.at(-1)).toMatchObject({ method: 'adl', code: 'code();', name: 'Mine' });
    app.changeCode(key, 'other();');
    expect(worker().of('code')).toEqual([]);
    expect(state().draft.setup.lanes.at(-1)?.code).toBe('other();');
    expect(pending()).toBe(true);
  });
});

describe('questions', () => {
  it('are answered to whoever asked', async () => {
    const { app, worker, ready } = begin();
    ready();
    const answer = app.ask('hash', {});
    const request = worker().of('hash')[0]?.request ?? -1;
    worker().say({ type: 'hash', request, step: 0, hash: 'abc' });
    await expect(answer).resolves.toMatchObject({ hash: 'abc' });
  });

  it('of what a step costs too', async () => {
    const { app, worker, ready, state } = begin();
    ready();
    const answer = app.ask('profile', {});
    const { run } = state();
    const profile: StepProfile = {
      clock: 'wall',
      kernels: [],
      depth: 1,
      stepMs: 1,
      hostMs: 0,
      stepsPerSubmit: 1,
    };
    worker().say({ type: 'profile', request: worker().of('profile')[0]?.request ?? -1, step: 3, profile });
    await expect(answer).resolves.toMatchObject({ step: 3, profile });
    expect(state().run).toBe(run);
  });

  it('fail with the engine’s sentence', async () => {
    const { app, worker, ready, state } = begin();
    ready();
    const answer = app.ask('map', { resolution: 8 });
    worker().say({
      type: 'failed',
      command: 'map',
      reason: 'Nothing is loaded.',
      request: worker().of('map')[0]?.request ?? -1,
    });
    await expect(answer).rejects.toThrow('Nothing is loaded.');
    expect(state().run.notices).toEqual([]);
  });
});

describe('an engine that dies', () => {
  it('says so in a sentence, refuses open questions, and can be started again', async () => {
    const { app, worker, workers, ready, state } = begin();
    ready();
    worker().load();
    const answer = app.ask('map', { resolution: 8 });
    worker().onerror?.({ message: 'out of memory' } as ErrorEvent);
    await expect(answer).rejects.toThrow('out of memory');
    expect(state().run.crashed).toBe('The engine stopped: out of memory');
    app.apply();
    expect(workers).toHaveLength(2);
    ready();
    expect(worker().of('load')).toHaveLength(1);
    expect(state().run.crashed).toBeNull();
  });
});
