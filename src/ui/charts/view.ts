// What all charts share: the steps they show, the step that is pointed at, and how many seeds stand behind a line.
import { createContext, type RefObject, useContext } from 'react';
import type { Zoom } from './zoom.ts';

export interface ChartsView {
  readonly zoom: Zoom;
  /** The last step there can be. */
  readonly last: number;
  readonly show: (zoom: Zoom) => void;
  /** The step pointed at, or null; no chart is drawn again for it. */
  readonly at: RefObject<number | null>;
  /** Says how a band comes about, or that there is one seed; null before anything was measured. */
  readonly seeds: string | null;
}

export const ChartsContext = createContext<ChartsView | null>(null);

export function useChartsView(): ChartsView {
  const view = useContext(ChartsContext);
  if (!view) throw new Error('This chart stands outside of <LiveCharts>.');
  return view;
}
