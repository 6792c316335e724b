// The plane that is drawn on: points as marks of their class, and the cross that the keyboard moves.
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Point } from '../../state/own-data-points.ts';
import { classColor, toPicture } from '../explain/map-image.ts';
import { markPath } from '../explain/marks.ts';
import { td } from '../messages/own-data.ts';

const BOUNDS = [-1, -1, 1, 1] as const;
const MARK = 8;

export type Place = Pick<Point, 'x' | 'y'>;

export interface Stroke {
  readonly begin: (at: Place) => void;
  readonly go: (at: Place) => void;
}

export function Plane(props: {
  readonly points: readonly Point[];
  readonly cursor: Place;
  /** What the pointer would touch, in units of the plane. */
  readonly radius: number;
  readonly stroke: Stroke;
  readonly onKey: (event: React.KeyboardEvent) => void;
  readonly describedBy: string;
}) {
  const { points, cursor, radius, stroke, onKey, describedBy } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [focused, setFocused] = useState(false);
  const [pointer, setPointer] = useState<Place | null>(null);
  const size = useSize(canvas);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || size === 0) return;
    const scale = window.devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, size, size);
    const ink = getComputedStyle(context.canvas);
    drawGrid(context, size, ink.getPropertyValue('--line'));
    drawPoints(context, size, points);
    if (pointer) drawRing(context, size, pointer, radius, ink.color);
    if (focused) drawCross(context, size, cursor, ink.color);
  }, [points, cursor, focused, pointer, radius, size]);
  const placeOf = (event: PointerEvent<HTMLCanvasElement>): Place => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: (2 * (event.clientX - box.left)) / box.width - 1,
      y: 1 - (2 * (event.clientY - box.top)) / box.height,
    };
  };
  const pixels = Math.round(size * (window.devicePixelRatio || 1));
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys draw here, which no native element offers
    <canvas
      ref={canvas}
      className="own-plane"
      width={pixels}
      height={pixels}
      tabIndex={0}
      role="application"
      aria-label={td('draw.canvas')}
      aria-describedby={describedBy}
      onKeyDown={onKey}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.begin(placeOf(event));
      }}
      onPointerMove={(event) => {
        const at = placeOf(event);
        setPointer(at);
        if (event.currentTarget.hasPointerCapture(event.pointerId)) stroke.go(at);
      }}
      onPointerLeave={() => setPointer(null)}
    />
  );
}

/** The side of the square, in CSS pixels. */
function useSize(canvas: React.RefObject<HTMLCanvasElement | null>): number {
  const [size, setSize] = useState(0);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize(Math.round(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas]);
  return size;
}

function drawGrid(context: CanvasRenderingContext2D, size: number, line: string): void {
  context.strokeStyle = line;
  context.lineWidth = 1;
  context.beginPath();
  for (let k = 1; k < 8; k++) {
    const at = Math.round((k * size) / 8) + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, size);
    context.moveTo(0, at);
    context.lineTo(size, at);
  }
  context.stroke();
}

function drawPoints(context: CanvasRenderingContext2D, size: number, points: readonly Point[]): void {
  const marks = new Map<number, string[]>();
  for (const { x, y, label } of points) {
    const paths = marks.get(label) ?? [];
    paths.push(markPath(label, ...toPicture(x, y, BOUNDS, size), MARK));
    marks.set(label, paths);
  }
  for (const [label, paths] of marks) {
    context.fillStyle = `rgb(${classColor(label).join(' ')})`;
    context.fill(new Path2D(paths.join('')));
  }
}

function drawRing(
  context: CanvasRenderingContext2D,
  size: number,
  at: Place,
  radius: number,
  ink: string,
): void {
  const [x, y] = toPicture(at.x, at.y, BOUNDS, size);
  context.strokeStyle = ink;
  context.globalAlpha = 0.5;
  context.beginPath();
  context.arc(x, y, Math.max(3, (radius * size) / 2), 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}

function drawCross(context: CanvasRenderingContext2D, size: number, at: Place, ink: string): void {
  const [x, y] = toPicture(at.x, at.y, BOUNDS, size);
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 10, y);
  context.lineTo(x + 10, y);
  context.moveTo(x, y - 10);
  context.lineTo(x, y + 10);
  context.stroke();
}
