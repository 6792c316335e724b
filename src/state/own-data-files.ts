// The page's half of reading files: a worker for every request, which is ended when nobody waits for it any more.

import type { Reading } from './own-data-assemble.ts';
import type { ImageChoice } from './own-data-images.ts';
import { remark } from './own-data-remarks.ts';
import type { TableChoice, TableReading } from './own-data-table.ts';
import workerUrl from './own-data-worker.ts?worker&url';
import { listenTo, startWorker, type WorkerLike } from './threads.ts';

/** A file and the folders it was in; its own path does not cross to a worker. */
export interface NamedFile {
  readonly path: string;
  readonly file: File;
}

export type FileRequest =
  | { readonly type: 'table'; readonly file: File; readonly choice: TableChoice }
  | { readonly type: 'zip'; readonly file: File; readonly choice: ImageChoice }
  | { readonly type: 'images'; readonly files: readonly NamedFile[]; readonly choice: ImageChoice };

export type FileResponse =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'read'; readonly reading: Reading };

export interface FileWork<R extends Reading> {
  readonly result: Promise<R>;
  /** Nothing comes of it any more. */
  cancel(): void;
}

type ReadingOf<Q extends FileRequest> = Q extends { type: 'table' } ? TableReading : Reading;

/** Reads files in a worker. Always resolves; what went wrong stands in the remarks. */
export function readFiles<Q extends FileRequest>(
  request: Q,
  progress: (done: number) => void = () => {},
  make: () => WorkerLike = () => startWorker(workerUrl, 'stillroom-files'),
): FileWork<ReadingOf<Q>> {
  let worker: WorkerLike | null = null;
  const end = () => {
    worker?.terminate();
    worker = null;
  };
  const result = new Promise<Reading>((resolve) => {
    const done = (reading: Reading) => {
      end();
      resolve(reading);
    };
    const fail = (reason: string) =>
      done({ data: null, remarks: [remark('refused.unreadable', { reason })] });
    const hear = (response: FileResponse) =>
      response.type === 'progress' ? progress(response.done) : done(response.reading);
    worker = listenTo(make, 'The reader of files', { hear, fail });
    worker?.postMessage(request);
  });
  return { result: result as Promise<ReadingOf<Q>>, cancel: end };
}
