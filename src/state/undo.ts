// The last destructive act and what takes it back. It stays on offer until the next one, or until it is dismissed.
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Offer {
  /** What was done, as a sentence in the language of the page. */
  readonly what: string;
  readonly undo: () => void;
}

export type Undo = ReturnType<typeof createUndo>;

export function createUndo() {
  const store: StoreApi<{ readonly offer: Offer | null }> = createStore(() => ({ offer: null }));
  const dismiss = () => store.setState({ offer: null });
  return {
    store,
    offer: (what: string, undo: () => void) => store.setState({ offer: { what, undo } }),
    take() {
      const { offer } = store.getState();
      dismiss();
      offer?.undo();
    },
    dismiss,
  };
}
