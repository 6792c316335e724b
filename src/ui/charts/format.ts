// Numbers as the charts and tables write them.
import { numbers } from '../messages/messages.ts';

export const formatStep = (step: number): string => numbers.integer(step);

/** Steps at an axis, where there is little room: 12k for 12,000. */
export function formatStepShort(step: number): string {
  if (step < 10_000) return numbers.integer(step);
  return step < 1_000_000
    ? `${Number((step / 1_000).toPrecision(3))}k`
    : `${Number((step / 1_000_000).toPrecision(3))}M`;
}

export const formatShare = (share: number): string => numbers.share(share);

/** Three significant digits; powers of ten only where the number would be long. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/** Probabilities down to a hundredth of a percent: what the teacher knows is in the small ones. */
export function formatProbability(p: number): string {
  if (!Number.isFinite(p)) return '?';
  const hundredfold = p * 100;
  if (hundredfold > 0 && hundredfold < 0.01) return '<0.01%';
  if (p < 1 && hundredfold > 99.9) return '>99.9%';
  const digits = hundredfold >= 10 ? 1 : 2;
  return `${Number(hundredfold.toFixed(digits))}%`;
}
