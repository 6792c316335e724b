// The points as text that can be read, edited and taken over: the same drawing without a plane.
import { useId, useState } from 'react';
import { type Point, pointsOf, textOf } from '../../state/own-data-points.ts';
import type { Remark } from '../../state/own-data-remarks.ts';
import { td } from '../messages/own-data.ts';
import type { DrawAct } from './draw-history.ts';
import { Remarks } from './Remarks.tsx';

export function PointText({ points, act }: { points: readonly Point[]; act: (what: DrawAct) => void }) {
  const [open, setOpen] = useState(false);
  /** What was typed, and of which points; other points show theirs. */
  const [typed, setTyped] = useState<{ text: string; of: readonly Point[] } | null>(null);
  const [remarks, setRemarks] = useState<readonly Remark[]>([]);
  const id = useId();
  const text = typed?.of === points ? typed.text : null;
  const take = () => {
    if (text === null) return;
    const read = pointsOf(text);
    act({ type: 'begin' });
    act({ type: 'all', points: read.points });
    setRemarks(read.remarks);
    setTyped(null);
  };
  return (
    <details className="own-text" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{td('draw.text')}</summary>
      {open && (
        <>
          <label htmlFor={id} className="visually-hidden">
            {td('draw.text')}
          </label>
          <textarea
            id={id}
            className="input"
            rows={8}
            spellCheck={false}
            value={text ?? textOf(points)}
            onChange={(event) => setTyped({ text: event.target.value, of: points })}
          />
          <button type="button" disabled={text === null} onClick={take}>
            {td('draw.text.use')}
          </button>
          <Remarks remarks={remarks} />
        </>
      )}
    </details>
  );
}
