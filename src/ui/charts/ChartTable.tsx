// The numbers behind a chart, for those who can't see it and those who want to copy them. Made only when opened.
import { useState } from 'react';
import { t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import { formatStep } from './format.ts';
import { type Curve, spreadAt, tableSteps, valueAt } from './rows.ts';

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
                    <td key={curve.id}>{cell(curve, step, format)}</td>
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

function cell(curve: Curve, step: number, format: (value: number) => string): string {
  const value = valueAt(curve, step);
  if (value === undefined || !Number.isFinite(value)) return t('chart.tableNone');
  const spread = spreadAt(curve, step);
  return spread === undefined ? format(value) : `${format(value)} ± ${format(spread)}`;
}
