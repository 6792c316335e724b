// Curves stay within their memory, and keep their spikes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, EMPTY, rewind, thin } from './series.ts';

const range = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe('append', () => {
  it('keeps every point while there is room', () => {
    const series = append(append(EMPTY, { steps: [1, 2], values: [5, 6] }), { steps: [3], values: [7] });
    expect(series).toEqual({ steps: [1, 2, 3], values: [5, 6, 7] });
  });

  it('replaces what the run goes over again after a recovery', () => {
    const series = append(append(EMPTY, { steps: [1, 2, 3, 4], values: [1, 1, 1, 1] }), {
      steps: [3, 4],
      values: [9, 9],
    });
    expect(series).toEqual({ steps: [1, 2, 3, 4], values: [1, 1, 9, 9] });
  });

  it('changes nothing of the series it is given', () => {
    const before = Object.freeze({
      steps: Object.freeze([1]) as number[],
      values: Object.freeze([1]) as number[],
    });
    append(before, { steps: [2], values: [2] });
    expect(before).toEqual({ steps: [1], values: [1] });
  });

  it('stays within its cap over a long run, with steps in order, first and last point and every lone spike', () => {
    let series = EMPTY;
    for (let from = 1; from <= 200_000; from += 100) {
      const steps = range(100, from);
      series = append(series, {
        steps,
        values: steps.map((step) => (step === 54_321 ? 1000 : step === 120_007 ? -1000 : Math.sin(step))),
      });
      expect(series.steps.length).toBeLessThanOrEqual(4000);
    }
    expect(series.steps.every((step, i) => i === 0 || step >= (series.steps[i - 1] as number))).toBe(true);
    expect(series.steps[0]).toBe(1);
    expect(series.steps.at(-1)).toBe(200_000);
    expect(series.values[series.steps.indexOf(54_321)]).toBe(1000);
    expect(series.values[series.steps.indexOf(120_007)]).toBe(-1000);
  });

  it('does not let the old part fade', () => {
    let series = EMPTY;
    for (let from = 1; from <= 100_000; from += 50)
      series = append(series, { steps: range(50, from), values: range(50).map(Math.random) });
    const half = series.steps.filter((step) => step <= 50_000).length;
    expect(half / series.steps.length).toBeGreaterThan(0.15);
  });
});

describe('thin', () => {
  it('keeps the lowest and the highest value of any series', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 41,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, (numbers) => {
        const thinned = thin({ steps: range(numbers.length), values: numbers }, 80);
        expect(thinned.values).toContain(Math.max(...numbers));
        expect(thinned.values).toContain(Math.min(...numbers));
        expect(thinned.steps.length).toBeLessThanOrEqual(42);
        expect(thinned.steps.length).toBe(thinned.values.length);
      }),
    );
  });

  it('does not let a lane that diverged hide its finite extremes', () => {
    const values = range(100).map((i) => (i > 50 ? Number.NaN : i === 30 ? 77 : 1));
    expect(thin({ steps: range(100), values }, 40).values).toContain(77);
  });
});

describe('rewind', () => {
  it('keeps the part up to the step', () => {
    expect(rewind({ steps: [1, 5, 9], values: [1, 2, 3] }, 5)).toEqual({ steps: [1, 5], values: [1, 2] });
    expect(rewind({ steps: [1, 5, 9], values: [1, 2, 3] }, 0)).toEqual({ steps: [], values: [] });
  });
});

describe('the spread over seeds', () => {
  const one = { steps: [1, 2, 3], values: [5, 1, 7], spread: [0.5, 0.1, 0.7] };

  it('goes along with the values it belongs to', () => {
    const grown = append(append(EMPTY, one), { steps: [3, 4], values: [8, 9], spread: [0.8, 0.9] });
    expect(grown).toEqual({ steps: [1, 2, 3, 4], values: [5, 1, 8, 9], spread: [0.5, 0.1, 0.8, 0.9] });
    expect(rewind(grown, 2)).toEqual({ steps: [1, 2], values: [5, 1], spread: [0.5, 0.1] });
    expect(append(rewind(grown, 0), one)).toEqual(one);
  });

  it('is thinned with them: each value that stays keeps its own', () => {
    let series = EMPTY;
    for (let from = 1; from <= 20_000; from += 100) {
      const steps = range(100, from);
      const values = steps.map((step) => Math.sin(step));
      series = append(series, { steps, values, spread: values.map((value) => value / 7) });
    }
    expect(series.steps.length).toBeLessThan(4001);
    expect(series.spread).toEqual(series.values.map((value) => value / 7));
  });

  it('is none where some points have none', () => {
    expect(append(append(EMPTY, one), { steps: [4], values: [1] })).not.toHaveProperty('spread');
    expect(append(append(EMPTY, { steps: [0], values: [1] }), one)).not.toHaveProperty('spread');
  });
});
