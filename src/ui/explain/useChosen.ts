// The sample that was chosen on the desk, and what the engine says of it: asked again whenever training has gone on.
import { useEffect, useRef } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import { changeDesk, countOf, type Place, useDesk } from './desk.ts';
import { usePaced } from './usePaced.ts';

export function useChosen<Answer>(run: LoadedRun, step: number, ask: (place: Place) => Promise<Answer>) {
  const { chosen } = useDesk(run);
  const { set } = chosen;
  const count = Math.max(1, countOf(run, set));
  const index = Math.min(chosen.index, count - 1);
  const { answer, failure, want } = usePaced(run, ask);
  const asked = useRef({ set, index: -1, run });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when training has gone on, the same sample is asked for again
  useEffect(() => {
    const { current } = asked;
    want({ set, index }, current.index !== index || current.set !== set || current.run !== run);
    asked.current = { set, index, run };
  }, [want, set, index, run, step]);
  /** To another sample of the set, from the last on to the first. */
  const go = (to: number) => changeDesk(run, { chosen: { set, index: ((to % count) + count) % count } });
  return { set, index, count, go, answer, failure };
}
