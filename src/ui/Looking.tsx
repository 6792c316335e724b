// The curves, the looks inside, and what a step costs. They come when the page stands, so that it stands soon.
import { lazy, type ReactNode, Suspense } from 'react';
import type { LaneView } from '../state/lane-view.ts';
import { useActions, useApp } from './context.ts';
import { Guard } from './Guard.tsx';
import { t } from './messages/messages.ts';

const LiveCharts = lazy(() =>
  import('./charts/LiveCharts.tsx').then((module) => ({ default: module.LiveCharts })),
);
const DecisionMaps = lazy(() =>
  import('./explain/DecisionMaps.tsx').then((module) => ({ default: module.DecisionMaps })),
);
const SampleViewer = lazy(() =>
  import('./explain/SampleViewer.tsx').then((module) => ({ default: module.SampleViewer })),
);

const KernelTimes = lazy(() =>
  import('./speed/KernelTimes.tsx').then((module) => ({ default: module.KernelTimes })),
);
const Benchmark = lazy(() =>
  import('./speed/Benchmark.tsx').then((module) => ({ default: module.Benchmark })),
);

export function Curves({ views }: { views: LaneView[] }) {
  const run = useApp((state) => state.run.run);
  if (!run) return null;
  return (
    <section className="curves" aria-labelledby="curves-title">
      <h2 id="curves-title">{t('charts.title')}</h2>
      <Later>
        <LiveCharts lanes={views} totalSteps={run.totalSteps} />
      </Later>
    </section>
  );
}

export function LookingInside({ views }: { views: LaneView[] }) {
  const run = useApp((state) => state.run.run);
  const step = useApp((state) => state.run.step);
  const credit = useApp(
    (state) => state.run.cards?.datasets.find((card) => card.id === run?.setup.data.id)?.credit,
  );
  const { map, sample } = useActions();
  if (!run) return null;
  return (
    <section className="looking" aria-labelledby="looking-title">
      <h2 id="looking-title">{t('look.title')}</h2>
      {run.bounds && (
        <Later>
          <DecisionMaps lanes={views} run={run} step={step} request={map} />
        </Later>
      )}
      <Later>
        <SampleViewer lanes={views} run={run} step={step} request={sample} />
      </Later>
      {credit && (
        <p className="fineprint">
          {t('credit.label')}: {credit}
        </p>
      )}
    </section>
  );
}

export function Speed() {
  const run = useApp((state) => state.run.run);
  const transport = useApp((state) => state.run.transport);
  const { profile, pause } = useActions();
  if (!run) return null;
  return (
    <section className="looking" aria-labelledby="speed-title">
      <h2 id="speed-title">{t('speed.title')}</h2>
      <Later>
        <KernelTimes run={run} stands={transport !== 'lost'} request={profile} />
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
