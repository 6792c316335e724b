// What the engine says of a text, soon after the last change of it.
import { useEffect, useState } from 'react';
import type { CodeProblem } from '../../contract/own-code.ts';
import type { App } from '../../state/app.ts';

export interface Checked {
  /** The text this is about. */
  readonly text: string;
  readonly problems: readonly CodeProblem[];
  /** Why the engine did not answer. */
  readonly failure: string | null;
}

const PAUSE_MS = 250;

/** Null until the first answer. `engine` stands for whom was asked: another one is asked again. */
export function useCheck(ask: App['ask'], engine: unknown, method: string, text: string): Checked | null {
  const [checked, setChecked] = useState<Checked | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another engine has another compiler
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      ask('compile', { method, code: text }).then(
        ({ problems }) => over || setChecked({ text, problems, failure: null }),
        (error: Error) => over || setChecked({ text, problems: [], failure: error.message }),
      );
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ask, engine, method, text]);
  return checked;
}
