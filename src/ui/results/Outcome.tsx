// The section of the results; the table comes when the page stands.
import { lazy, Suspense } from 'react';
import type { LaneView } from '../../state/lane-view.ts';
import { useApp } from '../context.ts';
import { Guard } from '../Guard.tsx';
import { t } from '../messages/messages.ts';

const Results = lazy(() => import('./Results.tsx').then((module) => ({ default: module.Results })));

export function Outcome({ views }: { views: readonly LaneView[] }) {
  const run = useApp((state) => state.run.run);
  if (!run) return null;
  return (
    <section className="curves" aria-labelledby="results-title">
      <h2 id="results-title">{t('results.title')}</h2>
      <Guard>
        <Suspense fallback={<p className="loading">{t('charts.loading')}</p>}>
          <Results views={views} run={run} />
        </Suspense>
      </Guard>
    </section>
  );
}
