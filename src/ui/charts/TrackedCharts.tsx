// One chart for each quantity that some method learns or schedules, such as its temperature.
import { memo, useMemo } from 'react';
import type { Words } from '../../contract/cards.ts';
import { RATE } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { t, words } from '../messages/messages.ts';
import { ChartCard } from './ChartCard.tsx';
import { formatNumber } from './format.ts';
import { seriesCurves } from './rows.ts';
import { useSteady } from './useSteady.ts';

interface TrackedProps {
  lanes: readonly LaneView[];
  empty: string;
}

export const TrackedCharts = memo(function TrackedCharts({ lanes, empty }: TrackedProps) {
  const quantities = useMemo(() => {
    const found = new Map<string, Words>();
    for (const lane of lanes) {
      for (const [name, label] of Object.entries(lane.method?.tracked ?? {}))
        if (!found.has(name)) found.set(name, label);
    }
    return [...found];
  }, [lanes]);
  return (
    <>
      {quantities.map(([name, label]) => (
        <TrackedChart key={name} name={name} title={words(label)} lanes={lanes} empty={empty} />
      ))}
      <RateChart lanes={lanes} empty={empty} />
    </>
  );
});

/** The learning rate is the same in all lanes: one curve. */
function RateChart({ lanes, empty }: TrackedProps) {
  const curves = useMemo(() => {
    const [first] = seriesCurves(lanes, RATE);
    return first ? [{ ...first, name: t('chart.rateAll'), color: 'var(--ink-soft)', dash: '' }] : [];
  }, [lanes]);
  return (
    <ChartCard
      title={t('setup.rate')}
      unit={t('chart.rate')}
      curves={useSteady(curves)}
      format={formatNumber}
      empty={empty}
    />
  );
}

function TrackedChart({ name, title, lanes, empty }: TrackedProps & { name: string; title: string }) {
  const curves = useMemo(
    () =>
      seriesCurves(
        lanes.filter((lane) => lane.method && name in lane.method.tracked),
        name,
      ),
    [lanes, name],
  );
  return (
    <ChartCard
      title={title}
      unit={t('chart.tracked')}
      curves={useSteady(curves)}
      format={formatNumber}
      empty={empty}
    />
  );
}
