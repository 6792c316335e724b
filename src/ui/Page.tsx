// The page: set-up on the left, training on the right; one column where there is no room for two.
import { lazy, Suspense, useState } from 'react';
import type { App } from '../state/app.ts';
import { AppContext, useApp } from './context.ts';
import { FirstVisit } from './FirstVisit.tsx';
import { Header } from './Header.tsx';
import { Lanes } from './Lanes.tsx';
import { LiveRegion } from './LiveRegion.tsx';
import {
  AllMethods,
  Archive,
  Curves,
  LookingInside,
  Remembered,
  SlowMotion,
  Speed,
  StudyResults,
} from './Looking.tsx';
import { useLaneViews } from './lane-hooks.ts';
import { EditLoss } from './loss-editor/EditLoss.tsx';
import { t } from './messages/messages.ts';
import { Notices } from './Notices.tsx';
import { PendingBar } from './PendingBar.tsx';
import { Outcome } from './results/Outcome.tsx';
import { SetupPanel } from './SetupPanel.tsx';
import { HiddenParts, Shown, useShown } from './Shown.tsx';
import { Transport } from './Transport.tsx';
import { UndoBar } from './UndoBar.tsx';
import './tokens.css';
import './page.css';
import './controls.css';
import './lanes.css';

const UpdateNotice = lazy(() => import('./UpdateNotice.tsx').then((m) => ({ default: m.UpdateNotice })));

export function Page({ app }: { app: App }) {
  return (
    <AppContext value={app}>
      <button type="button" className="skip" onClick={skip}>
        {t('app.skip')}
      </button>
      <Top />
      <Main />
    </AppContext>
  );
}

/** In a frame of another page only what can be done, without the name. */
function Top() {
  const embed = useApp((state) => state.view.embed);
  return embed ? null : <Header />;
}

function Main() {
  const setup = useShown('setup');
  const embed = useApp((state) => state.view.embed);
  return (
    <main className="page" data-alone={!setup} data-embed={embed}>
      {setup && <SetupPanel />}
      <Stage />
    </main>
  );
}

function Stage() {
  const views = useLaneViews();
  const [slow, setSlow] = useState(false);
  return (
    <div className="stage">
      <div className="stage-top">
        <Transport slow={slow} setSlow={setSlow} />
        <FirstVisit />
        <PendingBar />
        <Remembered />
        <Notices />
        <UndoBar />
        <Suspense>
          <UpdateNotice />
        </Suspense>
        <HiddenParts />
      </div>
      {slow && <SlowMotion views={views} close={() => setSlow(false)} />}
      <Shown part="curves">
        <Curves views={views} />
      </Shown>
      <Shown part="lanes">
        <Lanes views={views} />
      </Shown>
      <Shown part="results">
        <Outcome views={views} />
      </Shown>
      <Shown part="looking">
        <LookingInside views={views} />
      </Shown>
      <Shown part="loss">
        <EditLoss />
      </Shown>
      <Shown part="methods">
        <AllMethods />
      </Shown>
      <Shown part="studies">
        <StudyResults />
      </Shown>
      <Shown part="speed">
        <Speed />
      </Shown>
      <Shown part="archive">
        <Archive />
      </Shown>
      <LiveRegion views={views} />
    </div>
  );
}

/** A button, not a link: the fragment of the address belongs to the set-up. */
function skip() {
  document.getElementById('lanes')?.focus();
}
