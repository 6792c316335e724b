// The page: set-up on the left, training on the right; one column where there is no room for two.
import type { App } from '../state/app.ts';
import { AppContext } from './context.ts';
import { Header } from './Header.tsx';
import { Lanes } from './Lanes.tsx';
import { LiveRegion } from './LiveRegion.tsx';
import { Curves, LookingInside, Speed } from './Looking.tsx';
import { useLaneViews } from './lane-hooks.ts';
import { t } from './messages/messages.ts';
import { Notices } from './Notices.tsx';
import { PendingBar } from './PendingBar.tsx';
import { SetupPanel } from './SetupPanel.tsx';
import { Transport } from './Transport.tsx';
import { UndoBar } from './UndoBar.tsx';
import './tokens.css';
import './page.css';
import './controls.css';
import './lanes.css';

export function Page({ app }: { app: App }) {
  return (
    <AppContext value={app}>
      <button type="button" className="skip" onClick={skip}>
        {t('app.skip')}
      </button>
      <Header />
      <main className="page">
        <SetupPanel />
        <Stage />
      </main>
    </AppContext>
  );
}

function Stage() {
  const views = useLaneViews();
  return (
    <div className="stage">
      <div className="stage-top">
        <Transport />
        <PendingBar />
        <Notices />
        <UndoBar />
      </div>
      <Lanes views={views} />
      <Curves views={views} />
      <LookingInside views={views} />
      <Speed />
      <LiveRegion views={views} />
    </div>
  );
}

/** A button, not a link: the fragment of the address belongs to the set-up. */
function skip() {
  document.getElementById('lanes')?.focus();
}
