// Says now and then, to those who listen, how the lanes stand.
import { useEffect, useRef, useState } from 'react';
import type { LaneView } from '../state/lane-view.ts';
import { useApp } from './context.ts';
import { numbers, t } from './messages/messages.ts';

const EVERY_MS = 15_000;

export function LiveRegion({ views }: { views: readonly LaneView[] }) {
  const transport = useApp((state) => state.run.transport);
  const latest = useRef(views);
  const [said, setSaid] = useState('');
  useEffect(() => {
    latest.current = views;
  });

  useEffect(() => {
    if (transport !== 'playing') {
      if (transport === 'finished' || transport === 'paused')
        setSaid(summary(latest.current, transport === 'finished'));
      return;
    }
    const timer = setInterval(() => setSaid(summary(latest.current, false)), EVERY_MS);
    return () => clearInterval(timer);
  }, [transport]);

  const stopped = views.filter((view) => view.stopped !== null);
  return (
    <div className="visually-hidden">
      <p aria-live="polite">{said}</p>
      <p aria-live="polite">
        {stopped.map((view) => t('live.stopped', { name: view.name, reason: view.stopped ?? '' })).join(' ')}
      </p>
    </div>
  );
}

/** "Soft targets: 91 % after 400 steps", for every lane that was measured. */
function summary(views: readonly LaneView[], finished: boolean): string {
  const measured = views.flatMap((view) => {
    const last = view.evaluations.at(-1);
    return last ? [{ name: view.name, last }] : [];
  });
  const step = Math.max(
    0,
    ...measured.filter((one) => one.name !== t('lane.teacher')).map((one) => one.last.step),
  );
  const lanes = measured
    .map(({ name, last }) => t('live.lane', { name, accuracy: numbers.percentWhole(last.test.accuracy) }))
    .join(', ');
  return lanes === ''
    ? ''
    : t(finished ? 'live.finished' : 'live.step', { step: numbers.integer(step), lanes });
}
