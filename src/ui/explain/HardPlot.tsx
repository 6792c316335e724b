// The plot of the hard-sample map: axes as SVG, samples on a canvas, and on another over it what is pointed at, so that
// moving about draws little. Pointer and arrow keys choose, Enter opens, a drag encircles.
import { memo, useEffect, useMemo, useRef } from 'react';
import { ts } from '../messages/samples.ts';
import { HardAxes, MARGIN } from './HardAxes.tsx';
import { cleared, drawMarks, drawOver } from './hard-draw.ts';
import { layOut, scaleOf } from './hard-plane.ts';
import { type HardView, shareOf } from './hard-view.ts';
import { rampColor } from './ramp.ts';
import { useTheme, useWidth } from './surroundings.ts';
import { type Pointing, useLasso } from './useLasso.ts';

interface HardPlotProps extends Pointing {
  readonly view: HardView;
  readonly student: string;
  readonly log: boolean;
  readonly members: ReadonlySet<number> | null;
  readonly hovered: number | null;
}

export const HardPlot = memo(function HardPlot(props: HardPlotProps) {
  const { view, student, log, members, chosen, hovered, fingers } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [samples, over] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const full = useWidth(frame);
  const theme = useTheme();
  const width = Math.max(0, full - MARGIN.left - MARGIN.right);
  const height = Math.round(Math.min(400, Math.max(220, 0.6 * width)));
  const scales = useMemo(() => ({ x: scaleOf(view.xs, log), y: scaleOf(view.ys, log) }), [view, log]);
  const xy = useMemo(
    () => layOut(view.xs, view.ys, scales, { width, height }),
    [view, scales, width, height],
  );
  const { outline, ...events } = useLasso(xy, props);
  useEffect(() => {
    const context = samples.current && cleared(samples.current, width, height);
    if (!context || !samples.current) return;
    const style = getComputedStyle(samples.current);
    const [right, wrong] = [style.getPropertyValue('--lane-1'), style.getPropertyValue('--lane-0')];
    const { values, range } = view;
    const color = (i: number) =>
      values ? rampColor(theme, shareOf(range, values[i] as number)) : view.right(i) ? right : wrong;
    drawMarks(context, { xy, right: view.right, order: view.order, color, members });
  }, [xy, view, members, theme, width, height, samples]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours, though only the style is read
  useEffect(() => {
    const context = over.current && cleared(over.current, width, height);
    if (!context || !over.current) return;
    const style = getComputedStyle(over.current);
    const [ink, strong] = [style.color, style.getPropertyValue('--focus')];
    drawOver(context, { xy, chosen, hovered, outline, ink, strong });
  }, [xy, chosen, hovered, outline, theme, width, height, over]);
  return (
    <div className="hard-frame" ref={frame}>
      {width > 0 && <HardAxes scales={scales} width={width} height={height} />}
      <div
        className="hard-plot"
        style={{ left: MARGIN.left, top: MARGIN.top, width, height, touchAction: fingers ? 'none' : 'pan-y' }}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go from sample to sample in it
        tabIndex={0}
        aria-label={ts('hard.plot', { lane: student, n: view.xs.length })}
        {...events}
      >
        <canvas ref={samples} />
        <canvas ref={over} />
      </div>
    </div>
  );
});
