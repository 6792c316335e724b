// Lanes come anew with every batch of metrics, evaluations seldom: a chart is drawn again only when its curves differ.
import { useRef } from 'react';
import { type Curve, sameCurves } from './rows.ts';

/** The curves given before, as long as they are the same numbers. */
export function useSteady(curves: readonly Curve[]): readonly Curve[] {
  const kept = useRef(curves);
  if (!sameCurves(kept.current, curves)) kept.current = curves;
  return kept.current;
}
