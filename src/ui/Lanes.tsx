// One card a lane: the teacher, the student alone, and the same student with every chosen method.
import { type CSSProperties, lazy, Suspense, useState } from 'react';
import { MAX_LANES } from '../contract/setup.ts';
import type { LaneView } from '../state/lane-view.ts';
import { useActions, useApp } from './context.ts';
import { LaneCard } from './LaneCard.tsx';
import { useLaneCards, useOfferedMethods } from './lane-hooks.ts';
import { t, words } from './messages/messages.ts';
import { Sizes } from './Sizes.tsx';
import { TeacherCard } from './TeacherCard.tsx';

/** Dragging comes a moment after the cards. */
const LaneSorting = lazy(() => import('./LaneSorting.tsx').then((m) => ({ default: m.LaneSorting })));

export function Lanes({ views }: { views: readonly LaneView[] }) {
  const cards = useLaneCards(views);
  const [teacher, alone] = views;
  const [told, tell] = useState('');
  const list = cards.map((card) => ({ card, alone: alone ?? null, tell }));
  return (
    <section className="lanes" aria-labelledby="lanes-title" id="lanes" tabIndex={-1}>
      <div className="section-head">
        <h2 id="lanes-title">{t('lanes.title')}</h2>
        <p className="plain">{t('lanes.sub')}</p>
        <AddLane />
      </div>
      <Sizes />
      <div className="lane-grid" style={{ '--per-row': perRow(cards.length + 1) } as CSSProperties}>
        <TeacherCard view={teacher ?? null} />
        <Suspense fallback={list.map((props) => <LaneCard key={props.card.key} {...props} />)}>
          <LaneSorting list={list} />
        </Suspense>
      </div>
      <p className="visually-hidden" role="status">
        {told}
      </p>
    </section>
  );
}

/** Six cards stand three by three rather than five and one. */
const perRow = (count: number): number => (count <= 5 ? count : Math.ceil(count / 2));

function AddLane() {
  const methods = useOfferedMethods();
  const count = useApp((state) => state.draft.setup.lanes.length);
  const { addLane } = useActions();
  if (count >= MAX_LANES) return <p className="fineprint add-lane">{t('lanes.full')}</p>;
  return (
    <select
      className="input add-lane"
      aria-label={t('lanes.addMethod')}
      value=""
      disabled={methods.length === 0}
      onChange={(event) => event.target.value && addLane(event.target.value)}
    >
      <option value="">{t('lanes.add')}…</option>
      {methods.map((method) => (
        <option key={method.id} value={method.id}>
          {words(method.title)}
        </option>
      ))}
    </select>
  );
}
