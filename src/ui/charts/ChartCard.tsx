// The frame every chart has: its heading with its switches, the picture, files to save, the table behind it.
import type { ReactNode } from 'react';
import { Chart, type ChartProps } from './Chart.tsx';
import { ChartTable } from './ChartTable.tsx';
import { SaveChart } from './SaveChart.tsx';
import { useCalm, useInSight } from './useCalm.ts';

export function ChartCard({
  title,
  unit,
  controls,
  note,
  ...chart
}: Omit<ChartProps, 'label'> & { title: string; unit: string; controls?: ReactNode; note?: ReactNode }) {
  const [card, seen] = useInSight();
  const curves = useCalm(chart.curves, seen || chart.curves.length === 0); // a reset shows at once
  return (
    <section className="chart" aria-label={title} ref={card}>
      <header>
        <h3>
          {title} <small>{unit}</small>
        </h3>
        {controls && <div className="chart-controls">{controls}</div>}
      </header>
      <Chart label={title} {...chart} curves={curves} />
      {note && <p className="chart-note">{note}</p>}
      <div className="chart-foot">
        <ChartTable title={title} curves={chart.curves} format={chart.format} />
        {chart.curves.length > 0 && <SaveChart card={card} title={title} unit={unit} curves={chart.curves} />}
      </div>
    </section>
  );
}
