// Which two networks are compared: A and B.
import { useState } from 'react';
import type { LaneView } from '../../state/lane-view.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { tc } from '../messages/compare.ts';

/** The teacher and the first lane to begin with; a lane that goes is replaced. */
export function usePair(lanes: readonly LaneView[]) {
  const [wanted, setWanted] = useState({ a: '', b: '' });
  const of = (id: string, other: number) => lanes.find((lane) => lane.id === id) ?? lanes[other] ?? lanes[0];
  return { a: of(wanted.a, 0), b: of(wanted.b, 1), choose: setWanted };
}

interface PairFieldsProps {
  readonly lanes: readonly LaneView[];
  readonly a: LaneView;
  readonly b: LaneView;
  readonly choose: (pair: { a: string; b: string }) => void;
}

export function PairFields({ lanes, a, b, choose }: PairFieldsProps) {
  const options = lanes.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="compare-controls">
      <SelectField
        label={tc('pair.a')}
        value={a.id}
        options={options}
        onChange={(id) => choose({ a: id, b: b.id })}
      />
      <SelectField
        label={tc('pair.b')}
        value={b.id}
        options={options}
        onChange={(id) => choose({ a: a.id, b: id })}
      />
    </div>
  );
}
