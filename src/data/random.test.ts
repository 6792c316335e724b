import { describe, expect, it } from 'vitest';
import { random } from './random.ts';

const first = (count: number, next: () => number) => Array.from({ length: count }, next);

describe('chance', () => {
  it('is the same for the same seed and names, for good', () => {
    const a = random(7, 'student', 'labels');
    const b = random(7, 'student', 'labels');
    expect(first(50, a.next)).toEqual(first(50, b.next));
    // Written down once: a change here changes every run, every committed teacher and every link.
    const c = random(0, 'golden');
    expect([c.int(1_000_000), c.int(1_000_000), c.int(1_000_000)]).toEqual([706_091, 344_580, 940_629]);
  });

  it('is another for another seed, name, order of names or kind of name', () => {
    const draws = [
      random(1, 'a'),
      random(2, 'a'),
      random(1, 'b'),
      random(1, 'a', 'b'),
      random(1, 'b', 'a'),
      random(1, 'ab'),
      random(1, 1),
      random(1, '1'),
      random(11),
      random(1),
    ];
    const values = draws.map((chance) => chance.next());
    expect(new Set(values).size).toBe(values.length);
  });

  it('has forks by a counter that are as uniform as one stream', () => {
    const n = 20_000;
    const bins = new Array<number>(20).fill(0);
    let previous = 0;
    let product = 0;
    for (let i = 0; i < n; i++) {
      const u = random(0, 'noise', i).next();
      bins[Math.floor(u * 20)]! += 1;
      product += (u - 0.5) * (previous - 0.5);
      previous = u;
    }
    const chi = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
    expect(chi).toBeLessThan(43.8); // 19 degrees of freedom, p = 0.001
    expect(Math.abs(product / n)).toBeLessThan(4 / 12 / Math.sqrt(n)); // 4 standard errors
  });

  it('draws whole numbers below n, each about as often', () => {
    const chance = random(3, 'ints');
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[chance.int(6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(() => chance.int(0)).toThrow('got 0');
  });

  it('draws normals of mean 0 and variance 1 in float32', () => {
    const chance = random(4, 'normals');
    const values = first(100_000, chance.normal);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.004);
    expect(values.every((value) => value === Math.fround(value))).toBe(true);
  });

  it('permutes: every number once, and not in order', () => {
    const order = random(5, 'order').permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(
      first(
        1000,
        (
          (i) => () =>
            i++
        )(0),
      ),
    );
    expect(order.filter((value, i) => value === i).length).toBeLessThan(10);
    // All six orders of three come up.
    const seen = new Set(Array.from({ length: 200 }, (_, i) => random(i, 'three').permutation(3).join()));
    expect(seen.size).toBe(6);
  });

  it('refuses a seed that is no number', () => {
    expect(() => random(Number.NaN)).toThrow('got NaN');
  });
});
