// The points that are drawn and how they came about: every stroke can be taken back and made again.
import { MAX_POINTS, onGrid, type Point } from '../../state/own-data-points.ts';

export interface Drawing {
  readonly points: readonly Point[];
  readonly past: readonly (readonly Point[])[];
  readonly future: readonly (readonly Point[])[];
}

export type DrawAct =
  /** A stroke begins; what follows is taken back together. */
  | { readonly type: 'begin' }
  | { readonly type: 'put'; readonly points: readonly Point[] }
  | { readonly type: 'erase'; readonly x: number; readonly y: number; readonly radius: number }
  | { readonly type: 'nearest'; readonly x: number; readonly y: number }
  | { readonly type: 'all'; readonly points: readonly Point[] }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

export const BLANK: Drawing = { points: [], past: [], future: [] };
const MAX_PAST = 100;

export function drawn(drawing: Drawing, act: DrawAct): Drawing {
  const { points, past, future } = drawing;
  switch (act.type) {
    case 'begin':
      return { points, past: [...past, points].slice(-MAX_PAST), future: [] };
    case 'put':
      return { ...drawing, points: [...points, ...act.points.map(placed)].slice(0, MAX_POINTS) };
    case 'erase': {
      const left = points.filter((point) => distance(point, act) > act.radius);
      return left.length === points.length ? drawing : { ...drawing, points: left };
    }
    case 'nearest': {
      const nearest = nearestTo(points, act);
      return nearest < 0 ? drawing : { ...drawing, points: points.toSpliced(nearest, 1) };
    }
    case 'all':
      return { ...drawing, points: act.points.map(placed).slice(0, MAX_POINTS) };
    case 'undo': {
      const before = past.at(-1);
      return before ? { points: before, past: past.slice(0, -1), future: [points, ...future] } : drawing;
    }
    case 'redo': {
      const [after, ...later] = future;
      return after ? { points: after, past: [...past, points], future: later } : drawing;
    }
  }
}

const placed = ({ x, y, label }: Point): Point => ({ x: onGrid(x), y: onGrid(y), label });

type Place = Pick<Point, 'x' | 'y'>;
const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

function nearestTo(points: readonly Point[], place: Place): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, point] of points.entries()) {
    const far = distance(point, place);
    if (far < least) [best, least] = [i, far];
  }
  return best;
}

/** Shapes to start from: sixty points a class, a little shaken. `chance` gives numbers in [0, 1). */
export const SHAPES = {
  moons: (chance: () => number) =>
    shape(
      2,
      (label, t) => {
        const angle = Math.PI * t;
        const [x, y] =
          label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
        return [(x - 0.5) / 1.7, (y - 0.25) / 1.7];
      },
      chance,
    ),
  rings: (chance: () => number) =>
    shape(
      3,
      (label, t) => {
        const radius = 0.85 - 0.3 * label;
        return [radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)];
      },
      chance,
    ),
  cross: (chance: () => number) =>
    shape(
      2,
      (label, t) => {
        const side = t < 0.5 ? -0.5 : 0.5;
        return [side + 0.5 * (chance() - 0.5), (label === 0 ? side : -side) + 0.5 * (chance() - 0.5)];
      },
      chance,
    ),
} as const;

const EACH = 60;
const SHAKE = 0.12;

function shape(
  classes: number,
  place: (label: number, t: number) => readonly [number, number],
  chance: () => number,
): Point[] {
  return Array.from({ length: classes * EACH }, (_, i) => {
    const label = i % classes;
    const [x, y] = place(label, Math.floor(i / classes) / EACH);
    return placed({ x: x + SHAKE * (chance() - 0.5), y: y + SHAKE * (chance() - 0.5), label });
  });
}
