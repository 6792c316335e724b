// The store of the page: the fold of the engine's events, the set-up being edited, and what the visitor can do.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Checkpoint } from '../contract/checkpoint.ts';
import { isOwn, missingOwn, type OwnData } from '../contract/own-data.ts';
import { DEFAULT_PRESET, PRESETS, type Preset } from '../contract/presets.ts';
import type { Command, EngineEvent } from '../contract/protocol.ts';
import { checkSetup, type EngineChoice, type Setup } from '../contract/setup.ts';
import { type Effort, NO_EFFORT, spent } from './effort.ts';
import { createEngine, type Engine } from './engine.ts';
import { type AnyEvent, createInbox } from './inbox.ts';
import { same } from './json.ts';
import { laneActions } from './lane-actions.ts';
import type { LaneView } from './lane-view.ts';
import { readLink, writeLink } from './link.ts';
import { createLive, type Move } from './live.ts';
import { createShelf } from './own-data-shelf.ts';
import { type PageEvent, type RunState, reduce, START } from './run.ts';
import { changed, DEFAULT_DRAFT, type Draft, draftOf, type Path, sameExperiment, sameRun } from './setup.ts';
import { readSetupFile } from './setup-file.ts';
import type { WorkerLike } from './threads.ts';
import { turned } from './turned.ts';
import { createUndo } from './undo.ts';
import { splitView, type View, WHOLE_PAGE, writeView } from './view.ts';

export interface AppState {
  readonly run: RunState;
  readonly draft: Draft;
  /** The draft that the loaded run was made of, with its live knobs where they stand now. */
  readonly applied: Draft | null;
  /** The draft that was last sent to the engine, whether or not it could be loaded. */
  readonly requested: Draft | null;
  readonly moves: readonly Move[];
  readonly effort: Effort;
  readonly view: View;
  /** At most so many steps a second; null is as fast as it goes. */
  readonly pace: number | null;
  /** The set-up is the one that the visitor left, and nobody has said yet whether that is well. */
  readonly asLeft: boolean;
}

/** What differs between desktop, tests and other hosts. */
export interface Host {
  readonly base: string;
  readonly readAddress: () => string;
  readonly writeAddress: (fragment: string) => void;
  /** The set-up as it was left, as a link; empty where there is none. */
  readonly readLeft?: () => string;
  readonly writeLeft?: (fragment: string) => void;
  readonly makeWorker?: () => WorkerLike;
  /** Milliseconds, from whenever. */
  readonly now?: () => number;
}

export type App = ReturnType<typeof createApp>;

export const SETTLE_MS = 250;
export function createApp(host: Host) {
  const store: StoreApi<AppState> = createStore(() => ({
    run: START,
    draft: DEFAULT_DRAFT,
    applied: null,
    requested: null,
    moves: [],
    effort: NO_EFFORT,
    view: WHOLE_PAGE,
    pace: null,
    asLeft: false,
  }));
  const { getState: get, setState: set } = store;
  const now = host.now ?? (() => performance.now());
  let booted: EngineChoice | null = null;
  let fromLink = false;
  /** A `load` is on its way; there is never more than one. */
  let awaiting = false;
  /** The page made this worker; an engine that boots again after a lost GPU goes on with what it has. */
  let fresh = false;
  let settling: ReturnType<typeof setTimeout> | undefined;
  /** What a link or an earlier visit gave; it is not the visitor's own until it is changed. */
  let given: Draft = DEFAULT_DRAFT;
  /** A run of an earlier session that is to go on as soon as its set-up is loaded. */
  let resuming: { draft: Draft; checkpoint: Checkpoint; lanes: RunState['lanes'] } | null = null;

  const observers = new Set<(events: readonly AnyEvent[]) => void>();
  const inbox = createInbox((events) => {
    const { run: before, effort } = get();
    const run = events.reduce(reduce, before);
    set({ run, effort: spent(effort, before, run, get().applied, now()) });
    for (const observe of observers) observe(events);
    for (const event of events) {
      shelf.hear(event);
      if (event.type === 'ready') onReady();
      else if (event.type === 'loaded') onLoaded(event.run.setup);
      else if (event.type === 'resumed') onResumed(event);
      else if (event.type === 'booting' || event.type === 'crashed') {
        set({ applied: null, requested: null, moves: [] });
        if (before.run?.teacher.file !== undefined) inbox.put(teacherLost(before.run.teacher.file));
      }
      if (endsLoading(event)) awaiting = false;
      if (event.type === 'loaded' || (event.type === 'transport' && event.state !== 'playing')) settle();
    }
  });
  const engine: Engine = createEngine(inbox.put, host.base, ...(host.makeWorker ? [host.makeWorker] : []));
  const tell = (event: PageEvent) => inbox.put(event);
  const shelf = createShelf(
    (data) => engine.send({ type: 'data', data }),
    async (id) => (await import('./own-data-store.ts')).readOwn(id),
  );
  const live = createLive(store, engine, edit, () => !awaiting);
  /** Names own data that are not here; taken up again when they come. */
  let wanting: Draft | null = null;

  /** The engine announced itself: the first moment at which names in a link can be checked. */
  function onReady() {
    // An engine that boots once more meanwhile comes here once more.
    if (lacksOwn(get())) void bringOwn().then(begin, () => {});
    else begin();
  }

  /** The own data that the draft names, from this session or an earlier one; else a sentence, and a draft without them. */
  async function bringOwn(): Promise<void> {
    const { draft } = get();
    if ((await shelf.bring(draft.setup.data.id)) || draft !== get().draft) return settle();
    wanting = draft;
    tell({ type: 'notice', kind: 'link', details: [missingOwn(draft.setup.data.id)] });
    edit(DEFAULT_DRAFT);
  }

  function begin() {
    const { draft, run } = get();
    const problems = run.cards ? checkSetup(draft.setup, run.cards) : [];
    if (problems.length > 0 && fromLink) {
      tell({ type: 'notice', kind: 'link', details: problems });
      edit(DEFAULT_DRAFT);
    }
    fromLink = false;
    if (fresh && get().pace !== null) sendPace();
    if (fresh) load();
    fresh = false;
  }

  /** What was asked for; or, after a reset, what was there before. */
  function onLoaded(setup: Setup) {
    const { requested } = get();
    set({ moves: [] });
    if (!awaiting || !requested || !same(setup, requested.setup)) return;
    awaiting = false;
    set({ applied: requested });
  }

  const sendPace = () => engine.send({ type: 'pace', stepsPerSecond: get().pace });

  /** What was measured is there again, live knobs stand where they were moved to, and on with it. */
  function onResumed({ phase, step }: Extract<EngineEvent, { type: 'resumed' }>) {
    if (!resuming) return;
    const { draft, checkpoint, lanes } = resuming;
    resuming = null;
    tell({ type: 'restored', lanes, phase, step });
    const { draft: moved, moves } = turned(draft, checkpoint.turns);
    set({ applied: moved, requested: moved, moves, ...(get().draft === draft && { draft: moved }) });
    engine.send({ type: 'play' });
  }

  function boot(choice: EngineChoice) {
    booted = choice;
    fresh = true;
    engine.boot(choice);
  }

  function load() {
    const { draft, run } = get();
    clearTimeout(settling);
    if (draft.setup.engine !== booted) {
      boot(draft.setup.engine);
      return; // `ready` loads
    }
    if (awaiting || !run.cards || checkSetup(draft.setup, run.cards).length > 0) return;
    awaiting = true;
    set({ requested: draft });
    if (run.transport === 'playing') engine.send({ type: 'checkpoint' }); // it may go on later
    if (resuming && resuming.draft !== draft) resuming = null;
    const checkpoint = resuming?.checkpoint;
    engine.send(checkpoint ? { type: 'resume', checkpoint } : { type: 'load', setup: draft.setup });
  }

  /** Soon after the last change: into the address; into the engine where nothing would be lost. */
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => {
      const { draft, run, requested } = get();
      writeAddress();
      if (draft !== given && !get().view.embed) host.writeLeft?.(writeLink(draft.setup, draft.preset));
      if (awaiting || isInProgress(run) || !run.cards) return;
      if (requested && sameRun(requested, draft, run.cards)) return;
      load();
    }, SETTLE_MS);
  }

  /** What the address says of this set-up and this view, without `#`. */
  const link = (view = get().view): string => {
    const { setup, preset } = get().draft;
    return writeLink(setup, preset) + writeView(view);
  };

  function writeAddress() {
    const { draft, view } = get();
    const there = host.readAddress().replace(/^#/, '');
    if (link() !== there && (there !== '' || draft !== DEFAULT_DRAFT || view !== WHOLE_PAGE))
      host.writeAddress(link());
  }

  function edit(draft: Draft) {
    if (draft === get().draft) return;
    set({ draft });
    settle();
  }

  /** A set-up from elsewhere: its lanes are new ones, unless it is the experiment that is loaded. */
  function adopted(setup: Setup, preset: Preset): Draft {
    const { applied, draft, requested, run } = get();
    if (applied && sameExperiment(applied.setup, setup, run.cards)) return { ...applied, setup, preset };
    return draftOf(setup, preset, requested ? Math.max(...draft.keys, ...requested.keys) + 1 : 0);
  }

  function openLink(fragment: string) {
    const { view, setup: rest } = splitView(fragment);
    if (view.ok) set({ view: same(view.value, WHOLE_PAGE) ? WHOLE_PAGE : view.value });
    else tell({ type: 'notice', kind: 'view', details: view.problems });
    const linked = readLink(rest);
    if (linked.ok) {
      fromLink = get().run.cards === null;
      const { preset, setup } = linked.value;
      if (!same(setup, get().draft.setup) || preset !== get().draft.preset) edit(adopted(setup, preset));
      given = get().draft;
      if (lacksOwn(get())) void bringOwn().catch(() => {});
    } else {
      tell({ type: 'notice', kind: 'link', details: linked.problems });
      edit(adopted(DEFAULT_PRESET.setup, DEFAULT_PRESET));
    }
  }

  /** The set-up of the last visit, where the address names none. */
  function openLeft() {
    const { view, setup } = splitView(host.readAddress());
    const left = host.readLeft?.() ?? '';
    if (setup !== '' || left === '' || (view.ok && view.value.embed)) return;
    const linked = readLink(left);
    if (!linked.ok || same(linked.value.setup, DEFAULT_PRESET.setup)) return;
    fromLink = true;
    given = draftOf(linked.value.setup, linked.value.preset);
    set({ draft: given, asLeft: true });
  }

  function chooseOwn(id: string) {
    const { draft, run } = get();
    if (wanting?.setup.data.id === id) edit(wanting);
    else edit(changed(draft, ['data', 'id'], id, run.cards).draft);
    wanting = null;
  }

  /**
   * Begins the loaded run anew with the teacher of a file, or with its own again; live knobs stay where they stand. Resolves
   * with null when it has, else with a sentence, and then the run stands as it stood.
   */
  function teach(teacher: Extract<Command, { type: 'teacher' }>['teacher']): Promise<string | null> {
    const wanted = teacher?.file;
    const told = new Promise<string | null>((resolve) => {
      const hear = (events: readonly AnyEvent[]) => {
        for (const event of events) {
          const over = event.type === 'booting' || event.type === 'crashed';
          const refused = event.type === 'failed' && event.command === 'teacher';
          if (!over && !refused && !(event.type === 'loaded' && event.run.teacher.file === wanted)) continue;
          observers.delete(hear);
          return resolve(refused ? event.reason : over ? 'The engine was started anew.' : null);
        }
      };
      observers.add(hear);
    });
    if (get().run.transport === 'playing') engine.send({ type: 'checkpoint' }); // it may go on later
    engine.send({ type: 'teacher', teacher });
    live.keep();
    return told;
  }

  return {
    store,
    start() {
      openLink(host.readAddress());
      openLeft();
      boot(get().draft.setup.engine);
    },
    openLink,
    link,
    /** Changes how the page is shown; the address follows at once. */
    show(change: Partial<View>) {
      set({ view: { ...get().view, ...change } });
      writeAddress();
    },
    /** Hears all events of the engine and of the page, after they were folded. Gives back what ends it. */
    observe(observer: (events: readonly AnyEvent[]) => void): () => void {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    play: () => engine.send({ type: 'play' }),
    pause: () => engine.send({ type: 'pause' }),
    step: () => engine.send({ type: 'step' }),
    /** So many steps, and then it pauses. */
    advance: (steps: number) => engine.send({ type: 'step', steps }),
    setPace(stepsPerSecond: number | null) {
      set({ pace: stepsPerSecond });
      sendPace();
    },
    teach,
    recover: () => engine.send({ type: 'recover' }),
    /** Has the engine tell where the run stands, whole; `observe` hears it. */
    askCheckpoint: () => engine.send({ type: 'checkpoint' }),
    /** Goes on with a run of an earlier session, whatever is in progress. `lanes`: what was measured of it. */
    async resume(checkpoint: Checkpoint, lanes: RunState['lanes'], preset: Preset) {
      const { setup } = checkpoint;
      if (isOwn(setup.data.id)) await shelf.bring(setup.data.id).catch(() => false);
      const { draft: before, requested } = get();
      const draft = draftOf(setup, preset, Math.max(...before.keys, ...(requested?.keys ?? [])) + 1);
      resuming = { draft, checkpoint, lanes };
      edit(draft);
      load();
    },
    /** A set-up from the archive. False where its data are not here any more. */
    async openSetup(setup: Setup, preset: Preset): Promise<boolean> {
      const { id } = setup.data;
      if (isOwn(id) && !(await shelf.bring(id).catch(() => false))) return false;
      edit(adopted(setup, preset));
      return true;
    },
    /** It is well that the set-up is the one that was left. */
    keepLeft: () => set({ asLeft: false }),
    /** The set-up that a first visit has. Gives back what takes it back. */
    startOver(): () => void {
      const { draft } = get();
      set({ asLeft: false });
      edit(adopted(DEFAULT_PRESET.setup, DEFAULT_PRESET));
      return () => edit(draft);
    },
    /** Curves of past runs, drawn over the present one. */
    overlay: createStore<{ readonly lanes: readonly LaneView[] }>(() => ({ lanes: [] })),
    /** Load the draft now, whatever is in progress. Starts a crashed engine anew. */
    apply() {
      if (get().run.crashed !== null) booted = null;
      load();
    },
    discard: () => edit(get().applied ?? get().draft),
    /** Sentences why not; empty when it was done. */
    change(path: Path, value: unknown): readonly string[] {
      const { draft, problems } = changed(get().draft, path, value, get().run.cards);
      edit(draft);
      return problems;
    },
    choosePreset(id: string) {
      const preset = PRESETS.find((p) => p.id === id);
      if (preset) edit(adopted({ ...preset.setup, engine: get().draft.setup.engine }, preset));
    },
    /** What an undo does: the set-up as it stood. */
    restore: (draft: Draft) => edit(draft),
    ...laneActions(() => get().draft, edit),
    moveKnob: live.moveKnob,
    changeCode: live.changeCode,
    reset: live.reset,
    async openFile(file: Parameters<typeof readSetupFile>[0]) {
      const parsed = await readSetupFile(file);
      if (parsed.ok && isOwn(parsed.value.data.id))
        await shelf.bring(parsed.value.data.id).catch(() => false);
      const { run, draft } = get();
      const problems = parsed.ok ? (run.cards ? checkSetup(parsed.value, run.cards) : []) : parsed.problems;
      const opened = parsed.ok && adopted(parsed.value, presetNear(parsed.value, draft.preset));
      if (opened && problems.length === 0) return edit(opened);
      if (opened && isOwn(opened.setup.data.id)) wanting = opened;
      tell({ type: 'notice', kind: 'file', details: problems });
    },
    /** Data of the visitor's own become the data of the draft. A sentence why not, and then nothing has changed. */
    async addOwn(data: OwnData): Promise<string | null> {
      const problem = await shelf.add(data);
      if (problem === null) chooseOwn(data.id);
      return problem;
    },
    /** The same with data that an earlier session kept. Whether they are there. */
    async useOwn(id: string): Promise<boolean> {
      const there = await shelf.bring(id);
      if (there) chooseOwn(id);
      return there;
    },
    dismiss: (id: number) => tell({ type: 'dismiss', id }),
    ask: engine.ask,
    undo: createUndo(),
  };
}

const lacksOwn = ({ draft, run }: AppState): boolean => {
  const { id } = draft.setup.data;
  return isOwn(id) && run.cards !== null && !run.cards.datasets.some((card) => card.id === id);
};

/** An imported teacher is the engine's; one that is started anew has none. */
const teacherLost = (file: string): EngineEvent => ({
  type: 'failed',
  command: 'teacher',
  reason: `The engine was started anew, without the teacher from ${file}; the set-up’s own teacher is used.`,
});

const endsLoading = (event: EngineEvent | PageEvent): boolean =>
  event.type === 'booting' ||
  event.type === 'crashed' ||
  (event.type === 'failed' && (event.command === 'load' || event.command === 'resume'));

/** The experiment from which the link to this set-up is shortest. */
const presetNear = (setup: Setup, current: Preset): Preset =>
  PRESETS.reduce(
    (best, p) => (writeLink(setup, p).length < writeLink(setup, best).length ? p : best),
    current,
  );

/** Whether loading something else would destroy measurements. */
export function isInProgress(run: RunState): boolean {
  if (!run.run || run.transport === 'empty') return false;
  const teacherDone =
    run.run.teacher.source === 'train' && run.phase === 'students' && run.transport !== 'loading';
  return (
    run.transport === 'playing' ||
    run.transport === 'finished' ||
    run.transport === 'lost' ||
    run.step > 0 ||
    teacherDone
  );
}

/** Whether the set-up shown is another than the one that runs. */
export const isPending = (state: AppState): boolean =>
  state.applied !== null && !sameRun(state.applied, state.draft, state.run.cards);
