// One line chart over the steps of a run: a line a lane (smoothed), its raw line thin behind it.
import { memo, type RefObject, useEffect, useMemo, useRef } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  useActiveTooltipLabel,
  XAxis,
  YAxis,
} from 'recharts';
import { tc } from '../messages/charts.ts';
import { t } from '../messages/messages.ts';
import { pointAt } from '../pointed-step.ts';
import { type Axis, linearAxis, logAxis, stepAxis } from './axis.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import { formatStepShort } from './format.ts';
import { Lines } from './Lines.tsx';
import { type Curve, drawnSteps, drawnValues, nearest, toDrawn } from './rows.ts';
import { useZoom } from './useZoom.ts';
import { useChartsView } from './view.ts';

export interface ChartProps {
  /** For those who can't see it: what is drawn. */
  label: string;
  curves: readonly Curve[];
  smoothing?: number;
  log?: boolean;
  /** Shares live between 0 and 1. */
  share?: boolean;
  reference?: { readonly value: number; readonly label: string; readonly color: string } | undefined;
  format: (value: number) => string;
  /** The same at the axis, where it differs. */
  tick?: (value: number) => string;
  /** A remark on what was measured at a step. */
  remark?: ((step: number) => string | null) | undefined;
  /** What stands here while there is nothing to draw. */
  empty: string;
}

const SIZE = { width: 480, height: 220 };
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const NUMBERS_WIDTH = 52;
const INSETS = { left: NUMBERS_WIDTH, right: MARGIN.right };
const CURSOR = { stroke: 'var(--ink-soft)', strokeWidth: 1 };
const TICK = { fill: 'var(--ink-soft)', fontSize: 12 };
const AXIS = { type: 'number', tick: TICK, stroke: 'var(--line)', allowDataOverflow: true } as const;
const LEVEL = { strokeDasharray: '2 3', strokeWidth: 1.5 };
/** Under the picture, so that what is read does not hide what is seen. */
const BELOW = { y: SIZE.height };
const ABOVE_ALL = { zIndex: 3 };
const SHARE = { floor: 0, ceiling: 1 };

/** Charts are drawn at different steps: the others point at the step nearest to the pointer's. */
const sameStep = (ticks: readonly { value: unknown }[], at: { activeLabel?: unknown }) =>
  nearest(
    ticks.map((tick) => Number(tick.value)),
    Number(at.activeLabel),
  );

export const Chart = memo(function Chart(props: ChartProps) {
  const { curves, smoothing = 0, log = false, share = false, reference } = props;
  const { zoom, last } = useChartsView();
  const plot = useRef<HTMLDivElement>(null);
  const drawn = useMemo(() => toDrawn(curves, smoothing, log, zoom), [curves, smoothing, log, zoom]);
  const steps = useMemo(() => drawnSteps(drawn, zoom), [drawn, zoom]);
  const level = zoom ? undefined : reference?.value; // a closer look is at the curves
  const y = useMemo(() => {
    const values = drawnValues(drawn, zoom, log);
    return yAxis(level === undefined ? values : [...values, level], log, share);
  }, [drawn, zoom, log, share, level]);
  const x = useMemo(() => (zoom ? stepAxis(zoom[1], zoom[0]) : stepAxis(last)), [zoom, last]);
  const floor = y?.domain[0];
  const rows = useMemo(() => steps.map((step) => ({ step, floor })), [steps, floor]);
  if (curves.length === 0 && !reference) return <p className="chart-empty">{props.empty}</p>;
  if (!y) return <p className="chart-empty">{t('chart.noPositive')}</p>;
  // A synced chart is told the other's step; it reads its own nearest.
  const tooltip = ({ active, label }: TooltipContentProps) =>
    active && label !== undefined ? (
      <ChartTooltip
        step={steps[nearest(steps, Number(label))] ?? 0}
        curves={curves}
        smoothing={smoothing}
        format={props.format}
        remark={props.remark}
      />
    ) : null;
  const named = [props.label, reference?.label].filter(Boolean).join('. ');
  const spoken = `${named}. ${t('chart.keys')} ${tc('zoom.keys')}`;
  return (
    <div className="chart-plot" ref={plot}>
      <Dragged over={plot} />
      <ResponsiveContainer width="100%" height={SIZE.height} initialDimension={SIZE}>
        <LineChart data={rows} margin={MARGIN} syncId="steps" syncMethod={sameStep} aria-label={spoken}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            {...AXIS}
            dataKey="step"
            domain={[...x.domain]}
            ticks={[...x.ticks]}
            tickFormatter={formatStepShort}
          />
          <YAxis
            {...AXIS}
            width={NUMBERS_WIDTH}
            scale={log ? 'log' : 'linear'}
            domain={[...y.domain]}
            ticks={[...y.ticks]}
            tickFormatter={props.tick ?? props.format}
            interval={0}
          />
          {reference && (
            <ReferenceLine
              y={reference.value}
              {...LEVEL}
              stroke={reference.color}
              label={levelLabel(reference.label)}
            />
          )}
          <Lines drawn={drawn} floor={y.domain[0]} />
          <Pointed over={plot} />
          <Tooltip
            content={tooltip}
            cursor={CURSOR}
            position={BELOW}
            wrapperStyle={ABOVE_ALL}
            isAnimationActive={false}
          />
          {/* recharts finds the steps of the pointer by its own lines; this one is not seen. */}
          <Line
            dataKey="floor"
            stroke="none"
            fill="none"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
});

/** The stretch of steps that is being dragged over. */
function Dragged({ over }: { over: RefObject<HTMLDivElement | null> }) {
  const stretch = useZoom(over, INSETS);
  if (!stretch) return null;
  const [left, right] = stretch;
  return <div className="chart-dragged" style={{ left, width: right - left }} />;
}

/** Notes the step that is pointed at, for the keys and buttons that look closer, and for the lanes. */
function Pointed({ over }: { over: RefObject<HTMLDivElement | null> }) {
  const label = useActiveTooltipLabel();
  const { at } = useChartsView();
  useEffect(() => {
    if (label === undefined) return;
    at.current = Number(label);
    if (!over.current?.matches(':hover, :focus-within')) return; // another chart is pointed at; this one follows
    pointAt(Number(label));
    return () => pointAt(null);
  }, [label, at, over]);
  return null;
}

const levelLabel = (value: string) =>
  ({ value, position: 'insideTopLeft', fill: 'var(--ink-soft)', fontSize: 12 }) as const;

function yAxis(values: readonly number[], log: boolean, share: boolean): Axis | null {
  if (log) return logAxis(values);
  return linearAxis(values, share ? SHARE : {});
}
