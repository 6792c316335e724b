// What can be done now, by name and by key. Parts of the page say what they can do while they are there; the command
// palette and the sheet of keys list it, and one listener hears the keys.
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Key } from './messages/catalogue.ts';

export type CommandGroup = Extract<Key, `command.group.${string}`>;

export interface PageCommand {
  readonly id: string;
  /** In the language of the page. */
  readonly title: string;
  readonly group: CommandGroup;
  /** A single key, as KeyboardEvent.key in lower case. */
  readonly key?: string;
  /** Whether it can be done now. */
  readonly enabled?: boolean;
  run(): void;
}

interface CommandState {
  /** Lists of commands, by whoever brought them. */
  readonly lists: ReadonlyMap<symbol, readonly PageCommand[]>;
  /** Whether single keys do anything. */
  readonly keys: boolean;
}

export const commandStore = createStore<CommandState>(() => ({ lists: new Map(), keys: true }));

export const allCommands = (): readonly PageCommand[] => [...commandStore.getState().lists.values()].flat();

/** Offers commands while the component is there. The list must keep its identity while nothing in it changes. */
export function useCommands(commands: readonly PageCommand[]): void {
  useEffect(() => {
    const owner = Symbol('commands');
    const change = (apply: (lists: Map<symbol, readonly PageCommand[]>) => void) =>
      commandStore.setState(({ lists }) => {
        const next = new Map(lists);
        apply(next);
        return { lists: next };
      });
    change((lists) => lists.set(owner, commands));
    return () => change((lists) => lists.delete(owner));
  }, [commands]);
}
