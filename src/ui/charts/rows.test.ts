import { describe, expect, it, test } from 'vitest';
import type { LaneView } from '../../state/lane-view.ts';
import {
  type Curve,
  drawnSteps,
  drawnValues,
  evaluationCurves,
  nearest,
  sameCurves,
  seriesCurves,
  spreadAt,
  tableSteps,
  toDrawn,
  valueAt,
} from './rows.ts';

const curve = (id: string, steps: number[], values: number[]): Curve => ({
  id,
  name: id,
  color: 'red',
  dash: '',
  steps,
  values,
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('what a chart draws', () => {
  it('is what was measured where nothing is smoothed', () => {
    const [a] = toDrawn([curve('a', [1, 3], [10, 30])], 0, false);
    expect(a?.line).toEqual([
      [1, 10],
      [3, 30],
    ]);
    expect(a?.raw).toBeNull();
  });

  it('keeps the raw line beside the smoothed one', () => {
    const [a] = toDrawn([curve('a', [1, 2], [4, 2])], 0.5, false);
    expect(a?.raw).toEqual([
      [1, 4],
      [2, 2],
    ]);
    expect(a?.line[1]?.[1]).toBeCloseTo(4 / 1.5, 12);
  });

  it('smooths what was measured, not what is left after thinning', () => {
    const steps = upTo(5_000);
    const [a] = toDrawn(
      [
        curve(
          'a',
          steps,
          steps.map((i) => i % 2),
        ),
      ],
      0.9,
      false,
    );
    const last = a?.line.at(-1)?.[1];
    expect(last).toBeGreaterThan(0.4);
    expect(last).toBeLessThan(0.6);
  });

  it('leaves out what a log axis cannot show', () => {
    const curves = [curve('a', [1, 2, 3], [0, -1, 2])];
    expect(drawnValues(toDrawn(curves, 0, true))).toEqual([2]);
    expect(drawnValues(toDrawn(curves, 0, false))).toEqual([0, -1, 2]);
  });

  it('has its steps in order, each once, and few however many lanes there are', () => {
    const steps = upTo(5_000);
    const lanes = upTo(8).map((k) =>
      curve(
        `l${k}`,
        steps,
        steps.map((i) => Math.sin(i * (k + 1.7))),
      ),
    );
    const at = drawnSteps(toDrawn(lanes, 0.5, false));
    expect(at.length).toBeLessThanOrEqual(1200);
    expect(at.every((step, i) => i === 0 || step > (at[i - 1] as number))).toBe(true);
  });
});

describe('looking a curve up', () => {
  const c = curve('a', [10, 20, 30], [1, 2, 3]);
  it('finds the value last measured at a step', () => {
    expect([9, 10, 19, 20, 99].map((step) => valueAt(c, step))).toEqual([undefined, 1, 1, 2, 3]);
  });
  it('finds the nearest step', () => {
    expect(nearest([0, 100, 200], 149)).toBe(1);
    expect(nearest([0, 100, 200], 151)).toBe(2);
    expect(nearest([], 5)).toBe(-1);
  });
  it('spreads a table over all steps, the last among them', () => {
    const long = curve(
      'b',
      Array.from({ length: 1_000 }, (_, i) => i),
      [],
    );
    const steps = tableSteps([long], 20);
    expect(steps.length).toBe(20);
    expect([steps[0], steps.at(-1)]).toEqual([0, 999]);
    expect(tableSteps([c], 20)).toEqual([10, 20, 30]);
  });
});

describe('curves that are drawn already', () => {
  const before = [curve('a', [1, 2], [3, Number.NaN]), curve('b', [1], [4])];
  it('are known by their numbers, not by their arrays', () => {
    expect(sameCurves(before, [curve('a', [1, 2], [3, Number.NaN]), curve('b', [1], [4])])).toBe(true);
  });
  it('are told from longer, other and renamed ones', () => {
    expect(sameCurves(before, before.slice(0, 1))).toBe(false);
    expect(sameCurves(before, [curve('a', [1, 2, 3], [3, Number.NaN, 5]), curve('b', [1], [4])])).toBe(false);
    expect(sameCurves(before, [curve('a', [1, 2], [3, 7]), curve('b', [1], [4])])).toBe(false);
    expect(
      sameCurves(before, [curve('a', [1, 2], [3, Number.NaN]), { ...curve('b', [1], [4]), name: 'c' }]),
    ).toBe(false);
  });
});

describe('an accuracy curve', () => {
  const accuracy = (e: { accuracy: number }) => e.accuracy;
  /** Seen by seeds that have these accuracies on the test set. */
  const point = (step: number, whole: boolean, ...seeds: number[]) => ({
    step,
    whole,
    test: { accuracy: seeds.reduce((a, b) => a + b, 0) / seeds.length },
    seeds: { test: seeds.map((accuracy) => ({ accuracy })) },
  });
  const lane = (...evaluations: ReturnType<typeof point>[]) =>
    ({ id: 'a', name: 'a', color: '', dash: '', evaluations }) as unknown as LaneView;

  it('does not mix looks at a part of the set with the last look at all of it', () => {
    const both = lane(point(0, false, 0.1), point(9, false, 0.5), point(9, true, 0.7));
    expect(evaluationCurves([both], 'test', accuracy)[0]).toMatchObject({
      steps: [0, 9],
      values: [0.1, 0.5],
    });
    expect(evaluationCurves([lane(point(0, true, 0.9))], 'test', accuracy)[0]?.values).toEqual([0.9]);
  });

  it('has the standard deviation over seeds beside each value, and none with one seed', () => {
    // Of 0.2 and 0.6 it is √(0.2² + 0.2²); of 0.5, 0.5 it is 0.
    const [two] = evaluationCurves(
      [lane(point(0, true, 0.2, 0.6), point(5, true, 0.5, 0.5))],
      'test',
      accuracy,
    );
    expect(two?.values).toEqual([0.4, 0.5]);
    expect(two?.spread?.[0]).toBeCloseTo(0.282842712, 9);
    expect(two?.spread?.[1]).toBe(0);
    expect(evaluationCurves([lane(point(0, true, 0.2))], 'test', accuracy)[0]).not.toHaveProperty('spread');
  });
});

test('a series curve takes the spread along, and curves of another spread are others', () => {
  const series = { loss: { steps: [1], values: [2], spread: [0.5] } };
  const [drawn] = seriesCurves(
    [{ id: 'a', name: 'a', color: '', dash: '', series } as unknown as LaneView],
    'loss',
  );
  expect(drawn?.spread).toEqual([0.5]);
  expect(sameCurves([drawn as Curve], [{ ...(drawn as Curve), spread: [0.6] }])).toBe(false);
});

describe('a closer look', () => {
  const steps = upTo(4_000);
  const spiky = curve(
    'a',
    steps,
    steps.map((i) => (i === 2_345 ? 50 : Math.sin(i * 12.9898))),
  );

  it('cuts first and thins then: between two distant steps every step there is', () => {
    const [all] = toDrawn([spiky], 0, false);
    const [near] = toDrawn([spiky], 0, false, [2_300, 2_400]);
    const within = (line: readonly (readonly [number, number])[]) =>
      line.filter(([step]) => step >= 2_300 && step <= 2_400).length;
    expect(within(near?.line ?? [])).toBe(101);
    expect(within(all?.line ?? [])).toBeLessThan(20);
  });

  it('keeps a spike at every width, and its axis leaves room for it only where it is', () => {
    for (const range of [null, [0, 3_999], [2_000, 3_000], [2_340, 2_350]] as const) {
      const drawn = toDrawn([spiky], 0, false, range);
      expect(drawn[0]?.line).toContainEqual([2_345, 50]);
      expect(Math.max(...drawnValues(drawn, range))).toBe(50);
    }
    const beside = toDrawn([spiky], 0, false, [100, 2_344]);
    expect(beside[0]?.line.at(-1)).toEqual([2_345, 50]); // the line leads there
    expect(Math.max(...drawnValues(beside, [100, 2_344]))).toBeLessThan(1.01);
  });

  it('smooths as from afar', () => {
    const [all] = toDrawn([curve('a', upTo(50), upTo(50))], 0.9, false);
    const [near] = toDrawn([curve('a', upTo(50), upTo(50))], 0.9, false, [20, 30]);
    expect(near?.line).toEqual(all?.line.slice(19, 32));
  });

  it('between two points shows where the line between them lies', () => {
    const drawn = toDrawn([curve('a', [0, 100], [3, 5])], 0, false, [40, 60]);
    expect(drawn[0]?.line).toHaveLength(2);
    expect(drawnValues(drawn, [40, 60])).toEqual([3, 5]);
    expect(drawnSteps(drawn, [40, 60])).toEqual([]);
  });
});

describe('the band over seeds', () => {
  const several = { ...curve('a', [1, 2], [2, 4]), spread: [0.5, 3] };
  it('goes one deviation up and down, and is there only with several seeds', () => {
    expect(toDrawn([several], 0, false)[0]?.band).toEqual([
      [1, 1.5, 2.5],
      [2, 1, 7],
    ]);
    expect(toDrawn([curve('a', [1], [1])], 0, false)[0]?.band).toBeNull();
  });
  it('is smoothed as its line is: (0.5·0.5 + 3)/1.5 around (0.5·2 + 4)/1.5', () => {
    const [, low, high] = toDrawn([several], 0.5, false)[0]?.band?.[1] ?? [];
    expect(low).toBeCloseTo(5 / 1.5 - 3.25 / 1.5, 10);
    expect(high).toBeCloseTo(5 / 1.5 + 3.25 / 1.5, 10);
  });
  it('has room on the axis; on a log axis a decade below its line at most', () => {
    const wide = toDrawn([{ ...curve('a', [1], [2]), spread: [3] }], 0, false);
    expect(drawnValues(wide)).toEqual([2, -1, 5]);
    expect(drawnValues(wide, null, true)).toEqual([2, 0.2, 5]);
  });
  it('is told at a step', () => {
    expect(spreadAt(several, 1)).toBe(0.5);
    expect(spreadAt(curve('a', [1], [1]), 1)).toBeUndefined();
    expect(sameCurves([several], [{ ...several, spread: [0.5, 2] }])).toBe(false);
  });
});
