// The archive as the page sees it: past runs, which of them are drawn over the present one, what went wrong, and what the
// visitor can do. It loads after the page stands.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseCheckpoint } from '../contract/checkpoint.ts';
import { DEFAULT_PRESET, PRESETS, type Preset } from '../contract/presets.ts';
import type { App } from './app.ts';
import type { ArchivedRun, ArchiveEntry } from './archive-entry.ts';
import { createKeeper, type Trouble } from './archive-keeper.ts';
import { type ArchiveStore, createArchiveStore, type Listing } from './archive-store.ts';
import { browserTabs, type Tabs } from './archive-tabs.ts';
import { overlayViews } from './archive-views.ts';

export interface ArchiveState {
  /** Null before the database has answered, or where there is none. */
  readonly listing: Listing | null;
  /** Runs that a living tab has in hand, this one included. */
  readonly held: ReadonlySet<string>;
  /** The run of this page, once it is kept. */
  readonly current: string | null;
  readonly trouble: Trouble;
  readonly space: { readonly used: number; readonly quota: number; readonly persisted: boolean } | null;
  /** Runs whose curves are drawn over the present one, in the order of choice. */
  readonly overlay: readonly string[];
  /** Interrupted runs that are not to be offered any more. */
  readonly declined: ReadonlySet<string>;
  /** Why a run could not be continued or opened. */
  readonly refused: { readonly id: string; readonly problems: readonly string[] } | null;
}

/** `taken`: another tab has it. `absent`: it is not there, or cannot be read. */
export type Continued = 'continues' | 'taken' | 'absent' | 'unreadable';

export type Archive = ReturnType<typeof createArchive>;

export interface ArchiveHost {
  readonly store: ArchiveStore;
  readonly tabs: Tabs;
  readonly now: () => number;
  readonly newId: () => string;
  readonly about: ArchiveEntry['app'];
  readonly storage: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined;
}

/** Runs drawn over the present one at once. */
export const MAX_OVERLAY = 4;

export function createArchive(app: App, host: ArchiveHost) {
  const { store, tabs } = host;
  const state: StoreApi<ArchiveState> = createStore(() => ({
    listing: null,
    held: new Set<string>(),
    current: null,
    trouble: null,
    space: null,
    overlay: [],
    declined: new Set<string>(),
    refused: null,
  }));
  const { getState: get, setState: set } = state;
  const drawn = new Map<string, ArchivedRun>();
  const keeper = createKeeper({
    ...host,
    app,
    changed(trouble) {
      set({ trouble });
      void refresh();
    },
  });

  let refreshing: Promise<void> | null = null;
  let again = false;
  /** Resolves when the state is no older than the call. */
  function refresh(): Promise<void> {
    again = true;
    refreshing ??= look().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }
  async function look(): Promise<void> {
    while (again) {
      again = false;
      const [listing, held, space] = await Promise.all([
        store.list().catch(() => null),
        tabs.held().catch(() => new Set<string>()),
        spaceOf(host.storage),
      ]);
      const current = keeper.currentId();
      set({ listing, held, space, current, ...(!listing && { trouble: 'unavailable' as const }) });
    }
  }

  /** The runs chosen, named by what they are called now. */
  async function draw(): Promise<void> {
    const { overlay } = get();
    for (const id of overlay) {
      const run = drawn.has(id) ? null : await store.get(id).catch(() => null);
      if (run) drawn.set(id, run);
    }
    for (const id of drawn.keys()) if (!get().overlay.includes(id)) drawn.delete(id);
    const runs = get().overlay.flatMap((id) => drawn.get(id) ?? []);
    app.overlay.setState({
      lanes: overlayViews(runs, app.store.getState().run.cards, app.store.getState().view.language ?? 'en'),
    });
  }

  async function remove(ids: readonly string[]): Promise<() => void> {
    const back = await store.remove(ids);
    set({ overlay: get().overlay.filter((id) => !ids.includes(id)) });
    await draw();
    tabs.tell();
    await keeper.retry();
    await refresh();
    return () =>
      void back()
        .then(() => tabs.tell())
        .then(refresh);
  }

  const refuse = (id: string, continued: Continued, problems: readonly string[] = []): Continued => {
    set({ refused: { id, problems } });
    return continued;
  };

  tabs.hear(() => void refresh());
  void refresh();
  return {
    state,
    refresh,
    /** A run with all that was measured; null where there is none. */
    get: (id: string): Promise<ArchivedRun | null> => store.get(id).catch(() => null),
    async rename(id: string, name: string): Promise<void> {
      await store.rename(id, name.trim() === '' ? null : name.trim().slice(0, 80));
      drawn.delete(id);
      tabs.tell();
      await Promise.all([refresh(), draw()]);
    },
    /** Gives back what takes it back. The run on this page and those of other tabs are left alone. */
    remove: (ids: readonly string[]) => remove(ids.filter((id) => !get().held.has(id))),
    async toggleOverlay(id: string): Promise<void> {
      const { overlay } = get();
      if (overlay.includes(id)) set({ overlay: overlay.filter((one) => one !== id) });
      else if (overlay.length < MAX_OVERLAY) set({ overlay: [...overlay, id] });
      await draw();
    },
    /** The set-up of a run, to be begun anew. */
    async open(id: string): Promise<boolean> {
      const run = await store.get(id).catch(() => null);
      if (!run) return false;
      return app.openSetup(run.run.setup, presetOf(run.entry.preset));
    },
    /** Goes on with an interrupted run, in this tab. What is on the page stays in the archive. */
    async resume(id: string): Promise<Continued> {
      const run = await store.get(id).catch(() => null);
      const found = await store.checkpoint(id).catch(() => undefined);
      if (!run || found === undefined) return refuse(id, 'absent');
      const checkpoint = parseCheckpoint(found);
      if (!checkpoint.ok) return refuse(id, 'unreadable', checkpoint.problems);
      const release = await tabs.hold(id).catch(() => null);
      if (!release) return refuse(id, 'taken');
      keeper.adopt(run.entry, release);
      set({ refused: null, declined: new Set([...get().declined, id]) });
      await app.resume(checkpoint.value, run.lanes, presetOf(run.entry.preset));
      return 'continues';
    },
    decline: (id: string) => set({ declined: new Set([...get().declined, id]) }),
    dismissRefusal: () => set({ refused: null }),
    async persist(): Promise<void> {
      await host.storage?.persist();
      await refresh();
    },
    /** Tries again to keep what could not be kept. */
    retry: () => keeper.retry(),
    hurry: () => keeper.hurry(),
    /** When all that is to be written has been. */
    settled: async () => {
      await keeper.settled();
      await refresh();
    },
  };
}

const opened = new WeakMap<App, Archive>();

/** The archive of a page, opened when it is first asked for. */
export function archiveOf(app: App): Archive {
  const archive = opened.get(app) ?? openArchive(app);
  opened.set(app, archive);
  return archive;
}

/** With the database, the tabs and the storage of this browser; writes the run when the page is hidden or left. */
function openArchive(app: App): Archive {
  const archive = createArchive(app, {
    store: createArchiveStore(),
    tabs: browserTabs(),
    now: Date.now,
    newId: () => crypto.getRandomValues(new Uint32Array(4)).reduce((id, n) => id + n.toString(36), 'r'),
    about: { version: __APP_VERSION__, revision: __APP_REVISION__ },
    storage: navigator.storage,
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') archive.hurry();
    else void archive.refresh();
  });
  window.addEventListener('pagehide', archive.hurry);
  // The page that was here before a reload lets go of its run a moment later.
  setTimeout(() => void archive.refresh(), 1500);
  return archive;
}

/** A run that can go on and that no living tab has in hand. */
export const isInterrupted = (entry: ArchiveEntry, held: ReadonlySet<string>): boolean =>
  entry.finished === null && entry.checkpoint !== null && !held.has(entry.id);

/** The interrupted run to offer: the newest that was not declined. */
export const offeredRun = ({ listing, held, declined }: ArchiveState): ArchiveEntry | null =>
  listing?.entries.find((entry) => isInterrupted(entry, held) && !declined.has(entry.id)) ?? null;

const presetOf = (id: string): Preset => PRESETS.find((preset) => preset.id === id) ?? DEFAULT_PRESET;

async function spaceOf(storage: ArchiveHost['storage']): Promise<ArchiveState['space']> {
  try {
    const { usage, quota } = (await storage?.estimate()) ?? {};
    if (usage === undefined || quota === undefined) return null;
    return { used: usage, quota, persisted: (await storage?.persisted()) ?? false };
  } catch {
    return null;
  }
}
