// What stands at the pointer: every lane's number at this step, looked up in what was measured, not in the picture.
import { useMemo } from 'react';
import { t } from '../messages/messages.ts';
import { formatStep } from './format.ts';
import { type Curve, spreadAt, valueAt } from './rows.ts';
import { Swatch } from './Swatch.tsx';
import { smooth } from './smooth.ts';

export interface ChartTooltipProps {
  step: number;
  curves: readonly Curve[];
  smoothing: number;
  format: (value: number) => string;
  remark?: ((step: number) => string | null) | undefined;
}

export function ChartTooltip({ step, curves, smoothing, format, remark }: ChartTooltipProps) {
  const said = remark?.(step);
  const shown = useMemo(
    () =>
      curves.map((curve) => ({
        ...curve,
        values: smooth(curve.values, smoothing),
        ...(curve.spread && { spread: smooth(curve.spread, smoothing) }),
      })),
    [curves, smoothing],
  );
  return (
    <div className="chart-tooltip">
      <p>
        {t('chart.stepAt', { step: formatStep(step) })} {said && <small>{said}</small>}
      </p>
      <ul>
        {shown.map((curve, k) => {
          const value = valueAt(curve, step);
          const raw = valueAt(curves[k] as Curve, step);
          if (value === undefined || raw === undefined) return null;
          const spread = spreadAt(curve, step);
          return (
            <li key={curve.id}>
              <Swatch color={curve.color} dash={curve.dash} />
              <span>{curve.name}</span>
              <b>{format(value)}</b>
              <small>
                {spread !== undefined && `± ${format(spread)} `}
                {smoothing > 0 && `(${format(raw)})`}
              </small>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
