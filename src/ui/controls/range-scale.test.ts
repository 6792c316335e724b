// Sliders, linear and logarithmic.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notches, placeOf, valueAt } from './range-scale.ts';

const LOG = { min: 0.5, max: 50, step: 0.5, scale: 'log' } as const;

describe('a logarithmic slider', () => {
  it('reaches its ends, and gives every factor the same way', () => {
    const { min, max } = notches(LOG);
    expect([valueAt(LOG, min), valueAt(LOG, max)]).toEqual([0.5, 50]);
    expect(placeOf(LOG, 5)).toBe((min + max) / 2);
  });

  it('stays within its range, and moves with every notch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (place) => {
        const value = valueAt(LOG, place);
        expect(value).toBeGreaterThanOrEqual(LOG.min);
        expect(value).toBeLessThanOrEqual(LOG.max);
        expect(Math.abs(placeOf(LOG, value) - place)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a linear slider', () => {
  it('is its value', () => {
    const linear = { min: 0, max: 1, step: 0.1 };
    expect(notches(linear)).toEqual({ min: 0, max: 1, step: 0.1 });
    expect(valueAt(linear, placeOf(linear, 0.3))).toBe(0.3);
  });
});
