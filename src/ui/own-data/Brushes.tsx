// Which class is drawn, or that points are taken away, and how wide the spray is.
import { useId } from 'react';
import { BRUSHES } from '../../state/own-data-points.ts';
import { Field } from '../controls/Field.tsx';
import { classColor } from '../explain/map-image.ts';
import { markPath } from '../explain/marks.ts';
import { numbers } from '../messages/messages.ts';
import { td } from '../messages/own-data.ts';

export const ERASER = -1;

export function Brushes(props: {
  brush: number;
  choose: (brush: number) => void;
  radius: number;
  setRadius: (radius: number) => void;
}) {
  const { brush, choose, radius, setRadius } = props;
  const name = useId();
  return (
    <>
      <fieldset className="own-brushes">
        <legend>{td('draw.class')}</legend>
        {BRUSHES.map((letter, i) => (
          <label key={letter}>
            <input
              type="radio"
              name={name}
              aria-label={td('draw.brush', { name: letter })}
              checked={brush === i}
              onChange={() => choose(i)}
            />
            <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
              <path d={markPath(i, 7, 7, 10)} fill={`rgb(${classColor(i).join(' ')})`} />
            </svg>
            {letter}
          </label>
        ))}
        <label>
          <input type="radio" name={name} checked={brush === ERASER} onChange={() => choose(ERASER)} />
          {td('draw.erase')}
        </label>
      </fieldset>
      <Field label={td('draw.radius')} value={numbers.plain(radius)}>
        {(ids) => (
          <input
            {...ids}
            type="range"
            min={0}
            max={0.4}
            step={0.02}
            value={radius}
            onChange={(event) => setRadius(Number(event.target.value))}
          />
        )}
      </Field>
    </>
  );
}
