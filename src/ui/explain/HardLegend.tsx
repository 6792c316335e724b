// What colours and marks of the hard-sample map mean.
import { formatNumber } from '../charts/format.ts';
import { ts } from '../messages/samples.ts';
import { rampGradient } from './ramp.ts';
import { useTheme } from './surroundings.ts';

interface HardLegendProps {
  /** What the colour stands for; null where it says right or wrong. */
  readonly name: string | null;
  readonly range: readonly [number, number];
}

export function HardLegend({ name, range: [least, most] }: HardLegendProps) {
  const theme = useTheme();
  const color = (token: string) => (name === null ? `var(${token})` : 'var(--ink)');
  return (
    <ul className="hard-legend">
      <li>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
          <circle cx="7" cy="7" r="4" fill={color('--lane-1')} />
        </svg>
        {ts('hard.right')}
      </li>
      <li>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
          <path d="M3 3 11 11M3 11 11 3" stroke={color('--lane-0')} strokeWidth="2" />
        </svg>
        {ts('hard.wrong')}
      </li>
      {name !== null && (
        <li className="hard-ramp">
          {name}
          <span>{formatNumber(least)}</span>
          <i style={{ background: rampGradient(theme) }} aria-hidden="true" />
          <span>{formatNumber(most)}</span>
        </li>
      )}
    </ul>
  );
}
