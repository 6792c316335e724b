// The numbers behind a chart, for those who can't see it and those who want to copy them. Made only when opened.
import { useState } from 'react';
import { t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import { formatStep } from './format.ts';
import { type Curve, tableSteps, valueAt } from './rows.ts';

const ROWS = 40;

export function ChartTable({
  title,
  curves,
  format,
}: {
  title: string;
  curves: readonly Curve[];
  format: (value: number) => string;
}) {
  const [open, setOpen] = useState(false);
  const caption = t('chart.table', { chart: title });
  return (
    <details className="chart-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{caption}</summary>
      {open && (
        <Scroll className="chart-scroll" label={caption}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('chart.step')}</th>
                {curves.map((curve) => (
                  <th scope="col" key={curve.id}>
                    {curve.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tableSteps(curves, ROWS).map((step) => (
                <tr key={step}>
                  <th scope="row">{formatStep(step)}</th>
                  {curves.map((curve) => (
                    <td key={curve.id}>{cell(valueAt(curve, step), format)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </details>
  );
}

const cell = (value: number | undefined, format: (value: number) => string) =>
  value === undefined || !Number.isFinite(value) ? t('chart.tableNone') : format(value);
