// The newest survey of a set, asked for again as training goes on.
import { useEffect, useRef } from 'react';
import { MAX_SURVEYED, type SampleSet } from '../../contract/questions.ts';
import type { LookProps } from '../looks.ts';
import type { Survey } from './search.ts';
import { usePaced } from './usePaced.ts';

export function useSurvey(
  { run, step, ask }: Pick<LookProps, 'run' | 'step' | 'ask'>,
  set: SampleSet,
): { survey: Survey | null; failure: string | null } {
  const { answer, failure, want } = usePaced(run, (of: SampleSet) =>
    ask('survey', { set: of, limit: MAX_SURVEYED }),
  );
  const asked = useRef<{ set: SampleSet; run: LookProps['run'] } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when training has gone on, the same set is asked about again
  useEffect(() => {
    want(set, asked.current?.set !== set || asked.current.run !== run);
    asked.current = { set, run };
  }, [want, set, run, step]);
  return { survey: answer?.set === set ? answer : null, failure };
}
