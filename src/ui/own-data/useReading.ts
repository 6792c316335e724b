// What a worker makes of the chosen files, while it reads and after; a new request ends the one before.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Reading } from '../../state/own-data-assemble.ts';
import { type FileRequest, type FileWork, readFiles } from '../../state/own-data-files.ts';

export interface Read<R> {
  readonly reading: R | null;
  /** How many files of it are read while it goes on; null when it does not. */
  readonly busy: number | null;
  readonly start: (request: FileRequest) => void;
  readonly cancel: () => void;
}

export function useReading<R extends Reading>(): Read<R> {
  const [reading, setReading] = useState<R | null>(null);
  const [busy, setBusy] = useState<number | null>(null);
  const work = useRef<FileWork<Reading> | null>(null);
  const cancel = useCallback(() => {
    work.current?.cancel();
    work.current = null;
    setBusy(null);
  }, []);
  useEffect(() => () => work.current?.cancel(), []);
  const start = useCallback((request: FileRequest) => {
    work.current?.cancel();
    setBusy(0);
    const mine: FileWork<Reading> = readFiles(request, (done) => work.current === mine && setBusy(done));
    work.current = mine;
    void mine.result.then((result) => {
      if (work.current !== mine) return;
      work.current = null;
      setBusy(null);
      setReading(result as R);
    });
  }, []);
  return { reading, busy, start, cancel };
}
