// Philox-2x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a random generator that
// counts. Its words are a function of a key and a counter alone, so nothing is carried from one step to the next.
// The shaders that draw have it in WGSL; this is the same on the host, for their references.
//
// The counter is [what within a batch, step and stream]; the key belongs to a seed and a name. A word thus depends
// on the seed, the stream, the step and the place in the batch, and never on a lane or on the other seeds.
import type * as tf from '@tensorflow/tfjs-core';
import { readNow } from '../gpu/readback.ts';

const MULTIPLIER = 0xd256d193;
const WEYL = 0x9e3779b9; // 2³²/φ, what the key grows by each round
const ROUNDS = 10;
const STREAM = 2 ** 24; // the clock counts less than this many steps

/** What a layer needs to draw on the GPU. */
export interface Chance {
  /** [4]; its step is the counter. */
  readonly clock: tf.Tensor;
  /** [seeds, 2], a key for each seed: see `keysOf`. */
  readonly keys: tf.Tensor;
}

/** 32-bit keys, one a seed, as their upper and lower halves [seeds, 2]: whole numbers that float32 holds exactly. */
export const keysOf = (keys: readonly number[]): Float32Array =>
  Float32Array.from(keys.flatMap((key) => [key >>> 16, key & 0xffff]));

/** The words of `count` counters from [from, high] on under a key, two a counter: [2·count]. */
export function philox(key: number, high: number, count: number, from = 0): Uint32Array {
  const words = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    let [a, b, k] = [from + i, high, key];
    for (let round = 0; round < ROUNDS; round++) {
      const upper = upperProduct(a, MULTIPLIER);
      const lower = Math.imul(a, MULTIPLIER);
      a = upper ^ k ^ b;
      b = lower;
      k = (k + WEYL) | 0;
    }
    words[2 * i] = a;
    words[2 * i + 1] = b;
  }
  return words;
}

/** The upper half of the 64-bit product of two 32-bit numbers, by their 16-bit halves. */
function upperProduct(x: number, y: number): number {
  const x0 = x & 0xffff;
  const x1 = x >>> 16;
  const y0 = y & 0xffff;
  const y1 = y >>> 16;
  const middle = x1 * y0 + (Math.imul(x0, y0) >>> 16);
  const carry = x0 * y1 + (middle & 0xffff);
  return x1 * y1 + (middle >>> 16) + (carry >>> 16);
}

/**
 * For every seed the words of `count` counters of a stream at the step that the clock shows. It reads two small tensors
 * at once, so it is for references alone: on WebGPU, where nothing can wait for a reading, the shaders draw.
 */
export function drawn({ clock, keys }: Chance, stream: number, count: number): Uint32Array[] {
  const step = Math.max(0, (readNow(clock)[0] as number) - 1);
  const halves = readNow(keys);
  return Array.from({ length: halves.length / 2 }, (_, s) => {
    const key = ((halves[2 * s] as number) << 16) | (halves[2 * s + 1] as number);
    return philox(key, (stream * STREAM + step) | 0, count);
  });
}

/** As many standard normal numbers as words, two from two (Box & Muller 1958); the shaders too turn them by an eighth. */
export function normals(words: Uint32Array): Float32Array {
  const numbers = new Float32Array(words.length);
  for (let i = 0; i < words.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((words[i] as number) + 0.5) / 4_294_967_296));
    const angle = 2 * Math.PI * ((words[i + 1] as number) / 4_294_967_296 - 1 / 8);
    numbers[i] = radius * Math.cos(angle);
    numbers[i + 1] = radius * Math.sin(angle);
  }
  return numbers;
}
