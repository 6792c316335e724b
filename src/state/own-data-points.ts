// Points that are drawn: as a list, as the text that can be edited instead, and as a data set.
import type { Shares } from '../contract/own-data.ts';
import { assemble, type Reading, reading } from './own-data-assemble.ts';
import { type Remark, remark } from './own-data-remarks.ts';

export interface Point {
  /** In [-1, 1], to the right and upwards. */
  readonly x: number;
  readonly y: number;
  /** Which of the brushes. */
  readonly label: number;
}

export const BRUSHES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export const MAX_POINTS = 5000;
/** Sentences about single lines; the others are counted. */
const SAID = 5;

/** Coordinates are kept to three digits, so that the text is the points, exactly. */
export const onGrid = (value: number): number =>
  Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000 + 0;

export const textOf = (points: readonly Point[]): string =>
  points.map(({ x, y, label }) => `${x},${y},${BRUSHES[label]}`).join('\n');

/** Lines `x,y,class`. A line that is none is left out, with a sentence. */
export function pointsOf(text: string): { points: Point[]; remarks: Remark[] } {
  const points: Point[] = [];
  const remarks: Remark[] = [];
  let left = 0;
  for (const [i, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue;
    const point = points.length < MAX_POINTS ? pointOf(line) : null;
    if (point) points.push(point);
    else if (++left <= SAID) remarks.push(remark('left.point', { line: i + 1, text: line.slice(0, 40) }));
  }
  if (left > SAID) remarks.push(remark('left.points.more', { n: left - SAID }));
  return { points, remarks };
}

function pointOf(line: string): Point | null {
  const parts = line.split(/[,;\t]/).map((part) => part.trim());
  const [x = Number.NaN, y = Number.NaN] = parts
    .slice(0, 2)
    .map((part) => (part === '' ? Number.NaN : Number(part)));
  const label = (BRUSHES as readonly string[]).indexOf(parts[2]?.toUpperCase() ?? '');
  if (parts.length !== 3 || label < 0 || !(Math.abs(x) <= 1) || !(Math.abs(y) <= 1)) return null;
  return { x: onGrid(x), y: onGrid(y), label };
}

export function readPoints(points: readonly Point[], name: string, shares: Shares): Reading {
  return reading(() =>
    assemble({
      kind: 'points',
      name,
      shape: [2],
      labels: points.map(({ label }) => BRUSHES[label] as string),
      x: Float64Array.from(points.flatMap(({ x, y }) => [x, y])),
      shares,
    }),
  );
}
