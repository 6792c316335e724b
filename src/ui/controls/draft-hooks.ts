// A field's hold on the set-up being edited: its value's way in, and what is wrong with it.
import { useMemo } from 'react';
import { checkSetup } from '../../contract/setup.ts';
import { type Path, pathOf, sentenceOf } from '../../state/setup.ts';
import { useActions, useApp } from '../context.ts';

/** Everything that keeps the draft from running. */
export function useProblems(): readonly string[] {
  const setup = useApp((state) => state.draft.setup);
  const cards = useApp((state) => state.run.cards);
  return useMemo(() => (cards ? checkSetup(setup, cards) : []), [setup, cards]);
}

/** The sentence for one field, if there is one. */
export function useProblem(path: string): string | null {
  const found = useProblems().find((problem) => pathOf(problem) === path);
  return found ? sentenceOf(found) : null;
}

/** Changes one value of the set-up. */
export function useChange(...path: Path): (value: unknown) => readonly string[] {
  const actions = useActions();
  return (value) => actions.change(path, value);
}
