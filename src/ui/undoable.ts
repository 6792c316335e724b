// What loses something of the set-up, each with a way back.
import { useMemo } from 'react';
import type { App } from '../state/app.ts';
import { isChanged } from '../state/setup.ts';
import { useActions } from './context.ts';
import { t } from './messages/messages.ts';

export function useUndoable() {
  const app = useActions();
  return useMemo(() => undoable(app), [app]);
}

function undoable(app: App) {
  const draft = () => app.store.getState().draft;
  /** Offers the set-up as it stood, where what was done changed it. */
  const offering = (what: string, act: () => void) => {
    const before = draft();
    act();
    if (draft() !== before) app.undo.offer(what, () => app.restore(before));
  };
  return {
    /** An experiment nobody has changed comes back by choosing it again. */
    choosePreset(id: string) {
      if (isChanged(draft())) offering(t('undo.experiment'), () => app.choosePreset(id));
      else app.choosePreset(id);
    },
    discard: () => offering(t('undo.discarded'), app.discard),
    async openFile(file: Parameters<App['openFile']>[0]) {
      const before = draft();
      await app.openFile(file);
      if (draft() !== before) app.undo.offer(t('undo.opened'), () => app.restore(before));
    },
    setMethod: (key: number, name: string, method: string) =>
      offering(t('undo.method', { name }), () => app.setMethod(key, method)),
    /** Takes only the lane back, whatever else has changed since. It waits where there is no room for it. */
    removeLane(key: number, name: string) {
      const before = draft();
      app.removeLane(key);
      const what = t('undo.lane', { name });
      const back = () => {
        if (!app.returnLane(before, key)) app.undo.offer(what, back);
      };
      app.undo.offer(what, back);
    },
  };
}
