// What can be done with a lane. To add something, add a <MenuItem>.
import { MAX_LANES } from '../contract/setup.ts';
import { colorAt } from '../state/draft-lanes.ts';
import { colorOf, dashOf } from '../state/views.ts';
import { Swatch } from './charts/Swatch.tsx';
import { useActions, useApp } from './context.ts';
import { Icon } from './icons.tsx';
import type { LaneCardData } from './lane-hooks.ts';
import { Menu, MenuItem } from './Menu.tsx';
import { t } from './messages/messages.ts';
import { useUndoable } from './undoable.ts';

interface LaneMenuProps {
  readonly card: LaneCardData;
  readonly rename: () => void;
  /** Tells those who listen where the lane stands now. */
  readonly tell: (what: string) => void;
}

export function LaneMenu({ card, rename, tell }: LaneMenuProps) {
  const { key, index, name } = card;
  const count = useApp((state) => state.draft.setup.lanes.length);
  const actions = useActions();
  const { removeLane } = useUndoable();
  const move = (place: number) => {
    actions.placeLane(key, place);
    tell(t('lane.movedTo', { name, place: place + 1, count }));
  };
  const remove = () => {
    removeLane(key, name);
    document.getElementById('lanes')?.focus(); // the button that had it goes with the lane
  };
  return (
    <Menu label={t('lane.menu', { name })} sign={<Icon name="more" />}>
      <MenuItem act={rename}>{t('lane.rename')}</MenuItem>
      {index > 0 && (
        <>
          {count < MAX_LANES && <MenuItem act={() => actions.copyLane(key)}>{t('lane.duplicate')}</MenuItem>}
          {index > 1 && <MenuItem act={() => move(index - 1)}>{t('lane.earlier')}</MenuItem>}
          {index < count - 1 && <MenuItem act={() => move(index + 1)}>{t('lane.later')}</MenuItem>}
          <MenuItem act={remove}>{t('lane.remove')}</MenuItem>
        </>
      )}
      <Colors card={card} />
    </Menu>
  );
}

/** Colours with their dashes; one that another lane has is exchanged with it. */
function Colors({ card }: { card: LaneCardData }) {
  const lanes = useApp((state) => state.draft.setup.lanes);
  const { colorLane } = useActions();
  const taken = lanes.map((_, place) => colorAt(lanes, place));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of a menu is no fieldset
    <div className="menu-colors" role="group" aria-label={t('lane.color')}>
      {Array.from({ length: MAX_LANES }, (_, color) => {
        const mine = taken[card.index] === color;
        const text = t(`lane.color.${color as 0}`);
        return (
          <MenuItem
            key={colorOf(color)}
            className="menu-color"
            checked={mine}
            label={!mine && taken.includes(color) ? t('lane.colorTaken', { color: text }) : text}
            act={() => colorLane(card.key, color)}
          >
            <Swatch color={colorOf(color)} dash={dashOf(color)} />
          </MenuItem>
        );
      })}
    </div>
  );
}
