// The loss of every lane: the total, or one of the terms a method names.
import { memo, useId, useMemo, useState } from 'react';
import { LOSS, termSeries } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { t } from '../messages/messages.ts';
import { ChartCard } from './ChartCard.tsx';
import { formatNumber } from './format.ts';
import { seriesCurves } from './rows.ts';
import { useSteady } from './useSteady.ts';

interface LossChartProps {
  lanes: readonly LaneView[];
  smoothing: number;
  empty: string;
}

export const LossChart = memo(function LossChart({ lanes, smoothing, empty }: LossChartProps) {
  const [wanted, setWanted] = useState('');
  const [log, setLog] = useState(false);
  const terms = useMemo(() => [...new Set(lanes.flatMap((lane) => lane.method?.terms ?? []))], [lanes]);
  const term = terms.includes(wanted) ? wanted : '';
  const curves = useMemo(() => seriesCurves(lanes, term ? termSeries(term) : LOSS), [lanes, term]);
  const id = useId();
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
          <label htmlFor={id}>{t('chart.term')}</label>
          <select className="input" id={id} value={term} onChange={(event) => setWanted(event.target.value)}>
            <option value="">{t('chart.termTotal')}</option>
            {terms.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          <label className="chart-check">
            <input type="checkbox" checked={log} onChange={(event) => setLog(event.target.checked)} />
            {t('chart.log')}
          </label>
        </>
      }
    />
  );
});
