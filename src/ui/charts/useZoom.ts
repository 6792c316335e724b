// Zooming at a chart: dragging along its steps, double click, and keys. Listeners of the page's own, before recharts'.
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type ChartsView, useChartsView } from './view.ts';
import { zoomBetween, zoomByKey } from './zoom.ts';

/** Where the steps begin and end in the picture: right of the numbers, left of the margin. Pixels. */
export interface Insets {
  readonly left: number;
  readonly right: number;
}

/** Pixels that are no drag yet. */
const SHAKE = 5;

/** The stretch being dragged over, in pixels of the element; null when there is none. */
export function useZoom(
  element: RefObject<HTMLElement | null>,
  insets: Insets,
): readonly [number, number] | null {
  const view = useChartsView();
  const latest = useRef(view);
  const [dragged, setDragged] = useState<readonly [number, number] | null>(null);
  useEffect(() => {
    latest.current = view;
  });
  useEffect(() => {
    const plot = element.current;
    if (!plot) return;
    const stop = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      name: K,
      hear: (event: HTMLElementEventMap[K]) => void,
    ) => plot.addEventListener(name, hear, { signal: stop.signal, capture: true });
    let start: number | null = null;
    let moved = false;
    const placeOf = ({ clientX }: PointerEvent) => {
      const { left, width } = plot.getBoundingClientRect();
      return Math.max(insets.left, Math.min(width - insets.right, clientX - left));
    };
    const drop = () => {
      start = null;
      setDragged(null);
    };
    on('pointerdown', (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      start = placeOf(event);
      moved = false;
    });
    on('pointermove', (event) => {
      if (start === null) return;
      const place = placeOf(event);
      if (!moved && Math.abs(place - start) < SHAKE) return;
      if (!moved) plot.setPointerCapture(event.pointerId);
      moved = true;
      setDragged([Math.min(start, place), Math.max(start, place)]);
    });
    on('pointerup', (event) => {
      if (start !== null && moved) {
        const width = plot.clientWidth - insets.left - insets.right;
        latest.current.show(between(latest.current, start, placeOf(event), insets.left, width));
      }
      drop();
    });
    on('pointercancel', drop);
    on('dblclick', () => latest.current.show(null));
    on('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { zoom, last, at, show } = latest.current;
      const next = zoomByKey(event, zoom, last, at.current);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation(); // else recharts would go on to the next step
      show(next);
    });
    return () => stop.abort();
  }, [element, insets]);
  return dragged;
}

function between({ zoom, last }: ChartsView, a: number, b: number, left: number, width: number) {
  const [from, to] = zoom ?? [0, last];
  const step = (pixel: number) => from + ((pixel - left) / Math.max(1, width)) * (to - from);
  return zoomBetween(step(a), step(b), last);
}
