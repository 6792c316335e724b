// Differential evolution: the minimum of a function that has no slope, such as a count of mistakes, by a population of
// trial points. Runs on the host; the same chance gives the same answer.
import type { Random } from '../nn/network.ts';

export interface Search {
  /** How many numbers, each in [0, 1]. */
  readonly size: number;
  readonly cost: (point: Float64Array) => number;
  readonly random: Random;
  /** Points, and how often each is tried anew. */
  readonly population: number;
  readonly generations: number;
  /** A point among the first ones: the answer is never worse. */
  readonly start: Float64Array;
}

/** Share of a trial's numbers that come from the mutant, at least one. */
const CROSSOVER = 0.7;
/** The factor of the difference is drawn anew in every generation, between these. */
const DITHER = [0.5, 1] as const;

/**
 * The best point found. "best/1/bin": a mutant is the best point plus a scaled difference of two others, and takes the
 * place of a point that it beats or equals (Storn & Price 1997; the defaults are those of SciPy's `differential_evolution`).
 */
export function evolve({ size, cost, random, population, generations, start }: Search): Float64Array {
  const whole = (n: number) => Math.min(n - 1, Math.floor(random.next() * n));
  const points = Array.from({ length: population }, (_, i) =>
    i === 0 ? Float64Array.from(start) : Float64Array.from({ length: size }, () => random.next()),
  );
  const costs = points.map(cost);
  let best = costs.indexOf(Math.min(...costs));
  for (let g = 0; g < generations; g++) {
    const factor = DITHER[0] + (DITHER[1] - DITHER[0]) * random.next();
    for (let i = 0; i < population; i++) {
      const [a, b] = [points[whole(population)], points[whole(population)]] as [Float64Array, Float64Array];
      const kept = whole(size); // this one comes from the mutant in any case
      const leader = points[best] as Float64Array;
      const trial = (points[i] as Float64Array).map((value, k) => {
        const drawn = random.next() < CROSSOVER || k === kept;
        const mutant = (leader[k] as number) + factor * ((a[k] as number) - (b[k] as number));
        if (!drawn) return value;
        return mutant >= 0 && mutant <= 1 ? mutant : random.next(); // as SciPy: out of bounds is drawn anew
      });
      const cheaper = cost(trial);
      if (!(cheaper <= (costs[i] as number))) continue;
      points[i] = trial;
      costs[i] = cheaper;
      if (cheaper < (costs[best] as number)) best = i;
    }
  }
  return points[best] as Float64Array;
}
