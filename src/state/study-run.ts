// A study that runs on the page: cell by cell in a worker of its own, each kept as soon as it is there.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineChoice, Setup } from '../contract/setup.ts';
import { parseStudy, type Study } from '../contract/study.ts';
import type { StudyMachine, StudyRecord } from '../contract/study-record.ts';
import type { StudyCommand, StudyEvent } from '../contract/study-run.ts';
import { narrowed } from '../study/narrowed.ts';
import { type CellPlan, dueCells, setupOf } from '../study/plan.ts';
import { presetStudy, setupStudy } from '../study/presets.ts';
import { newRecord, whyApart, withCell } from '../study/record.ts';
import workerUrl from '../train/study-worker.ts?worker&url';
import { createStudyStore, type StudyStore } from './study-store.ts';
import { listenTo, startWorker, type WorkerLike } from './threads.ts';

export interface StudyRun {
  readonly status: 'idle' | 'running' | 'paused' | 'stopped' | 'done' | 'failed';
  /** What there is of it so far. */
  readonly record: StudyRecord | null;
  readonly cells: { readonly done: number; readonly all: number };
  /** What is under way. */
  readonly doing: { readonly key: string; readonly phase: string; readonly share: number } | null;
  /** Seconds left, once a cell is done; of what is known by then. */
  readonly left: number | null;
  /** Why it failed, or what could not be kept. */
  readonly reason: string | null;
}

const IDLE: StudyRun = {
  status: 'idle',
  record: null,
  cells: { done: 0, all: 0 },
  doing: null,
  left: null,
  reason: null,
};
/** The revision of what runs on the page is not known to it. */
const REVISION = 'page';

export interface StudyHost {
  readonly base: string;
  readonly make?: () => WorkerLike;
  readonly store?: Pick<StudyStore, 'put' | 'get' | 'remove'>;
  /** Seconds, from anywhere; for the time left. */
  readonly clock?: () => number;
  readonly today?: () => string;
}

export type StudyRunner = ReturnType<typeof createStudyRunner>;

export function createStudyRunner(host: StudyHost) {
  const { store: kept = createStudyStore(), clock = () => performance.now() / 1000 } = host;
  const { make = () => startWorker(workerUrl, 'stillroom-study') } = host;
  const today = host.today ?? (() => new Date().toISOString().slice(0, 10));
  const store: StoreApi<StudyRun> = createStore(() => IDLE);
  const set = (change: Partial<StudyRun>) => store.setState(change);
  let worker: WorkerLike | null = null;
  let machine: StudyMachine | null = null;
  let cell: CellPlan | null = null;
  /** When the student of the cell began; later by as long as it stood still. */
  let since = 0;
  let stood = 0;
  /** When this stretch began, and how many cells it has done. */
  let began = 0;
  let taken = 0;

  const send = (command: StudyCommand) => worker?.postMessage(command);
  const end = () => {
    worker?.terminate();
    worker = null;
    cell = null;
  };
  const fail = (reason: string) => {
    end();
    set({ status: 'failed', doing: null, left: null, reason });
  };

  /** Gives the worker the next cell, or ends. */
  const next = () => {
    const { record } = store.getState();
    if (!record) return;
    const { due, waiting, all } = dueCells(record);
    const done = all - due.length - waiting;
    const each = (clock() - began) / Math.max(1, taken);
    set({
      cells: { done, all },
      left: taken > 0 ? each * (due.length + waiting) : null,
      doing: null,
    });
    [cell = null] = due;
    if (!cell) {
      end();
      set({ status: 'done', left: null });
      return;
    }
    since = clock();
    set({ doing: { key: cell.key, phase: 'teacher', share: 0 } });
    try {
      const test = cell.purpose === 'report' && record.split === 'test';
      send({ type: 'cell', key: cell.key, setup: setupOf(record.study, cell), test });
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  };

  const keep = (record: StudyRecord) =>
    kept.put(record).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      set({ reason: `This browser does not keep the study: ${why}. Download it before you leave.` });
    });

  const hear = (event: StudyEvent) => {
    const { record } = store.getState();
    if (event.type === 'failed') return fail(event.reason);
    if (event.type === 'ready') {
      const { engine, adapter } = event;
      machine = { engine, adapter, versions: {}, revision: REVISION, date: today() };
      return next();
    }
    if (!record || !cell || !machine) return;
    if (event.type === 'progress') {
      if (event.phase === 'teacher') since = clock(); // what the teacher takes is not the student's
      set({ doing: { key: cell.key, phase: event.phase, share: event.step / Math.max(1, event.of) } });
    } else if (event.key === cell.key) {
      const seconds = Math.max(0, Math.round(1000 * (clock() - since)) / 1000);
      const cost = { ...event.found.cost, seconds };
      const grown = withCell(record, { ...cell, ...event.found, cost }, machine);
      taken++;
      set({ record: grown });
      void keep(grown);
      next();
    }
  };

  return {
    store,
    /** Looks for what was computed here before of a study, and shows it. */
    async look(study: Study): Promise<void> {
      const { status } = store.getState();
      if (status === 'running' || status === 'paused') return;
      const found = await kept.get(study.id).catch(() => null);
      const record = found && whyApart(found, newRecord(study, 'test')) === null ? found : null;
      const { due, waiting, all } = dueCells(record ?? newRecord(study, 'test'));
      set({ ...IDLE, record, cells: { done: all - due.length - waiting, all } });
    },
    /** Begins a study, or goes on with what there is of it. */
    async start(study: Study, engine: EngineChoice): Promise<void> {
      end();
      const found = await kept.get(study.id).catch(() => null);
      const fresh = newRecord(study, 'test');
      const record = found && whyApart(found, fresh) === null ? { ...found, study } : fresh;
      [began, taken] = [clock(), 0];
      set({ ...IDLE, status: 'running', record });
      worker = listenTo(make, 'The study', { hear, fail });
      send({ type: 'boot', engine, base: host.base });
    },
    pause() {
      if (store.getState().status !== 'running') return;
      send({ type: 'pause' });
      stood = clock();
      set({ status: 'paused', left: null });
    },
    goOn() {
      if (store.getState().status !== 'paused') return;
      [began, taken] = [clock(), 0];
      since += clock() - stood;
      send({ type: 'go on' });
      set({ status: 'running' });
    },
    /** Ends it; the cells that are done stay, and the one under way is done anew next time. */
    stop() {
      end();
      set({ status: 'stopped', doing: null, left: null });
    },
    /** Forgets what there is; gives it back, so that it can be put back. */
    async discard(): Promise<StudyRecord | null> {
      const { record } = store.getState();
      end();
      if (record) await kept.remove(record.study.id).catch(() => {});
      set(IDLE);
      return record;
    },
    async putBack(record: StudyRecord): Promise<void> {
      await keep(record);
      await this.look(record.study);
    },
  };
}

/** The studies there are, by name, loaded when asked for; then every preset. */
const files = import.meta.glob<string>('../study/studies/*.json', { query: '?raw', import: 'default' });
export const studyNames = (): string[] =>
  Object.keys(files).map((path) => (path.split('/').at(-1) as string).replace(/\.json$/, ''));

/** @throws a sentence where there is none of that name. */
export async function studyNamed(name: string): Promise<Study> {
  const text = await files[`../study/studies/${name}.json`]?.();
  if (text !== undefined) return readStudy(text);
  const study = presetStudy(name);
  if (!study) throw new Error(`There is no study "${name}".`);
  return study;
}

/** Characters a file of a study may have. */
const MAX_TEXT = 200_000;

/** A study from a text. @throws a sentence a line, with the place and the value. */
export function readStudy(text: string): Study {
  if (text.length > MAX_TEXT)
    throw new Error(`A study has up to ${MAX_TEXT} characters, this text has ${text.length}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('This text is no JSON.');
  }
  const study = parseStudy(json);
  if (!study.ok) throw new Error(study.problems.join('\n'));
  return study.value;
}

/** The experiment as it stands, its lanes as the methods. */
export const studyOfSetup = (setup: Setup): Study => setupStudy('my-experiment', setup);

/** With so many seeds, and of the methods only these; the student alone is always among them. @throws a sentence */
export function choice(study: Study, seeds: number, names: ReadonlySet<string>): Study {
  const chosen = narrowed(study, { ...study.seeds, count: seeds }, names);
  if (!chosen.ok) throw new Error(chosen.problems.join('\n'));
  return chosen.value;
}
