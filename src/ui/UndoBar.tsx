// What was just done and can be taken back.
import { useStore } from 'zustand';
import { useActions } from './context.ts';
import { t } from './messages/messages.ts';

export function UndoBar() {
  const { undo } = useActions();
  const offer = useStore(undo.store, (state) => state.offer);
  return (
    <div className="undo" role="status">
      {offer && (
        <p className="undo-offer">
          <span>{offer.what}</span>
          <button type="button" className="primary" onClick={undo.take}>
            {t('undo.take')}
          </button>
          <button type="button" onClick={undo.dismiss}>
            {t('notice.dismiss')}
          </button>
        </p>
      )}
    </div>
  );
}
