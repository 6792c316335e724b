// The step that is pointed at in a chart, by pointer or keys: the lanes show their numbers of that step meanwhile.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const pointed = createStore<{ readonly step: number | null }>(() => ({ step: null }));

export const usePointedStep = (): number | null => useStore(pointed, ({ step }) => step);
export const pointAt = (step: number | null): void => pointed.setState({ step });

/** The place of the last of ascending steps that is not past a step, or of the last of all where none is pointed at; −1 where there is none. */
export function placeAt(steps: readonly number[], step: number | null): number {
  return step === null ? steps.length - 1 : steps.findLastIndex((own) => own <= step);
}
