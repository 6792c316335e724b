// What is being written, for every lane and for none: kept while the editor is closed.
import { createStore } from 'zustand/vanilla';

/** By the key of a lane; `null` stands for no lane yet. */
export const textStore = createStore<ReadonlyMap<number | null, string>>(() => new Map());

export const keepText = (key: number | null, text: string): void =>
  textStore.setState((texts) => new Map(texts).set(key, text), true);
export const dropText = (key: number | null): void =>
  textStore.setState((texts) => new Map([...texts].filter(([of]) => of !== key)), true);
