// Points drawn by hand: with the pointer, by keyboard, or as text.
import { type KeyboardEvent, useEffect, useId, useMemo, useReducer, useRef, useState } from 'react';
import { SHARES } from '../../contract/own-data.ts';
import { BRUSHES, MAX_POINTS, onGrid, readPoints } from '../../state/own-data-points.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { td } from '../messages/own-data.ts';
import { Brushes, ERASER } from './Brushes.tsx';
import { BLANK, type DrawAct, type Drawing, drawn, SHAPES } from './draw-history.ts';
import { type Place, Plane } from './Plane.tsx';
import { PointText } from './PointText.tsx';
import { Summary } from './Summary.tsx';

/** What was drawn last in this session; closing the dialog loses nothing. */
let kept: Drawing = BLANK;

const STEP = 0.05;
const LEAP = 0.25;
/** The spray puts a point for so much of its radius that it goes on. */
const SPRAY_EVERY = 0.25;
const MIN_ERASE = 0.04;

export function DrawPoints({ done }: { done: () => void }) {
  const [drawing, act] = useReducer(drawn, kept);
  const [brush, setBrush] = useState(0);
  const [radius, setRadius] = useState(0.1);
  const { points } = drawing;
  useEffect(() => {
    kept = drawing;
  }, [drawing]);
  const reading = useMemo(() => (points.length > 0 ? readPoints(points, '', SHARES) : null), [points]);
  const stroke = useStroke(brush, radius, act);
  const { cursor, told, onKey } = useKeys(points.length, brush, setBrush, act);
  const help = useId();
  return (
    <>
      <p className="plain" id={help}>
        {td('draw.help')}
      </p>
      <div className="own-draw">
        <Plane {...{ points, cursor, radius, stroke, onKey }} describedBy={help} />
        <div className="own-tools">
          <Brushes brush={brush} choose={setBrush} radius={radius} setRadius={setRadius} />
          <History drawing={drawing} act={act} />
          <SelectField
            label={td('draw.start')}
            value=""
            options={[
              { value: '', label: '…' },
              ...(['none', ...Object.keys(SHAPES)] as ('none' | keyof typeof SHAPES)[]).map((value) => ({
                value,
                label: td(`draw.start.${value}`),
              })),
            ]}
            onChange={(value) => {
              if (value === '') return;
              act({ type: 'begin' });
              const shape = SHAPES[value as keyof typeof SHAPES];
              act({ type: 'all', points: shape ? shape(Math.random) : [] });
            }}
          />
          <p className="fineprint" role="status">
            {points.length >= MAX_POINTS ? td('draw.full', { most: MAX_POINTS }) : told}
          </p>
        </div>
      </div>
      <PointText points={points} act={act} />
      {reading && <Summary reading={reading} title={td('draw.name')} done={done} />}
    </>
  );
}

function History({ drawing, act }: { drawing: Drawing; act: (what: DrawAct) => void }) {
  return (
    <div className="buttons">
      <button type="button" disabled={drawing.past.length === 0} onClick={() => act({ type: 'undo' })}>
        {td('draw.undo')}
      </button>
      <button type="button" disabled={drawing.future.length === 0} onClick={() => act({ type: 'redo' })}>
        {td('draw.redo')}
      </button>
      <button
        type="button"
        disabled={drawing.points.length === 0}
        onClick={() => {
          act({ type: 'begin' });
          act({ type: 'all', points: [] });
        }}
      >
        {td('draw.clear')}
      </button>
    </div>
  );
}

/** What the pointer does while it is down. */
function useStroke(brush: number, radius: number, act: (what: DrawAct) => void) {
  const last = useRef<Place | null>(null);
  const touch = (at: Place) => {
    last.current = at;
    if (brush === ERASER) return act({ type: 'erase', ...at, radius: Math.max(MIN_ERASE, radius) });
    const angle = 2 * Math.PI * Math.random();
    const far = radius * Math.sqrt(Math.random());
    const x = at.x + far * Math.cos(angle);
    const y = at.y + far * Math.sin(angle);
    act({ type: 'put', points: [{ x, y, label: brush }] });
  };
  return {
    begin: (at: Place) => {
      act({ type: 'begin' });
      touch(at);
    },
    go: (at: Place) => {
      const from = last.current ?? at;
      const gap = Math.max(0.02, SPRAY_EVERY * radius);
      if (Math.hypot(at.x - from.x, at.y - from.y) >= gap) touch(at);
    },
  };
}

/** The cross, what the keys do to it and to the points, and what to say of it. */
function useKeys(
  count: number,
  brush: number,
  setBrush: (brush: number) => void,
  act: (what: DrawAct) => void,
) {
  const [cursor, setCursor] = useState<Place>({ x: 0, y: 0 });
  const [told, setTold] = useState('');
  const at = (place: Place) => ({ x: place.x.toFixed(2), y: place.y.toFixed(2) });
  const nameOf = (label: number) => BRUSHES[label] ?? td('draw.erase');
  const remove = () => {
    act({ type: 'begin' });
    act({ type: 'nearest', ...cursor });
    setTold(td('draw.removed', { n: Math.max(0, count - 1) }));
  };
  const press = (key: string, shift: boolean): boolean => {
    const by = shift ? LEAP : STEP;
    const move = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[key];
    const choice = Number(key) - 1;
    if (move) {
      const next = { x: onGrid(cursor.x + (move[0] ?? 0)), y: onGrid(cursor.y + (move[1] ?? 0)) };
      setCursor(next);
      setTold(td('draw.at', { ...at(next), name: nameOf(brush) }));
    } else if (BRUSHES[choice] !== undefined) {
      setBrush(choice);
      setTold(td('draw.at', { ...at(cursor), name: nameOf(choice) }));
    } else if (key === 'Delete' || key === 'Backspace') remove();
    else if (key === ' ' || key === 'Enter') {
      if (brush === ERASER) remove();
      else {
        act({ type: 'begin' });
        act({ type: 'put', points: [{ ...cursor, label: brush }] });
        setTold(td('draw.put', { ...at(cursor), name: nameOf(brush), n: count + 1 }));
      }
    } else return false;
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const command = ctrlKey || metaKey;
    if (command && key.toLowerCase() === 'z') act({ type: shiftKey ? 'redo' : 'undo' });
    else if (command && key.toLowerCase() === 'y') act({ type: 'redo' });
    else if (command || altKey || !press(key, shiftKey)) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys are not meant
  };
  return { cursor, told, onKey };
}
