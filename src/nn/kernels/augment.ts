// The batch of a step with every sample altered by chance, so that a network hardly sees the same one twice.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/augment.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { type Chance, drawn, normals } from '../philox.ts';
import { gather, gatherCase } from './gather.ts';

/** The streams of words under a seed's key. */
const MOVES = 0;
const NOISE = 1;
/** Features that one invocation writes. */
const RUN = 16;

interface Alteration {
  /** Samples are [features/(width·channels), width, channels]. */
  readonly width: number;
  readonly channels: number;
  /** Pixels a sample is moved by at most, in each direction; what comes in from outside is 0. */
  readonly shift: number;
  /** 1: mirrored left to right with probability ½. */
  readonly flip: number;
  /** Side of a square of zeros, its centre anywhere in the image. */
  readonly cutout: number;
  /** Standard deviation of what is added to every number outside of that square. */
  readonly noise: number;
}

/** x and y as `gather` takes them, and x altered: see the shader. It depends on a seed's key, step and place alone. */
export const augment = defineKernel({
  name: 'augment',
  shader,
  inputs: {
    data: ['samples', 'features'],
    labels: ['samples'],
    order: ['seeds', 'window'],
    clock: ['4'],
    keys: ['seeds', '2'],
  },
  ints: ['order'],
  params: {
    batch: 'u32',
    labeled: 'u32',
    width: 'u32',
    channels: 'u32',
    shift: 'u32',
    flip: 'u32',
    cutout: 'u32',
    noise: 'f32',
  },
  derived: ({ features }, { batch }) => ({ rows: batch, runs: Math.ceil((features as number) / RUN) }),
  outputs: { x: ['seeds', 'rows', 'features'], y: ['seeds', 'rows'] },
  saved: {},
  invocations: ({ seeds, rows, runs }) => (seeds as number) * (rows as number) * (runs as number),
  reference: ({ data, labels, order, clock, keys }, { batch, labeled, ...alteration }) => {
    const { x, y } = gather({ data, labels, order, clock }, { batch, labeled });
    const { from, kept, shaken } = draw({ clock, keys }, x.shape as [number, number, number], alteration);
    const moved = tf.gather(tf.reshape(x, [x.size]), from);
    return { x: tf.reshape(tf.add(tf.mul(moved, kept), shaken), x.shape), y };
  },
  gradient: () => ({}),
  tolerance: 1e-5,
  cases: [
    augmentCase({ features: 64, seeds: 3 }, { batch: 7, width: 8, shift: 2, flip: 1, cutout: 3 }, 5),
    augmentCase({ features: 784, seeds: 1 }, { batch: 130, width: 28, noise: 0.3 }, 1),
    augmentCase({ features: 60, seeds: 2 }, { batch: 64, width: 4, channels: 3, shift: 1, noise: 1 }, 1003),
    augmentCase({ features: 65, seeds: 2 }, { batch: 9, width: 13, flip: 1, cutout: 13, noise: 0.1 }, 77),
    augmentCase({ features: 2, seeds: 2 }, { batch: 1, width: 1, channels: 2, noise: 0.5 }, 16_777_216),
    augmentCase({ features: 1, seeds: 1 }, { batch: 64, width: 1, noise: 0.05 }, 2),
  ],
});

/**
 * What chance does to a batch [seeds, rows, features]: where each number comes from in it, whether it counts (1 or 0),
 * and what is added.
 */
function draw(
  chance: Chance,
  [seeds, rows, features]: readonly [number, number, number],
  { width, channels, shift, flip, cutout, noise }: Alteration,
) {
  const size = seeds * rows * features;
  const from = new Int32Array(size);
  const kept = new Float32Array(size);
  const shaken = new Float32Array(size);
  const height = Math.floor(features / (width * channels));
  const even = 2 * Math.ceil(features / 2);
  const moves = drawn(chance, MOVES, rows);
  const shakes = noise > 0 ? drawn(chance, NOISE, (rows * even) / 2).map(normals) : null;
  for (let s = 0; s < seeds; s++) {
    for (let b = 0; b < rows; b++) {
      const [where, hole] = (moves[s] as Uint32Array).subarray(2 * b) as unknown as [number, number];
      const right = upTo(2 * shift + 1, where & 0xffff, 16) - shift;
      const down = upTo(2 * shift + 1, where >>> 16, 16) - shift;
      const mirrored = flip === 1 && (hole & 1) === 1;
      const left = upTo(width, (hole >>> 1) & 0x7fff, 15) - Math.floor(cutout / 2);
      const top = upTo(height, hole >>> 16, 16) - Math.floor(cutout / 2);
      const start = (s * rows + b) * features;
      for (let f = 0, line = 0; line < height; line++) {
        for (let column = 0; column < width; column++, f += channels) {
          if (within(column - left, cutout) && within(line - top, cutout)) continue;
          const x = (mirrored ? width - 1 - column : column) - right;
          const y = line - down;
          const inside = within(x, width) && within(y, height);
          for (let channel = 0; channel < channels; channel++) {
            const at = start + f + channel;
            if (inside) {
              from[at] = start + (y * width + x) * channels + channel;
              kept[at] = 1;
            }
            if (shakes) shaken[at] = noise * (shakes[s]?.[b * even + f + channel] as number);
          }
        }
      }
    }
  }
  return { from, kept, shaken };
}

/** A whole number below n, from a word of so many bits. */
const upTo = (n: number, word: number, bits: number): number => Math.floor((word * n) / 2 ** bits);
const within = (place: number, size: number): boolean => place >= 0 && place < size;

/** A case for the parity test; what is not named stays off. */
function augmentCase(
  dims: { features: number; seeds: number },
  params: Partial<Alteration> & { batch: number },
  step: number,
) {
  const off = { labeled: 4, width: 1, channels: 1, shift: 0, flip: 0, cutout: 0, noise: 0 };
  const plain = gatherCase({ samples: 130, window: 2 * params.batch, ...dims }, { ...off, ...params }, step);
  return { ...plain, fill: { ...plain.fill, keys: (i: number) => (i * 40_503 + 17) % 65_536 } };
}
