// The values of samples to draw them small; what was fetched once is kept for the data of the run.
import { useEffect, useReducer } from 'react';
import type { SampleSet } from '../../contract/questions.ts';
import type { LookProps } from '../looks.ts';
import { picturesOf } from './desk.ts';

/** Gives the values of a sample, undefined until they have come. At most MAX_THUMBNAILS indices. */
export function usePictures(
  { run, ask }: Pick<LookProps, 'run' | 'ask'>,
  set: SampleSet,
  indices: readonly number[],
): (index: number) => Float32Array | undefined {
  const pictures = picturesOf(run);
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const missing = indices.filter((index) => !pictures.has(`${set} ${index}`)).join(' ');
  useEffect(() => {
    if (missing === '') return;
    let current = true;
    const take = async () => {
      const answer = await ask('thumbnails', { set, indices: missing.split(' ').map(Number) });
      const size = answer.values.length / answer.indices.length;
      answer.indices.forEach((index, i) => {
        pictures.set(`${set} ${index}`, answer.values.subarray(i * size, (i + 1) * size));
      });
      if (current) drawAgain();
    };
    take().catch(() => {}); // the places stay empty; the survey beside them says why the engine does not answer
    return () => {
      current = false;
    };
  }, [missing, set, ask, pictures]);
  return (index) => pictures.get(`${set} ${index}`);
}
