// What a lane minimises and what can be turned about it: the formula, the method, its knobs.

import { lazy, Suspense } from 'react';
import { type Knobs, withDefaults } from '../contract/cards.ts';
import { useActions, useApp } from './context.ts';
import { KnobControls } from './controls/KnobControls.tsx';
import type { LaneCardData } from './lane-hooks.ts';
import { useOfferedMethods } from './lane-hooks.ts';
import { numbers, t, words } from './messages/messages.ts';
import { Scroll } from './Scroll.tsx';
import { useUndoable } from './undoable.ts';

const Formula = lazy(() => import('./explain/Formula.tsx').then((module) => ({ default: module.Formula })));

/** So many knobs stand open; a method puts first what matters most. */
const IN_SIGHT = 2;

export function LaneKnobs({ card }: { card: LaneCardData }) {
  const { name, method } = card;
  const knobs = Object.entries(method?.knobs ?? {});
  const label = t('lane.formula', { name });
  return (
    <>
      {method && (
        <Scroll className="lane-formula" label={label}>
          <Suspense fallback={<code className="formula">{method.formula}</code>}>
            <Formula tex={method.formula} label={label} />
          </Suspense>
        </Scroll>
      )}
      {card.index > 0 && <MethodChoice card={card} />}
      <SomeKnobs card={card} knobs={Object.fromEntries(knobs.slice(0, IN_SIGHT))} />
      {knobs.length > IN_SIGHT && (
        <details className="more-knobs">
          <summary>{t('lane.more', { n: knobs.length - IN_SIGHT })}</summary>
          <SomeKnobs card={card} knobs={Object.fromEntries(knobs.slice(IN_SIGHT))} />
        </details>
      )}
    </>
  );
}

function SomeKnobs({ card, knobs }: { card: LaneCardData; knobs: Knobs }) {
  const { key, spec } = card;
  const moves = useApp((state) => state.moves);
  const { moveKnob } = useActions();
  const note = (name: string) => {
    const move = moves.find((one) => one.key === key && one.knob === name);
    return move ? t('lane.moved', { step: numbers.integer(move.step) }) : null;
  };
  const values = withDefaults(knobs, spec.knobs);
  return (
    <KnobControls
      knobs={knobs}
      values={values}
      onChange={(knob, value) => moveKnob(key, knob, value)}
      note={note}
    />
  );
}

function MethodChoice({ card }: { card: LaneCardData }) {
  const methods = useOfferedMethods();
  const { setMethod } = useUndoable();
  return (
    <select
      className="input"
      aria-label={t('lane.methodOf', { name: card.name })}
      value={card.spec.method}
      onChange={(event) => setMethod(card.key, card.name, event.target.value)}
    >
      {!card.method && <option value={card.spec.method}>{card.spec.method}</option>}
      {methods.map((method) => (
        <option key={method.id} value={method.id}>
          {words(method.title)}
        </option>
      ))}
    </select>
  );
}
