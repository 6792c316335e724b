// The curves, the looks inside, and what a step costs. They come when the page stands, so that it stands soon.
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { LaneView } from '../state/lane-view.ts';
import { stepToAsk } from '../state/run.ts';
import { useActions, useApp } from './context.ts';
import { Guard } from './Guard.tsx';
import { LOOKS } from './looks.ts';
import { t } from './messages/messages.ts';
import { Tabs } from './Tabs.tsx';

const LiveCharts = lazy(() =>
  import('./charts/LiveCharts.tsx').then((module) => ({ default: module.LiveCharts })),
);
const Remembering = lazy(() =>
  import('./archive/Remembered.tsx').then((module) => ({ default: module.Remembered })),
);
const ArchiveSection = lazy(() =>
  import('./archive/ArchiveSection.tsx').then((module) => ({ default: module.ArchiveSection })),
);
const MethodList = lazy(() =>
  import('./methods/Methods.tsx').then((module) => ({ default: module.Methods })),
);
const Studies = lazy(() => import('./studies/Studies.tsx').then((module) => ({ default: module.Studies })));
const KernelTimes = lazy(() =>
  import('./speed/KernelTimes.tsx').then((module) => ({ default: module.KernelTimes })),
);
const Benchmark = lazy(() =>
  import('./speed/Benchmark.tsx').then((module) => ({ default: module.Benchmark })),
);

const StepInSlowMotion = lazy(() =>
  import('./slow-motion/SlowMotion.tsx').then((module) => ({ default: module.SlowMotion })),
);

export function SlowMotion({ views, close }: { views: LaneView[]; close: () => void }) {
  const run = useApp((state) => state.run.run);
  if (!run) return null;
  return (
    <Later>
      <StepInSlowMotion lanes={views} run={run} close={close} />
    </Later>
  );
}

/** Keeps runs, and says what is remembered of earlier ones; silent until there is something. */
export function Remembered() {
  return (
    <Guard>
      <Suspense>
        <Remembering />
      </Suspense>
    </Guard>
  );
}

export function Archive() {
  return (
    <Later>
      <ArchiveSection />
    </Later>
  );
}

export function Curves({ views }: { views: LaneView[] }) {
  const run = useApp((state) => state.run.run);
  const past = useStore(useActions().overlay, (state) => state.lanes);
  if (!run) return null;
  return (
    <section className="curves" aria-labelledby="curves-title">
      <h2 id="curves-title">{t('charts.title')}</h2>
      <Later>
        <LiveCharts lanes={views} extra={past} totalSteps={run.totalSteps} />
      </Later>
    </section>
  );
}

export function LookingInside({ views }: { views: LaneView[] }) {
  const run = useApp((state) => state.run.run);
  const step = useApp((state) => stepToAsk(state.run));
  const credit = useApp(
    (state) => state.run.cards?.datasets.find((card) => card.id === run?.setup.data.id)?.credit,
  );
  const { ask } = useActions();
  const [wanted, setWanted] = useState('');
  if (!run) return null;
  const looks = LOOKS.filter((look) => look.fits(run));
  const look = looks.find(({ id }) => id === wanted) ?? looks[0];
  if (!look) return null;
  return (
    <section className="looking" aria-labelledby="looking-title">
      <h2 id="looking-title">{t('look.title')}</h2>
      <Tabs
        label={t('look.title')}
        tabs={looks.map(({ id, title }) => ({ id, title: t(title) }))}
        chosen={look.id}
        choose={setWanted}
      >
        <Later key={look.id}>
          <look.View lanes={views} run={run} step={step} ask={ask} show={setWanted} />
        </Later>
      </Tabs>
      {credit && (
        <p className="fineprint">
          {t('credit.label')}: {credit}
        </p>
      )}
    </section>
  );
}

/** What there is to choose from. */
export const AllMethods = () => (
  <Folded name="methods">
    <MethodList />
  </Folded>
);

/** What comes out over several seeds. */
export const StudyResults = () => (
  <Folded name="studies">
    <Studies />
  </Folded>
);

/** A part that loads when it is unfolded. */
function Folded({ name, children }: { name: 'methods' | 'studies'; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <section className="looking" aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{t(`${name}.title`)}</h2>
      <details
        onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}
      >
        <summary>{t(`${name}.look`)}</summary>
        {open && <Later>{children}</Later>}
      </details>
    </section>
  );
}

export function Speed() {
  const run = useApp((state) => state.run.run);
  const transport = useApp((state) => state.run.transport);
  const { ask, pause } = useActions();
  if (!run) return null;
  return (
    <section className="looking" aria-labelledby="speed-title">
      <h2 id="speed-title">{t('speed.title')}</h2>
      <Later>
        <KernelTimes run={run} stands={transport !== 'lost'} request={() => ask('profile', {})} />
      </Later>
      <Later>
        <Benchmark playing={transport === 'playing'} pause={pause} />
      </Later>
    </section>
  );
}

function Later({ children }: { children: ReactNode }) {
  return (
    <Guard>
      <Suspense fallback={<p className="loading">{t('charts.loading')}</p>}>{children}</Suspense>
    </Guard>
  );
}
