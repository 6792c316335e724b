// "Edit the loss" on the page: closed until it is wanted, and loaded then.
import { lazy, Suspense, useState } from 'react';
import { useApp } from '../context.ts';
import { Guard } from '../Guard.tsx';
import { t } from '../messages/messages.ts';

const LossEditor = lazy(() => import('./LossEditor.tsx').then((m) => ({ default: m.LossEditor })));

export function EditLoss() {
  const run = useApp((state) => state.run.run);
  const [open, setOpen] = useState(false);
  if (!run) return null;
  return (
    <section className="looking" aria-labelledby="loss-title">
      <div className="section-head">
        <h2 id="loss-title">{t('loss.title')}</h2>
        <p className="plain">{t('loss.sub')}</p>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'loss.close' : 'loss.open')}
        </button>
      </div>
      {open && (
        <Guard>
          <Suspense fallback={<p className="loading">{t('charts.loading')}</p>}>
            <LossEditor run={run} />
          </Suspense>
        </Guard>
      )}
    </section>
  );
}
