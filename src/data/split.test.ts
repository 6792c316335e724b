import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from './random.ts';
import { type Budget, budget, everyPosition, stratify } from './split.ts';

const classes = ['a', 'b', 'c'];
// 60 of a, 40 of b, 20 of c, mixed.
const y = Int32Array.from({ length: 120 }, (_, i) => (i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2));
const ask = (more: Partial<Budget> = {}) =>
  budget({
    set: 'letters',
    y,
    classes,
    indices: everyPosition(120),
    perClass: 5,
    pool: 30,
    seed: 1,
    who: 'student',
    ...more,
  });
const countsOf = (indices: Int32Array) =>
  classes.map((_, label) => indices.filter((i) => y[i] === label).length);
const shared = (a: Int32Array, b: Int32Array) => a.filter((i) => b.includes(i)).length;

describe('a stratified split', () => {
  const parts = stratify('letters', y, classes, [4, 6], random(0, 'split'));

  it('gives every part equally many of every class, and the rest the rest', () => {
    expect(parts.map(countsOf)).toEqual([
      [4, 4, 4],
      [6, 6, 6],
      [50, 30, 10],
    ]);
  });

  it('puts every sample in one part', () => {
    expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...everyPosition(120)]);
  });

  it('refuses when a class has too few', () => {
    expect(() => stratify('letters', y, classes, [12, 9], random(0))).toThrow(
      'letters: 21 samples a class are set aside, class c has 20.',
    );
  });
});

describe('a budget', () => {
  it('has as many labels of every class, and a pool beside them', () => {
    const { labeled, pool } = ask();
    expect(countsOf(labeled)).toEqual([5, 5, 5]);
    expect(pool).toHaveLength(30);
    expect(new Set(pool).size).toBe(30);
    expect(shared(labeled, pool)).toBe(0);
    // Control: a pool drawn for other labels does meet these.
    expect(shared(labeled, ask({ seed: 2, pool: 100 }).pool)).toBeGreaterThan(0);
  });

  it('is the same for the same seed, another for another seed or asker', () => {
    expect(ask()).toEqual(ask());
    expect(ask({ seed: 2 }).labeled).not.toEqual(ask().labeled);
    expect(ask({ seed: 2 }).pool).not.toEqual(ask().pool);
    expect(ask({ who: 'teacher' }).labeled).not.toEqual(ask().labeled);
  });

  it('grows: fewer labels are a part of more labels', () => {
    expect(shared(ask({ perClass: 3 }).labeled, ask({ perClass: 9 }).labeled)).toBe(9);
  });

  it('stays within the samples it may choose from', () => {
    const indices = everyPosition(120).filter((i) => i % 12 < 6);
    const { labeled, pool } = ask({ indices });
    expect([...labeled, ...pool].every((i) => i % 12 < 6)).toBe(true);
  });

  it('takes all labels for 0, and then there is no pool', () => {
    expect(ask({ perClass: 0, pool: 0 }).labeled).toEqual(everyPosition(120));
    expect(() => ask({ perClass: 0, pool: 1 })).toThrow(
      'letters: a pool of 1 samples was asked for, beside the 120 labeled ones there are 0.',
    );
  });

  it('refuses more labels than the scarcest class has', () => {
    expect(ask({ perClass: 20 }).labeled).toHaveLength(60);
    expect(() => ask({ perClass: 21 })).toThrow('letters: 21 labels a class were asked for, class c has 20.');
  });

  it('is disjoint and exact for any counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 60 }), fc.nat(), (perClass, pool, seed) => {
        const drawn = ask({ perClass, pool, seed });
        expect(new Set([...drawn.labeled, ...drawn.pool]).size).toBe(3 * perClass + pool);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
