// The archive in the browser's database: entries for the list, what was measured, and where an unfinished run stands.
// A database of its own: what becomes of it touches nothing else.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Checkpoint } from '../contract/checkpoint.ts';
import {
  type ArchivedRun,
  type ArchiveEntry,
  isPacked,
  type PackedRun,
  readEntry,
  unpack,
} from './archive-entry.ts';

const NAME = 'stillroom-archive';
const STORES = ['entries', 'runs', 'checkpoints'] as const;

interface Schema extends DBSchema {
  entries: { key: string; value: ArchiveEntry };
  runs: { key: string; value: PackedRun };
  checkpoints: { key: string; value: { id: string; checkpoint: Checkpoint } };
}

/** A run with all that belongs to it. `checkpoint` undefined: the one that is there stays. */
export interface Kept {
  readonly entry: ArchiveEntry;
  readonly run: PackedRun;
  readonly checkpoint?: Checkpoint | null;
}

/** What a list of entries is: those that can be read, and the ids of those that cannot. */
export interface Listing {
  readonly entries: readonly ArchiveEntry[];
  readonly unreadable: readonly string[];
}

export type ArchiveStore = ReturnType<typeof createArchiveStore>;

/** Opened for each act and closed again: a tab that holds it open would keep another from clearing it. */
async function withDatabase<T>(act: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      for (const store of STORES) fresh.createObjectStore(store, { keyPath: 'id' });
    },
  });
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

/** Its functions reject where the browser gives no database, and with QuotaExceededError where there is no room. */
export function createArchiveStore() {
  return {
    /** All or nothing is written. */
    put: ({ entry, run, checkpoint }: Kept): Promise<void> =>
      withDatabase(async (database) => {
        const writing = database.transaction(STORES, 'readwrite');
        const said = () => {}; // why a write fails is said by the transaction, and better
        try {
          writing.objectStore('entries').put(entry).catch(said);
          writing.objectStore('runs').put(run).catch(said);
          const checkpoints = writing.objectStore('checkpoints');
          if (checkpoint === null) checkpoints.delete(entry.id).catch(said);
          else if (checkpoint) checkpoints.put({ id: entry.id, checkpoint }).catch(said);
        } catch (error) {
          writing.abort();
          await writing.done.catch(said);
          throw error;
        }
        await writing.done;
      }),
    /** The newest first. */
    list: (): Promise<Listing> =>
      withDatabase(async (database) => {
        const keys = await database.getAllKeys('entries');
        const all = await database.getAll('entries');
        const read = all.map((value, i) => [keys[i] as string, readEntry(value)] as const);
        const entries = read.flatMap(([, entry]) => entry ?? []);
        return {
          entries: entries.sort((a, b) => b.created - a.created),
          unreadable: read.filter(([, entry]) => !entry).map(([id]) => id),
        };
      }),
    /** Null where there is none, or where it cannot be read. */
    get: (id: string): Promise<ArchivedRun | null> =>
      withDatabase(async (database) => {
        const entry = readEntry(await database.get('entries', id));
        const packed: unknown = await database.get('runs', id);
        return entry && isPacked(packed) ? { entry, run: packed.run, lanes: unpack(packed) } : null;
      }),
    /** As it lies there: whoever uses it checks it. Undefined where there is none. */
    checkpoint: (id: string): Promise<unknown> =>
      withDatabase(async (database) => (await database.get('checkpoints', id))?.checkpoint),
    rename: (id: string, name: string | null): Promise<void> =>
      withDatabase(async (database) => {
        const writing = database.transaction('entries', 'readwrite');
        const entry = await writing.store.get(id);
        if (entry) await writing.store.put({ ...entry, name });
        await writing.done;
      }),
    /** Gives back what was deleted, so that it can be put back. */
    remove: (ids: readonly string[]): Promise<() => Promise<void>> =>
      withDatabase(async (database) => {
        const writing = database.transaction(STORES, 'readwrite');
        const gone = await Promise.all(
          STORES.flatMap((name) =>
            ids.map(async (id) => {
              const store = writing.objectStore(name);
              const value = await store.get(id);
              await store.delete(id);
              return [name, value] as const;
            }),
          ),
        );
        await writing.done;
        return () =>
          withDatabase(async (again) => {
            const back = again.transaction(STORES, 'readwrite');
            for (const [name, value] of gone) if (value) await back.objectStore(name).put(value as never);
            await back.done;
          });
      }),
  };
}
