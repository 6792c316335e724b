// The curves of the loss: one a lane for the total or one term; for several, one each, with the colour of the lane and the dashes of the term.
import { LOSS, termSeries } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { dashOf } from '../../state/views.ts';
import { t } from '../messages/messages.ts';
import { type Curve, seriesCurves } from './rows.ts';

/** Stands for the sum of all terms among their names, which are never empty. */
export const TOTAL = '';

export function lossCurves(lanes: readonly LaneView[], terms: readonly string[]): Curve[] {
  const of = (term: string) => seriesCurves(lanes, term === TOTAL ? LOSS : termSeries(term));
  if (terms.length === 1) return of(terms[0] as string);
  return terms.flatMap((term, i) =>
    of(term).map((curve) => ({
      ...curve,
      id: `${curve.id} ${term}`,
      lane: curve.id,
      name: `${curve.name}: ${term === TOTAL ? t('chart.termTotal') : term}`,
      dash: dashOf(i),
    })),
  );
}
