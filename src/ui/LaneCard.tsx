// One student's lane: what was measured, its method and knobs, and what there is to read about it.
import type { CSSProperties, ReactNode, Ref } from 'react';
import type { LaneView } from '../state/lane-view.ts';
import { useApp } from './context.ts';
import { LaneDetails } from './LaneDetails.tsx';
import { LaneHead } from './LaneHead.tsx';
import { LaneKnobs } from './LaneKnobs.tsx';
import { Accuracy, Readouts, Stopped } from './LaneReadouts.tsx';
import { LaneStages } from './LaneStages.tsx';
import { standsFor } from './lane-focus.ts';
import type { LaneCardData } from './lane-hooks.ts';
import { t } from './messages/messages.ts';
import { Shown } from './Shown.tsx';

export interface LaneCardProps {
  readonly card: LaneCardData;
  readonly alone: LaneView | null;
  /** Tells those who listen what became of the lane. */
  readonly tell: (what: string) => void;
  /** Where lanes can be dragged: the card, its place while it moves, and its grip. */
  readonly drag?: {
    readonly ref: Ref<HTMLElement>;
    readonly style: CSSProperties;
    readonly moving: boolean;
    readonly grip: ReactNode;
  };
}

export function LaneCard({ card, alone, tell, drag }: LaneCardProps) {
  const { name, view } = card;
  const run = useApp((state) => state.run.run);
  return (
    <article
      className="lane"
      aria-label={name}
      ref={drag?.ref}
      style={{ '--lane': card.color, ...drag?.style } as CSSProperties}
      data-moving={drag?.moving}
      {...standsFor(view?.id)}
    >
      <LaneHead card={card} grip={drag?.grip} tell={tell} />
      {view || !run ? (
        <Accuracy view={view} alone={alone} />
      ) : (
        <p className="lane-waits">{t('lane.pending')}</p>
      )}
      <Readouts view={view} />
      <div className="lane-body">
        {run?.stages && view && <LaneStages run={run} id={view.id} name={name} />}
        {view?.stopped && <Stopped reason={view.stopped} />}
        <Shown part="knobs">
          <LaneKnobs card={card} />
        </Shown>
      </div>
      <LaneDetails card={card} run={run} />
    </article>
  );
}
