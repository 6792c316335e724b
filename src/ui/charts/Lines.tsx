// The lines themselves, drawn with the axes' scales. recharts' own <Line> makes an object a point a line a picture,
// which is too much for eight lanes at four pictures a second; these are one path each.
import { useXAxisScale, useYAxisScale } from 'recharts';
import type { Drawn, Point } from './rows.ts';

export function Lines({ drawn }: { drawn: readonly Drawn[] }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const path = (points: readonly Point[]) => {
    const at = points.map(([step, value]) => `${fine(x(step))},${fine(y(value))}`);
    return `M${at.join('L')}${at.length === 1 ? 'Z' : ''}`;
  };
  return (
    <g fill="none" strokeLinejoin="round">
      {drawn.map(({ id, color, raw }) =>
        raw?.length ? (
          <path key={id} d={path(raw)} stroke={color} strokeWidth={1} strokeOpacity={0.3} />
        ) : null,
      )}
      {drawn.map(({ id, color, dash, line }) =>
        line.length === 1 ? (
          <path key={id} d={path(line)} stroke={color} strokeWidth={6} strokeLinecap="round" />
        ) : line.length > 1 ? (
          <path key={id} d={path(line)} stroke={color} strokeWidth={2} strokeDasharray={dash} />
        ) : null,
      )}
    </g>
  );
}

const fine = (pixel: number | undefined) => (pixel ?? 0).toFixed(1);
