// The pace of `paced.ts` for a component: the newest answer of this run, and why the last question failed.
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Paced, paced } from './paced.ts';

export interface Asked<Answer> {
  readonly answer: Answer | null;
  /** Why the last question has no answer; the one before stays. */
  readonly failure: string | null;
}

const NOTHING = { answer: null, failure: null };

/** `of` is whom the answers belong to: when it changes, what was answered before is forgotten. */
export function usePaced<Key, Answer>(of: unknown, ask: (key: Key) => Promise<Answer>) {
  const [asked, setAsked] = useState<Asked<Answer>>(NOTHING);
  const latestAsk = useRef(ask);
  const queue = useRef<Paced<Key> | null>(null);
  useEffect(() => {
    latestAsk.current = ask;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run is a new queue, though nothing of it is read
  useEffect(() => {
    setAsked(NOTHING);
    const made = paced<Key, Answer>(
      (key) => latestAsk.current(key),
      (answer) => setAsked({ answer, failure: null }),
      (reason) =>
        setAsked((before) => ({
          ...before,
          failure: reason instanceof Error ? reason.message : String(reason),
        })),
    );
    queue.current = made;
    return () => made.stop();
  }, [of]);
  const want = useCallback((key: Key, now?: boolean) => queue.current?.want(key, now), []);
  return { ...asked, want };
}
