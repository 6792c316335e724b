// All chance in the engine: one seed, forked by name. Two forks with different names are unrelated, so adding a
// consumer of chance never moves the numbers of another.
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform whole number in [0, n), n from 1 to 2^32. */
  int(n: number): number;
  /** Standard normal, rounded to float32. */
  normal(): number;
  /** The numbers 0 … n-1 in random order, [n]. */
  permutation(n: number): Int32Array;
}

/**
 * The stream of chance that belongs to a seed and a path of names, e.g. `random(7, 'student', 'labels')`.
 * The name `1` and the name `'1'` are two names.
 * @throws when the seed or a numeric name is not a finite number.
 */
export function random(seed: number, ...names: readonly (string | number)[]): Random {
  for (const part of [seed, ...names]) {
    if (typeof part === 'number' && !Number.isFinite(part))
      throw new Error(`Chance needs finite seeds and names, got ${part}.`);
  }
  const generator = xoroshiro128plusFromState(stateFrom(JSON.stringify([seed, ...names])));
  let spare: number | null = null;

  const next = () => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
  const int = (n: number) => {
    if (!Number.isInteger(n) || n < 1 || n > 4_294_967_296)
      throw new Error(`A whole number below n needs n from 1 to 2^32, got ${n}.`);
    return Math.floor(next() * n);
  };

  return {
    next,
    int,
    // Box and Muller. Engines may differ in the last bit of Math.log, cos and sin; rounding to float32 hides that but
    // for the rare value at a rounding border, and there the difference is one float32 step.
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = Math.fround(radius * Math.sin(angle));
      return Math.fround(radius * Math.cos(angle));
    },
    permutation(n) {
      if (!Number.isInteger(n) || n < 0 || n > 2_147_483_647)
        throw new Error(`A permutation needs a whole number of things, got ${n}.`);
      const order = new Int32Array(n);
      // Fisher and Yates, inside out.
      for (let i = 0; i < n; i++) {
        const j = int(i + 1);
        order[i] = order[j] as number;
        order[j] = i;
      }
      return order;
    },
  };
}

/** A text to the 128 bits of a generator's state, through a 64-bit hash; different hashes give different states. */
function stateFrom(text: string): [number, number, number, number] {
  // Two 32-bit multiplicative hashes side by side, mixed across at the end (the scheme of "cyrb53", all 64 bits kept).
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  const mixedA = mix(a) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  const mixedB = mix(b) ^ Math.imul(mixedA ^ (mixedA >>> 13), 3_266_489_909);
  // All zeros is the one state the generator cannot leave.
  return [mix(mixedA), mix(mixedB), mix(mixedA + 0x9e3779b9), mix(mixedB + 0x3c6ef372) || 1];
}

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of the argument, one to one. */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
