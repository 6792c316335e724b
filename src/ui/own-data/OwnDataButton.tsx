// The way in to one's own data; what is behind it comes when it is opened.
import { lazy, Suspense, useState } from 'react';
import { t } from '../messages/messages.ts';

const OwnData = lazy(() => import('./OwnData.tsx').then((module) => ({ default: module.OwnData })));

export function OwnDataButton() {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" onClick={() => setOpen(true)}>
        {t('data.own')}
      </button>
      {open && (
        <Suspense fallback={null}>
          <OwnData close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
