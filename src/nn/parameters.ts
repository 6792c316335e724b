// Weights: what they are called, their shape, and how chance makes their first values.
import type * as tf from '@tensorflow/tfjs-core';

/** What initialisation needs of chance; the stream in data/random.ts is one. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal. */
  normal(): number;
}

export interface Parameter {
  readonly name: string;
  /** Without the seeds axis. */
  readonly shape: readonly number[];
  readonly init: (random: Random) => Float32Array;
}

/** What a network says about a batch. */
export interface Trace {
  readonly logits: tf.Tensor; // [seeds, batch, classes]; of a detector [seeds, batch, anchors, classes]
  /** Of a detector: where it says the object of each anchor is, told from the anchor, [seeds, batch, anchors, 4]. Made where it is asked for. */
  readonly boxes?: tf.Tensor;
  /** What each stage says, by name in order: [seeds, batch, ...]. */
  readonly taps: Readonly<Record<string, tf.Tensor>>;
}

/** Shapes of taps for one sample, by name in order. */
export type TapShapes = Readonly<Record<string, readonly number[]>>;

export const INITS = ['he', 'glorot', 'small'] as const;
export type Init = (typeof INITS)[number];

/**
 * Weights [inputs, units]. `he`: normal with variance 2/inputs (He et al. 2015, arXiv:1502.01852);
 * `glorot`: uniform with variance 2/(inputs + units) (Glorot & Bengio 2010); `small`: normal with a deviation of 0.01, for a
 * last layer that should say little at first.
 */
export function weights(name: string, inputs: number, units: number, init: Init): Parameter {
  const draw = (random: Random) => {
    if (init === 'he') return random.normal() * Math.sqrt(2 / inputs);
    if (init === 'small') return random.normal() * 0.01;
    return (2 * random.next() - 1) * Math.sqrt(6 / (inputs + units));
  };
  return {
    name,
    shape: [inputs, units],
    init: (random) => Float32Array.from({ length: inputs * units }, () => draw(random)),
  };
}

/** [size], all of one value at first. */
export function constant(name: string, size: number, value: number): Parameter {
  return { name, shape: [size], init: () => new Float32Array(size).fill(value) };
}

/** First values of every parameter for every seed, [seeds, ...shape] flattened. A seed's values don't depend on the others. */
export function initialise(
  parameters: readonly Parameter[],
  random: (seedIndex: number, parameter: string) => Random,
  seeds: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    parameters.map(({ name, shape, init }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = new Float32Array(seeds * size);
      for (let seed = 0; seed < seeds; seed++) {
        const own = init(random(seed, name));
        if (own.length !== size)
          throw new Error(`${name} is [${shape}] and needs ${size} first values, got ${own.length}.`);
        values.set(own, seed * size);
      }
      return [name, values];
    }),
  );
}
