// The head of a lane's card: its line, its grip, its menu, its name, and what it does otherwise than its original.
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { KnobValue } from '../contract/cards.ts';
import { type Difference, laneDifferences } from '../state/lane-differences.ts';
import { symbolText } from '../state/symbol.ts';
import { laneNames, methodOf } from '../state/views.ts';
import { Swatch } from './charts/Swatch.tsx';
import { useActions, useApp } from './context.ts';
import { LaneMenu } from './LaneMenu.tsx';
import type { LaneCardData } from './lane-hooks.ts';
import { language, t, words } from './messages/messages.ts';

export function LaneHead(props: {
  readonly card: LaneCardData;
  /** What the lane is dragged by, once that has loaded. */
  readonly grip: ReactNode;
  readonly tell: (what: string) => void;
}) {
  const { card, grip, tell } = props;
  const [renaming, setRenaming] = useState(false);
  return (
    <header className="lane-head">
      <div className="lane-tools">
        <Swatch color={card.color} dash={card.dash} />
        {grip}
        <LaneMenu card={card} rename={() => setRenaming(true)} tell={tell} />
      </div>
      {renaming ? <NameField card={card} done={() => setRenaming(false)} /> : <h3>{card.name}</h3>}
      <Origin card={card} />
    </header>
  );
}

/** Enter or leaving it keeps the name, Escape the one before; an empty one is that of the method. */
function NameField({ card, done }: { card: LaneCardData; done: () => void }) {
  const { renameLane } = useActions();
  const [text, setText] = useState(card.spec.name ?? '');
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') done();
  };
  return (
    <input
      className="input"
      type="text"
      maxLength={60}
      aria-label={t('lane.nameOf', { name: card.name })}
      placeholder={card.name}
      value={text}
      // biome-ignore lint/a11y/noAutofocus: the visitor has just asked to write here
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={press}
      onBlur={() => {
        renameLane(card.key, text);
        done();
      }}
    />
  );
}

/** "From Soft targets: T 4 → 8". */
function Origin({ card }: { card: LaneCardData }) {
  const lanes = useApp((state) => state.draft.setup.lanes);
  const cards = useApp((state) => state.run.cards);
  const { from } = card.spec;
  const origin = from === undefined || from === card.index ? undefined : lanes[from];
  if (!origin || from === undefined) return null;
  const title = (id: string) => {
    const method = methodOf(cards, id);
    return method ? words(method.title) : id;
  };
  const differences = laneDifferences(card.spec, origin, cards).map((one) => inWords(one, title));
  const name = laneNames(lanes, cards, language())[from] ?? origin.method;
  return (
    <p className="lane-origin">
      {differences.length === 0
        ? t('lane.copyOf', { name })
        : t('lane.differs', { name, differences: differences.join(', ') })}
    </p>
  );
}

function inWords(difference: Difference, title: (method: string) => string): string {
  switch (difference.what) {
    case 'method':
      return t('lane.differs.method', { from: title(difference.from), to: title(difference.to) });
    case 'knob': {
      const { knob } = difference;
      const named = (value: KnobValue): string => {
        if (typeof value === 'boolean') return t(value ? 'lane.differs.on' : 'lane.differs.off');
        const option = knob.kind === 'choice' && knob.options.find((one) => one.value === value);
        return option ? words(option.label) : String(value);
      };
      const knobName = knob.symbol === undefined ? words(knob.label) : symbolText(knob.symbol);
      return `${knobName} ${named(difference.from)} → ${named(difference.to)}`;
    }
    case 'without':
      return t('lane.differs.without', { term: difference.term });
    case 'with':
      return t('lane.differs.with', { term: difference.term });
    case 'code':
      return t('lane.differs.code');
    default:
      return difference satisfies never;
  }
}
