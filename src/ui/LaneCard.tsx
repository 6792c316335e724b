// One student's lane: what was measured, its method and knobs, and what there is to read about it.
import type { CSSProperties } from 'react';
import type { LaneView } from '../state/lane-view.ts';
import { Swatch } from './charts/Swatch.tsx';
import { useActions, useApp } from './context.ts';
import { LaneDetails } from './LaneDetails.tsx';
import { LaneKnobs } from './LaneKnobs.tsx';
import { Accuracy, Readouts, Stopped } from './LaneReadouts.tsx';
import { standsFor } from './lane-focus.ts';
import type { LaneCardData } from './lane-hooks.ts';
import { t } from './messages/messages.ts';
import { Shown } from './Shown.tsx';

export function LaneCard({ card, alone }: { card: LaneCardData; alone: LaneView | null }) {
  const { key, index, name, view } = card;
  const run = useApp((state) => state.run.run);
  const actions = useActions();
  return (
    <article
      className="lane"
      aria-label={name}
      style={{ '--lane': card.color } as CSSProperties}
      {...standsFor(view?.id)}
    >
      <header className="lane-head">
        <Swatch color={card.color} dash={card.dash} />
        <h3>{name}</h3>
        {index > 0 && (
          <button
            type="button"
            className="quiet icon"
            aria-label={t('lane.remove', { name })}
            onClick={() => actions.removeLane(key)}
          >
            <span aria-hidden="true">×</span>
          </button>
        )}
      </header>
      {view || !run ? (
        <Accuracy view={view} alone={alone} />
      ) : (
        <p className="lane-waits">{t('lane.pending')}</p>
      )}
      <Readouts view={view} />
      <div className="lane-body">
        {view?.stopped && <Stopped reason={view.stopped} />}
        <Shown part="knobs">
          <LaneKnobs card={card} />
        </Shown>
      </div>
      <LaneDetails card={card} run={run} />
    </article>
  );
}
