// What to do first, for those who have never pressed Play here. It goes with the first Play and does not come back.
import { useEffect, useState } from 'react';
import { useApp } from './context.ts';
import { t } from './messages/messages.ts';

const SEEN = 'stillroom.played';

export function FirstVisit() {
  const playing = useApp((state) => state.run.transport === 'playing');
  const ready = useApp((state) => state.run.transport === 'ready');
  const [seen, setSeen] = useState(remembered);
  useEffect(() => {
    if (playing || seen) remember();
    if (playing) setSeen(true);
  }, [playing, seen]);
  if (seen || !ready) return null;
  return (
    <p className="first-visit">
      <span>{t('hint.first')}</span>
      <button type="button" className="quiet" onClick={() => setSeen(true)}>
        {t('hint.dismiss')}
      </button>
    </p>
  );
}

/** A browser that keeps nothing shows the hint each time. */
function remembered(): boolean {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(SEEN, 'yes');
  } catch {
    // nothing is kept here
  }
}
