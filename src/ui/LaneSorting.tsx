// Lanes that can be dragged into another order, by pointer and by keyboard. The teacher and the student alone stay.
import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { useRef } from 'react';
import { useActions } from './context.ts';
import { Icon } from './icons.tsx';
import { LaneCard, type LaneCardProps } from './LaneCard.tsx';
import { ts } from './messages/sorting.ts';

export function LaneSorting({ list }: { list: readonly LaneCardProps[] }) {
  const { placeLane } = useActions();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (id: UniqueIdentifier) => list.findIndex(({ card }) => card.key === id);
  const end = ({ active, over }: DragEndEvent) => {
    if (over) placeLane(Number(active.id), placeOf(over.id));
  };
  const justPicked = useRef(false);
  const [alone, ...others] = list;
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{
        announcements: announcements(list, placeOf, justPicked),
        screenReaderInstructions: { draggable: ts('sorting.how') },
      }}
    >
      {alone && <LaneCard key={alone.card.key} {...alone} />}
      <SortableContext items={others.map(({ card }) => card.key)} strategy={rectSortingStrategy}>
        {others.map((props) => (
          <SortableLane key={props.card.key} {...props} />
        ))}
      </SortableContext>
    </DndContext>
  );
}

function SortableLane(props: LaneCardProps) {
  const { key, name } = props.card;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: key });
  const grip = (
    <button
      type="button"
      className="quiet icon grip"
      ref={setActivatorNodeRef}
      aria-label={ts('sorting.grip', { name })}
      title={ts('sorting.grip', { name })}
      aria-describedby={attributes['aria-describedby']}
      {...listeners}
    >
      <Icon name="grip" />
    </button>
  );
  const style = { transform: CSS.Translate.toString(transform), transition };
  return <LaneCard {...props} drag={{ ref: setNodeRef, style, moving: isDragging, grip }} />;
}

function announcements(
  list: readonly LaneCardProps[],
  placeOf: (id: UniqueIdentifier) => number,
  justPicked: { current: boolean },
): Announcements {
  const gaps = (id: UniqueIdentifier, over?: UniqueIdentifier) => ({
    name: list[placeOf(id)]?.card.name ?? '',
    place: placeOf(over ?? id) + 1,
    count: list.length,
  });
  return {
    onDragStart({ active }) {
      justPicked.current = true;
      return ts('sorting.start', gaps(active.id));
    },
    onDragOver({ active, over }) {
      const first = justPicked.current; // comes at once and says where the lane is anyway
      justPicked.current = false;
      return first || !over ? undefined : ts('sorting.over', gaps(active.id, over.id));
    },
    onDragEnd: ({ active, over }) => ts('sorting.end', gaps(active.id, over?.id)),
    onDragCancel: ({ active }) => ts('sorting.cancel', gaps(active.id)),
  };
}
