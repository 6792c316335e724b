// What pointer and keys do over the hard-sample map: pointing, choosing, encircling, going from neighbour to neighbour.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { inside, nearest, nextIn, type Way } from './hard-plane.ts';

type Point = readonly [x: number, y: number];

/** A press that moves farther than this encircles. */
const DRAG = 6;
/** How far from a sample it is still meant, for a mouse and for a finger. */
const REACH = { mouse: 14, touch: 28 };
const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const NOTHING: readonly Point[] = [];

/** What is chosen, and what becomes of a wish. */
export interface Pointing {
  readonly chosen: number;
  readonly hover: (index: number | null) => void;
  /** By pointer, or by keyboard, which wants it said. */
  readonly choose: (index: number, by: 'pointer' | 'keys') => void;
  readonly open: () => void;
  readonly encircle: (indices: readonly number[]) => void;
  /** Fingers draw too, and do not scroll. */
  readonly fingers: boolean;
}

export function useLasso(xy: Float32Array, wishes: Pointing) {
  const { chosen, hover, choose, open, encircle, fingers } = wishes;
  const [outline, setOutline] = useState(NOTHING);
  const drag = useRef<Point[] | null>(null);
  const end = () => {
    drag.current = null;
    setOutline(NOTHING);
  };
  const reach = ({ pointerType }: PointerEvent) => (pointerType === 'touch' ? REACH.touch : REACH.mouse);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    drag.current = [placeOf(event)];
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const place = placeOf(event);
    const { current } = drag;
    if (!current) return hover(nearest(xy, ...place, reach(event)));
    if (event.pointerType === 'touch' && !fingers) return;
    const [x, y] = current.at(-1) as Point;
    if (Math.hypot(place[0] - x, place[1] - y) < DRAG) return;
    current.push(place);
    setOutline([...current]);
  };
  const onPointerUp = (event: PointerEvent) => {
    const { current } = drag;
    end();
    if (!current) return;
    const place = placeOf(event);
    if (current.length > 2) return encircle(inside(xy, [...current, place]));
    const index = nearest(xy, ...place, reach(event));
    if (index !== null) choose(index, 'pointer');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = WAYS[event.key];
    if (event.key === 'Escape' && drag.current) end();
    else if (event.key === 'Enter') open();
    else if (way) {
      const known = !Number.isNaN(xy[2 * chosen] ?? Number.NaN);
      const next = known ? nextIn(xy, chosen, way) : nearest(xy, 0, 0, Number.POSITIVE_INFINITY);
      if (next !== null) choose(next, 'keys');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    outline,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: end,
    onPointerLeave: () => hover(null),
    onKeyDown,
  };
}

function placeOf({ currentTarget, clientX, clientY }: PointerEvent): Point {
  const { left, top } = currentTarget.getBoundingClientRect();
  return [clientX - left, clientY - top];
}
