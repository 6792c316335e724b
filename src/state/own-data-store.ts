// The visitor's own data in the browser's database, so that they are there after a reload. A database of its own: what
// becomes of it touches nothing else. It holds a list of small entries, and the data themselves, each under its id.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OwnData } from '../contract/own-data.ts';

const NAME = 'stillroom-data';

export interface KeptEntry {
  readonly id: string;
  readonly name: string;
  readonly kind: OwnData['kind'];
  readonly samples: number;
  readonly classes: number;
  readonly bytes: number;
}

interface Schema extends DBSchema {
  entries: { key: string; value: KeptEntry };
  sets: { key: string; value: OwnData };
}

/** Whether it is kept, or why not. */
export type Kept = 'kept' | 'full' | 'unavailable';

const entryOf = ({ id, name, kind, x, y, classes }: OwnData): KeptEntry => ({
  id,
  name,
  kind,
  samples: y.length,
  classes: classes.length,
  bytes: x.byteLength + y.byteLength,
});

/** Opened for each act and closed again: a tab that holds it open would keep another from clearing it. */
async function withDatabase<T>(act: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('entries', { keyPath: 'id' });
      fresh.createObjectStore('sets', { keyPath: 'id' });
    },
  });
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

/** Both or neither are written. Never throws: the data work in this session whether they are kept or not. */
export async function keepOwn(data: OwnData): Promise<Kept> {
  try {
    await withDatabase(async (database) => {
      const writing = database.transaction(['entries', 'sets'], 'readwrite');
      try {
        // Why a write fails is said by the transaction, and better.
        writing
          .objectStore('entries')
          .put(entryOf(data))
          .catch(() => {});
        writing
          .objectStore('sets')
          .put(data)
          .catch(() => {});
      } catch (error) {
        writing.abort();
        await writing.done.catch(() => {});
        throw error;
      }
      await writing.done;
    });
    return 'kept';
  } catch (error) {
    return error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'unavailable';
  }
}

/** Null where there is none, or where the browser gives no database. */
export async function readOwn(id: string): Promise<OwnData | null> {
  try {
    return await withDatabase(async (database) => (await database.get('sets', id)) ?? null);
  } catch {
    return null;
  }
}

/** What is kept, in the order of the names; none where the browser gives no database. */
export async function listOwn(): Promise<readonly KeptEntry[]> {
  try {
    const entries = await withDatabase((database) => database.getAll('entries'));
    return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch {
    return [];
  }
}

/** Gives back what was deleted, so that it can be brought back. */
export async function deleteOwn(id: string): Promise<OwnData | null> {
  try {
    return await withDatabase(async (database) => {
      const writing = database.transaction(['entries', 'sets'], 'readwrite');
      const data = (await writing.objectStore('sets').get(id)) ?? null;
      await Promise.all([
        writing.objectStore('entries').delete(id),
        writing.objectStore('sets').delete(id),
        writing.done,
      ]);
      return data;
    });
  } catch {
    return null;
  }
}
