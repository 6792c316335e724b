// Records of studies that were computed here, in the browser's database: a study that was interrupted goes on from its last cell.
import { type DBSchema, openDB } from 'idb';
import { parseRecord, type StudyRecord } from '../contract/study-record.ts';

const NAME = 'stillroom-studies';

interface Schema extends DBSchema {
  records: { key: string; value: { readonly id: string; readonly record: StudyRecord } };
}

export type StudyStore = ReturnType<typeof createStudyStore>;

/** Its functions reject where the browser gives no database or no room. */
export function createStudyStore() {
  const withDatabase = async <T>(
    act: (database: Awaited<ReturnType<typeof openDB<Schema>>>) => Promise<T>,
  ): Promise<T> => {
    const database = await openDB<Schema>(NAME, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('records', { keyPath: 'id' }),
    });
    try {
      return await act(database);
    } finally {
      database.close();
    }
  };
  return {
    put: (record: StudyRecord): Promise<unknown> =>
      withDatabase((database) => database.put('records', { id: record.study.id, record })),
    /** Null where there is none, or none that can be read. */
    async get(id: string): Promise<StudyRecord | null> {
      const found = await withDatabase((database) => database.get('records', id));
      const parsed = found && parseRecord(found.record);
      return parsed?.ok ? parsed.value : null;
    },
    remove: (id: string): Promise<void> => withDatabase((database) => database.delete('records', id)),
  };
}
