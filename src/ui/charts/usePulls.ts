// Asks how hard terms pull: at a bearable pace while it trains, and once where it stands.
import { useEffect, useState } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import type { Answer } from '../../contract/questions.ts';
import { type PullHistory, withAnswer } from '../../state/pulls.ts';
import { stepToAsk } from '../../state/run.ts';
import { useActions, useApp } from '../context.ts';
import { type Paced, paced } from '../explain/paced.ts';

/** Milliseconds between two questions at least. */
const GAP = 2000;

export interface Pulls {
  readonly history: PullHistory;
  readonly last: Answer<'terms'> | null;
  /** Why the last question has no answer. */
  readonly failure: string | null;
}
const NOTHING: Pulls = { history: {}, last: null, failure: null };

export function usePulls(): Pulls {
  const run = useApp((state) => state.run.run);
  const step = useApp((state) => stepToAsk(state.run));
  const playing = useApp((state) => state.run.transport === 'playing');
  const { ask } = useActions();
  const [told, setTold] = useState<Pulls & { readonly run: LoadedRun | null }>({ ...NOTHING, run: null });
  const [queue, setQueue] = useState<Paced<number> | null>(null);
  useEffect(() => {
    const made = paced<number, Answer<'terms'>>(
      () => ask('terms', {}),
      (last) =>
        setTold((before) => ({
          run,
          history: withAnswer(before.run === run ? before.history : {}, last),
          last,
          failure: null,
        })),
      (reason) =>
        setTold((before) => ({
          ...(before.run === run ? before : { ...NOTHING, run }),
          failure: reason instanceof Error ? reason.message : String(reason),
        })),
      GAP,
    );
    setQueue(made);
    return () => made.stop();
  }, [run, ask]);
  useEffect(() => {
    if (step > 0) queue?.want(step, !playing);
  }, [queue, step, playing]);
  return told.run === run ? told : NOTHING;
}
