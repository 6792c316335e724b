// The frame every chart has: its heading with its switches, the picture, the table behind it.
import type { ReactNode } from 'react';
import { Chart, type ChartProps } from './Chart.tsx';
import { ChartTable } from './ChartTable.tsx';

export function ChartCard({
  title,
  unit,
  controls,
  note,
  ...chart
}: Omit<ChartProps, 'label'> & { title: string; unit: string; controls?: ReactNode; note?: ReactNode }) {
  return (
    <section className="chart" aria-label={title}>
      <header>
        <h3>
          {title} <small>{unit}</small>
        </h3>
        {controls && <div className="chart-controls">{controls}</div>}
      </header>
      <Chart label={title} {...chart} />
      {note && <p className="chart-note">{note}</p>}
      <ChartTable title={title} curves={chart.curves} format={chart.format} />
    </section>
  );
}
