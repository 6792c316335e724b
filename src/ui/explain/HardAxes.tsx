// The axes of the hard-sample map: lines at round numbers, the numbers, and what they are of.
import { memo } from 'react';
import { formatNumber } from '../charts/format.ts';
import { ts } from '../messages/samples.ts';
import type { Scale } from './hard-plane.ts';

/** Room for the numbers, in pixels. */
export const MARGIN = { left: 56, right: 12, top: 10, bottom: 44 };

interface HardAxesProps {
  readonly scales: { readonly x: Scale; readonly y: Scale };
  readonly width: number;
  readonly height: number;
}

export const HardAxes = memo(function HardAxes({ scales, width, height }: HardAxesProps) {
  const { left, right, top, bottom } = MARGIN;
  const few = width < 320 ? 2 : 1;
  return (
    <svg
      className="hard-axes"
      width={left + width + right}
      height={top + height + bottom}
      aria-hidden="true"
      focusable="false"
    >
      <g transform={`translate(${left} ${top})`}>
        {scales.x.ticks.map((tick, k) => (
          <g key={tick} transform={`translate(${scales.x.at(tick) * width} 0)`}>
            <line y2={height} />
            {k % few === 0 && (
              <text y={height + 16} textAnchor="middle">
                {formatNumber(tick)}
              </text>
            )}
          </g>
        ))}
        {scales.y.ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${(1 - scales.y.at(tick)) * height})`}>
            <line x2={width} />
            <text x={-8} dy="0.32em" textAnchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        <text className="hard-axis-name" x={width / 2} y={height + 36} textAnchor="middle">
          {ts('hard.x')}
        </text>
        <text
          className="hard-axis-name"
          transform={`translate(-44 ${height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {ts('hard.y')}
        </text>
      </g>
    </svg>
  );
});
