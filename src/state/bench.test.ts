// The benchmark on the page, with a worker played by the test.
import { expect, test } from 'vitest';
import type { BenchCommand, BenchEvent, ComparedRow } from '../contract/bench.ts';
import { type BenchState, createBench, fold, IDLE } from './bench.ts';
import type { WorkerLike } from './threads.ts';

class FakeWorker implements WorkerLike {
  sent: unknown[] = [];
  gone = false;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  onmessageerror: ((event: MessageEvent) => unknown) | null = null;
  postMessage(message: unknown) {
    this.sent.push(message);
  }
  terminate() {
    this.gone = true;
  }
  say(event: BenchEvent) {
    this.onmessage?.({ data: event } as MessageEvent);
  }
}

const CHOICE: Omit<BenchCommand, 'type'> = { workloads: ['spirals-mlp'], engines: ['ours-captured'] };
const row = (workload: string) => ({ workload, engine: 'ours-captured' }) as ComparedRow;
const rowsOf = ({ rows }: BenchState) => rows.map(({ workload }) => workload);

function begin() {
  const workers: FakeWorker[] = [];
  const bench = createBench(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  const start = (): FakeWorker => {
    bench.start(CHOICE);
    return workers.at(-1) as FakeWorker;
  };
  return { bench, start, state: () => bench.store.getState() };
}

test('rows gather workload by workload, and what is under way ends with the whole', () => {
  const running: BenchState = { ...IDLE, status: 'running' };
  const adapter = { type: 'adapter', name: 'a GPU', software: false, why: null } as const;
  const events: BenchEvent[] = [
    adapter,
    { type: 'doing', what: 'spirals-mlp: reference' },
    { type: 'rows', rows: [row('spirals-mlp')] },
    { type: 'rows', rows: [row('digits-mlp')] },
  ];
  const before = events.reduce(fold, running);
  expect(before).toMatchObject({ status: 'running', adapter, doing: 'spirals-mlp: reference' });
  expect(rowsOf(before)).toEqual(['spirals-mlp', 'digits-mlp']);
  expect(fold(before, { type: 'done' })).toEqual({ ...before, status: 'done', doing: null });
});

test('a worker is made when it starts, told what to compare, and ended when it is done', () => {
  const { start, state } = begin();
  expect(state()).toEqual(IDLE);
  const worker = start();
  expect(worker.sent).toEqual([{ type: 'compare', ...CHOICE }]);
  expect(state().status).toBe('running');
  worker.say({ type: 'done' });
  expect(worker.gone).toBe(true);
  expect(state().status).toBe('done');
});

test('cancelling ends the worker and keeps what is done; a new start forgets it', () => {
  const { bench, start, state } = begin();
  const first = start();
  first.say({ type: 'rows', rows: [row('spirals-mlp')] });
  first.say({ type: 'doing', what: 'digits-mlp: reference' });
  bench.cancel();
  expect(first.gone).toBe(true);
  expect(state()).toMatchObject({ status: 'cancelled', doing: null });
  expect(rowsOf(state())).toEqual(['spirals-mlp']);
  start();
  expect(state()).toEqual({ ...IDLE, status: 'running' });
});

test('cancelling what has ended changes nothing', () => {
  const { bench, start, state } = begin();
  start().say({ type: 'done' });
  bench.cancel();
  expect(state().status).toBe('done');
});

test('a worker that fails, dies or cannot be made leaves its sentence', () => {
  const { start, state } = begin();
  start().say({ type: 'failed', reason: 'No.' });
  expect(state()).toMatchObject({ status: 'failed', reason: 'No.' });
  const died = start();
  died.onerror?.({ message: 'out of memory' } as ErrorEvent);
  expect(died.gone).toBe(true);
  expect(state().reason).toBe('The benchmark stopped: out of memory');
  const none = createBench(() => {
    throw new Error('no workers here');
  });
  none.start(CHOICE);
  expect(none.store.getState().reason).toContain('no workers here');
});
