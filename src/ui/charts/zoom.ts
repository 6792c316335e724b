// Which steps all charts show: chosen by dragging, by keys or by buttons. Null is all of them.
import type { Range } from './rows.ts';

export type Zoom = Range | null;

/** Steps a closer look has at least. */
const CLOSEST = 4;

/** The steps between two, in whole numbers, within 0 and the last; null when that is all of them. */
export function zoomBetween(a: number, b: number, last: number): Zoom {
  const from = Math.max(0, Math.floor(Math.min(a, b)));
  const to = Math.min(last, Math.ceil(Math.max(a, b)));
  if (from >= to) return null;
  const short = Math.max(0, CLOSEST - (to - from));
  const start = Math.max(0, Math.min(from - Math.floor(short / 2), last - CLOSEST));
  const end = Math.min(last, Math.max(to, start + CLOSEST));
  return start <= 0 && end >= last ? null : [start, end];
}

/** So many times as close, around a step that keeps its place. */
export function zoomBy(zoom: Zoom, times: number, last: number, at: number | null): Zoom {
  const [from, to] = zoom ?? [0, last];
  const centre = at !== null && at >= from && at <= to ? at : (from + to) / 2;
  return zoomBetween(centre - (centre - from) / times, centre + (to - centre) / times, last);
}

/** Moved along by a share of what is shown, as far as there are steps. */
export function moveBy(zoom: Zoom, share: number, last: number): Zoom {
  if (!zoom) return null;
  const [from, to] = zoom;
  const by = Math.max(-from, Math.min(last - to, Math.round(share * (to - from)) || Math.sign(share)));
  return [from + by, to + by];
}

/** What a key does to the steps shown; undefined where it means nothing here. */
export function zoomByKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  zoom: Zoom,
  last: number,
  at: number | null,
): Zoom | undefined {
  if (key === '+' || key === '=') return zoomBy(zoom, 2, last, at);
  if (key === '-' || key === '_') return zoomBy(zoom, 1 / 2, last, at);
  if (key === 'Escape' && zoom) return null;
  if (shiftKey && key === 'ArrowLeft') return moveBy(zoom, -0.25, last);
  if (shiftKey && key === 'ArrowRight') return moveBy(zoom, 0.25, last);
  return undefined;
}
