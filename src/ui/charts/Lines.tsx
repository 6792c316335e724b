// The lines themselves and the bands around them, drawn with the axes' scales. recharts' own <Line> makes an object a
// point a line a picture, which is too much for eight lanes at four pictures a second; these are one path each.
import { useId, useMemo } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { useLaneInFocus } from '../lane-focus.ts';
import type { Drawn, Point, Stretch } from './rows.ts';

/** How much is left of the lines of other lanes while one is pointed at. */
const ASIDE = 0.15;

/** `floor`: what a band cannot go below on the present axis. */
export function Lines({ drawn, floor }: { drawn: readonly Drawn[]; floor: number }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  const area = usePlotArea();
  const focus = useLaneInFocus();
  const clip = useId();
  const paths = useMemo(() => {
    if (!x || !y) return [];
    const at = (step: number, value: number) => `${fine(x(step))},${fine(y(Math.max(floor, value)))}`;
    const line = (points: readonly Point[]) => {
      const places = points.map(([step, value]) => `${fine(x(step))},${fine(y(value))}`);
      return `M${places.join('L')}${places.length === 1 ? 'Z' : ''}`;
    };
    const band = (stretches: readonly Stretch[]) => {
      const top = stretches.map(([step, , high]) => at(step, high));
      const bottom = stretches.map(([step, low]) => at(step, low)).reverse();
      return `M${[...top, ...bottom].join('L')}Z`;
    };
    return drawn.map((one) => ({
      ...one,
      band: one.band && one.band.length > 1 ? band(one.band) : null,
      raw: one.raw?.length ? line(one.raw) : null,
      path: one.line.length > 0 ? line(one.line) : null,
      alone: one.line.length === 1,
    }));
  }, [drawn, x, y, floor]);
  if (!x || !y || !area) return null;
  const others = focus !== null && drawn.some(({ id, lane = id }) => lane === focus);
  const opacity = ({ id, lane = id }: Pick<Drawn, 'id' | 'lane'>) =>
    others && lane !== focus ? ASIDE : undefined;
  return (
    <g fill="none" strokeLinejoin="round" clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={area.x} y={area.y - 2} width={area.width + 1} height={area.height + 4} />
      </clipPath>
      {paths.map(
        ({ band, ...one }) =>
          band && (
            <path
              key={one.id}
              d={band}
              fill={one.color}
              fillOpacity={0.16}
              opacity={opacity(one)}
              data-band={one.id}
            />
          ),
      )}
      {paths.map(
        ({ raw, ...one }) =>
          raw && (
            <path
              key={one.id}
              d={raw}
              stroke={one.color}
              strokeWidth={1}
              strokeOpacity={0.3}
              opacity={opacity(one)}
            />
          ),
      )}
      {paths.map(
        ({ path, alone, color, dash, ...one }) =>
          path && (
            <path
              key={one.id}
              d={path}
              stroke={color}
              opacity={opacity(one)}
              data-line={one.id}
              {...(alone
                ? { strokeWidth: 6, strokeLinecap: 'round' as const }
                : { strokeWidth: 2, strokeDasharray: dash })}
            />
          ),
      )}
    </g>
  );
}

const fine = (pixel: number | undefined) => (pixel ?? 0).toFixed(1);
