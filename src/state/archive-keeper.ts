// Keeps the run of this page in the archive while it goes on: with every checkpoint, when it pauses, ends or is left.
// What cannot be kept is held here and tried again; the run itself never waits.
import type { Checkpoint } from '../contract/checkpoint.ts';
import { checkpointBytes } from '../contract/checkpoint.ts';
import { type LoadedRun, TEACHER } from '../contract/protocol.ts';
import type { App, AppState } from './app.ts';
import {
  type ArchivedLane,
  type ArchiveEntry,
  ENTRY_VERSION,
  lastAccuracy,
  pack,
  packedBytes,
} from './archive-entry.ts';
import type { ArchiveStore, Kept } from './archive-store.ts';
import type { Tabs } from './archive-tabs.ts';
import type { AnyEvent } from './inbox.ts';
import { laneNames, shownLanes } from './views.ts';

/** Runs the archive holds at most. None goes by itself: when it is full the visitor is asked. */
export const MAX_RUNS = 50;
/** Runs that could not be kept and are tried again. */
const MAX_UNKEPT = 4;
const PACE_MS = 3000;
/** Large states are written less often: a second for so many bytes. */
const BYTES_A_SECOND = 4e6;

/** Why a run cannot be kept. */
export type Trouble = 'quota' | 'full' | 'unavailable' | null;

interface Current {
  readonly id: string;
  readonly created: number;
  readonly loaded: LoadedRun;
  readonly release: Promise<(() => void) | null>;
  name: string | null;
  latest: AppState;
  checkpoint: Checkpoint | null;
  /** Whether the archive has it. */
  kept: boolean;
}

export interface KeeperHost {
  readonly app: Pick<App, 'store' | 'observe' | 'askCheckpoint'>;
  readonly store: ArchiveStore;
  readonly tabs: Tabs;
  readonly about: ArchiveEntry['app'];
  readonly now: () => number;
  readonly newId: () => string;
  /** Something was written, or could not be. */
  readonly changed: (trouble: Trouble) => void;
}

export type Keeper = ReturnType<typeof createKeeper>;

export function createKeeper(host: KeeperHost) {
  const { app, store, tabs } = host;
  let current: Current | null = null;
  let adopting: { entry: ArchiveEntry; release: () => void } | null = null;
  let written = 0;
  /** The next checkpoint is written however soon it comes. */
  let hasty = false;
  let queue: Promise<void> = Promise.resolve();
  const unkept = new Map<string, Kept>();

  const begin = (loaded: LoadedRun, from?: NonNullable<typeof adopting>): Current => {
    const id = from?.entry.id ?? host.newId();
    return {
      id,
      loaded,
      created: from?.entry.created ?? host.now(),
      release: from ? Promise.resolve(from.release) : tabs.hold(id).catch(() => null),
      name: from?.entry.name ?? null,
      latest: app.store.getState(),
      checkpoint: null,
      kept: from !== undefined,
    };
  };
  const leave = (left: Current) => {
    const after = worth(left) ? save(left) : queue;
    void after.then(() => left.release).then((release) => release?.());
  };

  /** Writes a run as it stands, after what is being written. */
  function save(run: Current): Promise<void> {
    written = host.now();
    hasty = false;
    const kept = keptOf(run, host);
    run.kept = true;
    return write(kept);
  }
  function write(kept: Kept): Promise<void> {
    queue = queue.then(async () => {
      try {
        const { entries } = await store.list();
        const stored = entries.find(({ id }) => id === kept.entry.id);
        if (!stored && entries.length >= MAX_RUNS) return fail(kept, 'full');
        // The list may have renamed it meanwhile.
        await store.put({ ...kept, entry: { ...kept.entry, name: stored ? stored.name : kept.entry.name } });
        unkept.delete(kept.entry.id);
        tabs.tell();
        host.changed(null);
      } catch (error) {
        fail(kept, error instanceof Error && error.name === 'QuotaExceededError' ? 'quota' : 'unavailable');
      }
    });
    return queue;
  }
  function fail(kept: Kept, trouble: Trouble) {
    unkept.delete(kept.entry.id);
    unkept.set(kept.entry.id, kept);
    const oldest = unkept.keys().next().value;
    if (unkept.size > MAX_UNKEPT && oldest !== undefined) unkept.delete(oldest);
    host.changed(trouble);
  }

  function hear(events: readonly AnyEvent[]) {
    const state = app.store.getState();
    for (const event of events) {
      if (event.type === 'failed' && event.command === 'resume') {
        adopting?.release();
        adopting = null;
      }
      if (event.type === 'loaded' || event.type === 'booting' || event.type === 'crashed') {
        if (current) leave(current);
        current = event.type === 'loaded' ? begin(event.run) : null;
      }
      if (event.type === 'resumed' && adopting && current) {
        const fresh = current; // of which nothing is kept
        void fresh.release.then((release) => release?.());
        current = begin(fresh.loaded, adopting);
        adopting = null;
      }
      if (event.type === 'checkpoint' && current) current.checkpoint = event.checkpoint;
    }
    if (!current || state.run.run !== current.loaded) return;
    const turned = current.latest.moves !== state.moves && state.moves.length > 0;
    current.latest = state;
    if (!worth(current)) return;
    const moved = events.some((e) => e.type === 'transport' && e.state !== 'playing');
    const over = state.run.transport === 'finished' || state.run.transport === 'lost';
    // A knob that was moved is not to be lost with what was trained since.
    if (turned) hasty = true;
    if (turned || (moved && state.run.transport === 'paused')) app.askCheckpoint();
    if ((moved && over) || (events.some((e) => e.type === 'checkpoint') && due(current))) void save(current);
  }
  const due = ({ checkpoint, latest }: Current): boolean =>
    hasty ||
    latest.run.transport !== 'playing' ||
    host.now() - written >=
      PACE_MS + (1000 * (checkpoint ? checkpointBytes(checkpoint) : 0)) / BYTES_A_SECOND;

  if (app.store.getState().run.run) current = begin(app.store.getState().run.run as LoadedRun);
  app.observe(hear);
  return {
    /** The id of the run on the page, when it is in the archive. */
    currentId: () => (current?.kept ? current.id : null),
    /** The run that is about to be resumed goes on under its old id. */
    adopt(entry: ArchiveEntry, release: () => void) {
      adopting = { entry, release };
    },
    /** The page is hidden or left. */
    hurry() {
      if (!current || !worth(current)) return;
      app.askCheckpoint();
      void save(current);
    },
    /** Tries again what could not be kept. */
    async retry() {
      for (const kept of [...unkept.values()]) await write(kept);
    },
    settled: () => queue,
  };
}

/** A run that has taken a step. Between two phases none is under way. */
const worth = ({ latest: { run } }: Current): boolean => run.step > 0;

function keptOf(current: Current, { about, now }: Pick<KeeperHost, 'about' | 'now'>): Kept {
  const { id, created, loaded, name, latest, checkpoint } = current;
  const { run, applied, draft } = latest;
  const finished = run.transport === 'finished';
  const packed = pack(id, loaded, run.lanes);
  // What was measured after a checkpoint is measured again; a checkpoint from after it would leave a gap.
  const stands = finished ? null : checkpoint;
  return {
    run: packed,
    checkpoint: stands,
    entry: {
      id,
      version: ENTRY_VERSION,
      name,
      preset: (applied ?? draft).preset.id,
      lanes: lanesOf(latest),
      moves: (checkpoint?.turns ?? [])
        .filter(({ step, phase }) => phase === 'students' && step > 0)
        .map(({ lane, knob, value, step }) => ({ lane, knob, value, step })),
      info: run.info as NonNullable<typeof run.info>,
      app: about,
      created,
      updated: now(),
      finished: finished ? now() : null,
      phase: run.phase,
      step: run.step,
      totalSteps: loaded.totalSteps,
      bytes: packedBytes(packed) + (stands ? checkpointBytes(stands) : 0),
      checkpoint: stands ? { phase: stands.phase, step: stands.step } : null,
    },
  };
}

function lanesOf({ run, applied, draft, view }: AppState): ArchivedLane[] {
  const teacher = { id: TEACHER, name: TEACHER, method: '', color: 0, ...lastAccuracy(run.lanes[TEACHER]) };
  const shown = shownLanes(applied ?? draft, draft);
  const names = laneNames(
    shown.map(({ spec }) => spec),
    run.cards,
    view.language ?? 'en',
  );
  const lanes = shown.map(({ id, spec, color }, i) => ({
    id,
    name: names[i] ?? spec.method,
    method: spec.method,
    color,
    ...lastAccuracy(run.lanes[id]),
  }));
  return [teacher, ...lanes];
}
