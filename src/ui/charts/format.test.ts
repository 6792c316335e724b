import { describe, expect, it } from 'vitest';
import { formatNumber, formatProbability, formatStepShort } from './format.ts';

describe('numbers in charts', () => {
  it('have three digits and no needless power of ten', () => {
    expect([0, 0.5, 2.3456, 0.0012345, 12345].map(formatNumber)).toEqual([
      '0',
      '0.5',
      '2.35',
      '0.00123',
      '12300',
    ]);
    expect([1e-4, 2.5e-7, -1e-4, 1e6].map(formatNumber)).toEqual(['1e-4', '2.5e-7', '-1e-4', '1e6']);
  });
  it('shorten steps only where they are long', () => {
    expect([300, 2_000, 12_000, 250_000, 1_500_000].map(formatStepShort)).toEqual([
      '300',
      '2,000',
      '12k',
      '250k',
      '1.5M',
    ]);
  });
  it('never round a probability to a certainty it is not', () => {
    expect([0, 0.000001, 0.0004, 0.0123, 0.456, 0.99996, 1].map(formatProbability)).toEqual([
      '0%',
      '<0.01%',
      '0.04%',
      '1.23%',
      '45.6%',
      '>99.9%',
      '100%',
    ]);
    expect(formatProbability(Number.NaN)).toBe('?');
  });
});
