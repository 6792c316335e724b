// A newer version of the page is there. It never interrupts a run: the visitor takes it when they like.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { keepOffline, type Offline } from '../state/offline.ts';
import { useApp } from './context.ts';
import { t } from './messages/messages.ts';

/** The files of the page are kept when it stands and the visitor has begun, not while they wait for it. */
const AFTER_MS = 12_000;

/** One a page, however often it is drawn anew. */
let offline: Offline | null | undefined;

export function UpdateNotice() {
  const [kept, setKept] = useState(offline ?? null);
  useEffect(() => {
    const timer = setTimeout(() => {
      offline ??= keepOffline(document.baseURI);
      setKept(offline);
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return kept && <Newer offline={kept} />;
}

function Newer({ offline: { store, take } }: { offline: Offline }) {
  const newer = useStore(store, (state) => state.newer);
  const playing = useApp((state) => state.run.transport === 'playing');
  const [later, setLater] = useState(false);
  if (!newer || later) return null;
  return (
    <p className="undo-offer" role="status">
      <span>{t(playing ? 'update.playing' : 'update.ready')}</span>
      <button type="button" disabled={playing} onClick={take}>
        {t('update.take')}
      </button>
      <button type="button" className="quiet" onClick={() => setLater(true)}>
        {t('update.later')}
      </button>
    </p>
  );
}
