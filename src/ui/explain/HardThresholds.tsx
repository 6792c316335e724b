// A subset without a drag: all samples with at least so much of both numbers.
import { useId, useState } from 'react';
import { NumberField } from '../controls/NumberField.tsx';
import { ts } from '../messages/samples.ts';
import { above } from './hard-plane.ts';
import type { HardView } from './hard-view.ts';

export function HardThresholds({
  view,
  take,
}: {
  view: HardView;
  take: (indices: readonly number[]) => void;
}) {
  const [x, setX] = useState(0.1);
  const [y, setY] = useState(0.1);
  const id = useId();
  const found = above(view.xs, view.ys, x, y);
  const set = (change: (value: number) => void) => (value: number) => {
    if (value < 0) return [ts('hard.negative')];
    change(value);
    return [];
  };
  return (
    <fieldset className="hard-thresholds" aria-labelledby={id}>
      <legend id={id}>{ts('hard.thresholds')}</legend>
      <NumberField label={ts('hard.least', { quantity: 'H' })} value={x} onChange={set(setX)} />
      <NumberField label={ts('hard.least', { quantity: 'KL' })} value={y} onChange={set(setY)} />
      <button type="button" disabled={found.length === 0} onClick={() => take(found)}>
        {ts('hard.make', { n: found.length })}
      </button>
    </fieldset>
  );
}
