import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { parseRecord, type StudyRecord } from '../contract/study-record.ts';
import type { CellFound, StudyCommand, StudyEvent } from '../contract/study-run.ts';
import { asMarkdown } from './studies.ts';
import { choice, createStudyRunner, readStudy, studyNamed, studyNames, studyOfSetup } from './study-run.ts';
import type { WorkerLike } from './threads.ts';

const setup = { ...DEFAULT_PRESET.setup, seeds: 2 };
const study = choice({ ...studyOfSetup(setup), data: 'fresh' }, 2, new Set(['kd']));

const score = (accuracy: number) => ({ accuracy, loss: 1, agreement: 0.9, kl: 0.1, calibration: 0.05 });
const found = (accuracy: number): CellFound => {
  const look = { step: 10, validation: score(accuracy), test: score(accuracy) };
  return {
    stopped: null,
    seeds: [{ last: look, best: look }],
    teacher: score(0.95),
    cost: { steps: 10, stageSteps: 0, parameters: 5, macs: 5, trainingMacs: 50 },
  };
};

/** A worker that does nothing by itself, and a store in memory. */
function hosted(kept = new Map<string, StudyRecord>()) {
  const workers: { sent: StudyCommand[]; over: boolean; say: (event: StudyEvent) => void }[] = [];
  let now = 0;
  const runner = createStudyRunner({
    base: 'https://example.org/',
    clock: () => now,
    today: () => '2026-11-25',
    make() {
      const own = { sent: [] as StudyCommand[], over: false, say: (_: StudyEvent) => {} };
      const worker: WorkerLike = {
        postMessage: (command) => void own.sent.push(command as StudyCommand),
        terminate: () => {
          own.over = true;
        },
        ...{ onmessage: null, onerror: null, onmessageerror: null },
      };
      own.say = (data) => void worker.onmessage?.({ data } as MessageEvent);
      workers.push(own);
      return worker;
    },
    store: {
      put: async (record) => void kept.set(record.study.id, record),
      get: async (id) => kept.get(id) ?? null,
      remove: async (id) => void kept.delete(id),
    },
  });
  return { runner, kept, workers, pass: (seconds: number) => void (now += seconds) };
}
const cellsOf = (sent: readonly StudyCommand[]) =>
  sent.flatMap((one) => (one.type === 'cell' ? [one.key] : []));

let host: ReturnType<typeof hosted>;
const worker = () => host.workers.at(-1) as (typeof host.workers)[number];
const ready = () => worker().say({ type: 'ready', engine: 'wasm', adapter: 'none' });
const finish = (accuracy = 0.8) =>
  worker().say({ type: 'cell', key: cellsOf(worker().sent).at(-1) as string, found: found(accuracy) });

beforeEach(() => {
  host = hosted();
});

describe('a study on the page', () => {
  test('gives its worker one cell after another, keeps each, says how long it will take, and ends', async () => {
    const { runner, kept, pass } = host;
    await runner.start(study, 'auto');
    ready();
    expect(cellsOf(worker().sent)).toEqual(['report | alone | seed 1']);
    expect(runner.store.getState()).toMatchObject({
      status: 'running',
      cells: { done: 0, all: 4 },
      left: null,
    });
    pass(3);
    finish();
    expect(runner.store.getState()).toMatchObject({ cells: { done: 1, all: 4 }, left: 9 });
    expect(kept.get('my-experiment')?.cells.map(({ key }) => key)).toEqual(['report | alone | seed 1']);
    for (let i = 0; i < 3; i++) finish(0.9);
    const { status, record } = runner.store.getState();
    expect(status).toBe('done');
    expect(worker().over).toBe(true);
    expect(parseRecord(JSON.parse(JSON.stringify(record))).ok).toBe(true);
    expect(asMarkdown(record as StudyRecord)).toContain('| kd |');
  });

  test('goes on after a reload where it was: cells that are done are not done again', async () => {
    await host.runner.start(study, 'auto');
    ready();
    finish();
    finish();
    const left = worker().sent.length;
    expect(left).toBe(4); // boot and three cells, of which the last is under way
    host = hosted(host.kept);
    await host.runner.look(study);
    expect(host.runner.store.getState()).toMatchObject({ status: 'idle', cells: { done: 2, all: 4 } });
    await host.runner.start(study, 'auto');
    ready();
    finish();
    finish();
    expect(new Set(cellsOf(worker().sent)).size).toBe(2);
    expect(host.runner.store.getState().status).toBe('done');
  });

  test('of another form begins anew', async () => {
    await host.runner.start(study, 'auto');
    ready();
    finish();
    await host.runner.start({ ...study, data: 'fixed' }, 'auto');
    ready();
    expect(host.runner.store.getState().cells.done).toBe(0);
  });

  test('pauses, goes on, stops; what is done stays', async () => {
    const { runner } = host;
    await runner.start(study, 'auto');
    ready();
    finish();
    runner.pause();
    expect(worker().sent.at(-1)).toEqual({ type: 'pause' });
    runner.goOn();
    expect(worker().sent.at(-1)).toEqual({ type: 'go on' });
    runner.stop();
    expect(worker().over).toBe(true);
    expect(runner.store.getState()).toMatchObject({ status: 'stopped', cells: { done: 1, all: 4 } });
  });

  test('the seconds of a cell are those of its student: not the teacher’s, and not those of a pause', async () => {
    const { runner, pass } = host;
    await runner.start(study, 'auto');
    ready();
    pass(100);
    worker().say({ type: 'progress', phase: 'teacher', step: 9, of: 9 });
    pass(2);
    runner.pause();
    pass(50);
    runner.goOn();
    pass(3);
    finish();
    expect(runner.store.getState().record?.cells[0]?.cost.seconds).toBe(5);
  });

  test('a failure says why and keeps what is done', async () => {
    await host.runner.start(study, 'auto');
    ready();
    finish();
    worker().say({ type: 'failed', reason: 'The teacher stopped.' });
    expect(host.runner.store.getState()).toMatchObject({ status: 'failed', reason: 'The teacher stopped.' });
    expect(host.kept.get('my-experiment')?.cells).toHaveLength(1);
  });

  test('what is discarded can be put back', async () => {
    await host.runner.start(study, 'auto');
    ready();
    finish();
    host.runner.stop();
    const record = await host.runner.discard();
    expect(host.kept.size).toBe(0);
    await host.runner.putBack(record as StudyRecord);
    expect(host.runner.store.getState().cells).toEqual({ done: 1, all: 4 });
  });

  test('a browser that keeps nothing is told of, and the study goes on', async () => {
    const runner = createStudyRunner({
      base: '',
      make: () => ({
        postMessage() {},
        terminate() {},
        onmessage: null,
        onerror: null,
        onmessageerror: null,
      }),
      store: {
        put: () => Promise.reject(new Error('no room')),
        get: async () => null,
        remove: async () => {},
      },
    });
    await runner.start(study, 'auto');
    expect(runner.store.getState().status).toBe('running');
    await runner.putBack(runner.store.getState().record as StudyRecord);
    expect(runner.store.getState().reason).toContain('does not keep the study: no room');
  });
});

describe('which study', () => {
  test('those of the house and the presets', async () => {
    expect(studyNames()).toContain('heads');
    expect((await studyNamed('heads')).methods).toContain('teacher-head');
    expect((await studyNamed('digits')).id).toBe('digits');
    await expect(studyNamed('nothing')).rejects.toThrow('There is no study "nothing".');
  });

  test('a text is checked at the door', () => {
    expect(() => readStudy('no')).toThrow('This text is no JSON.');
    expect(() => readStudy(' '.repeat(200_001))).toThrow('up to 200000 characters, this text has 200001');
    expect(() => readStudy('{"id":"x"}')).toThrow(/methods: expected "methods"/);
    expect(readStudy(JSON.stringify(study)).id).toBe('my-experiment');
  });

  test('fewer methods and other seeds: the student alone stays, claims of the others go', async () => {
    const heads = await studyNamed('heads');
    const few = choice(heads, 3, new Set(['kd']));
    expect(few.methods).toEqual(['alone', 'kd']);
    expect(few.seeds.count).toBe(3);
    expect(few.claims.map(({ better }) => better)).toEqual(['kd']);
    expect(() => choice(heads, 99, new Set(['kd']))).toThrow(/seeds/);
  });
});
