// The loss of every lane: the total, any of the terms that methods name, or several of them, told apart by their dashes.
import { memo, useMemo, useState } from 'react';
import type { LaneView } from '../../state/lane-view.ts';
import { dashOf } from '../../state/views.ts';
import { tc } from '../messages/charts.ts';
import { t } from '../messages/messages.ts';
import { ChartCard } from './ChartCard.tsx';
import { formatNumber } from './format.ts';
import { lossCurves, TOTAL } from './loss-curves.ts';
import { Swatch } from './Swatch.tsx';
import { useSteady } from './useSteady.ts';

interface LossChartProps {
  lanes: readonly LaneView[];
  smoothing: number;
  empty: string;
}

export const LossChart = memo(function LossChart({ lanes, smoothing, empty }: LossChartProps) {
  const [wanted, setWanted] = useState<readonly string[]>([TOTAL]);
  const [log, setLog] = useState(false);
  const terms = useMemo(
    () => [TOTAL, ...new Set(lanes.flatMap((lane) => lane.method?.terms ?? []))],
    [lanes],
  );
  const chosen = useMemo(() => {
    const there = terms.filter((term) => wanted.includes(term));
    return there.length > 0 ? there : [TOTAL];
  }, [terms, wanted]);
  const curves = useMemo(() => lossCurves(lanes, chosen), [lanes, chosen]);
  const turn = (term: string) =>
    setWanted(chosen.includes(term) ? chosen.filter((one) => one !== term) : [...chosen, term]);
  return (
    <ChartCard
      title={t('chart.loss')}
      unit={t('chart.lossUnit')}
      curves={useSteady(curves)}
      smoothing={smoothing}
      log={log}
      format={formatNumber}
      empty={empty}
      controls={
        <>
          <fieldset className="chart-switch">
            <legend className="visually-hidden">{tc('terms')}</legend>
            {terms.map((term) => (
              <label key={term}>
                <input
                  type="checkbox"
                  checked={chosen.includes(term)}
                  aria-disabled={chosen.length === 1 && chosen[0] === term && term === TOTAL}
                  onChange={() => turn(term)}
                />
                {term === TOTAL ? t('chart.termTotal') : term}
                {chosen.length > 1 && chosen.includes(term) && (
                  <Swatch color="currentColor" dash={dashOf(chosen.indexOf(term))} />
                )}
              </label>
            ))}
          </fieldset>
          <label className="chart-check">
            <input type="checkbox" checked={log} onChange={(event) => setLog(event.target.checked)} />
            {t('chart.log')}
          </label>
        </>
      }
    />
  );
});
