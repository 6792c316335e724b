// Dropout: units left out by chance while a network trains, so that none relies on another.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/dropout.wgsl?raw';
import type { RangeKnob, Words } from '../../contract/cards.ts';
import { defineKernel } from '../../gpu/kernel.ts';
import { type Chance, drawn } from '../philox.ts';

/** Numbers that one invocation does: 16 random bits each. */
const QUAD = 4;
const ALL = 65_536;

/** y[s,r,u] = x[s,r,u]/(1 − p) where the unit is kept, 0 where it is dropped; p = dropped/2¹⁶. See the shader. */
const dropout = defineKernel({
  name: 'dropout',
  shader,
  inputs: { x: ['seeds', 'rows', 'units'], clock: ['4'], keys: ['seeds', '2'] },
  params: { dropped: 'u32', stream: 'u32' },
  derived: ({ rows, units }) => ({ quads: Math.ceil(((rows as number) * (units as number)) / QUAD) }),
  outputs: { y: ['seeds', 'rows', 'units'] },
  saved: {},
  invocations: ({ seeds, quads }) => (seeds as number) * (quads as number),
  reference: ({ x, clock, keys }, { dropped, stream }) => {
    const [seeds, rows, units] = x.shape as [number, number, number];
    const size = rows * units;
    const words = drawn({ clock, keys }, stream, Math.ceil(size / QUAD));
    const factors = Float32Array.from({ length: seeds * size }, (_, i) => {
      const n = i % size;
      const word = words[Math.floor(i / size)]?.[n >> 1] as number;
      const bits = n % 2 === 0 ? word & 0xffff : word >>> 16;
      return bits < dropped ? 0 : ALL / (ALL - dropped);
    });
    return { y: tf.mul(x, tf.tensor(factors, [seeds, rows, units])) };
  },
  gradient: ({ y: dy }, { clock, keys }, _results, params) => ({
    x: (): tf.Tensor => dropout({ x: dy, clock, keys }, params).y,
  }),
  tolerance: 1e-6,
  cases: [
    dropoutCase({ rows: 1, units: 1 }, { dropped: 0, stream: 0 }, 1),
    dropoutCase({ rows: 7, units: 65 }, { dropped: 32_768, stream: 1 }, 12),
    dropoutCase({ rows: 130, units: 10 }, { dropped: 52_429, stream: 8 }, 100_003),
    dropoutCase({ rows: 64, units: 64 }, { dropped: 6554, stream: 255 }, 16_777_216),
  ],
});

/**
 * What is left of x [seeds, batch, units] when each unit is dropped with probability `share` (rounded to 2⁻¹⁶) and the
 * others make up for it. Without chance, or with a share of 0, it is x. `layer` tells the layers of a network apart.
 */
export function dropOut(x: tf.Tensor, share: number, layer: number, chance: Chance | undefined): tf.Tensor {
  const dropped = Math.round(share * ALL);
  if (!chance || dropped === 0) return x;
  return dropout({ x, ...chance }, { dropped, stream: layer }).y;
}

/** The knob of a model for its share. */
export const dropoutKnob = (hint: Words): RangeKnob => ({
  kind: 'range',
  label: { en: 'Dropout', zh: '随机失活' },
  symbol: 'p',
  hint,
  min: 0,
  max: 0.8,
  step: 0.05,
  default: 0,
  live: false,
});

function dropoutCase<P>(dims: { rows: number; units: number }, params: P, step: number) {
  const clock = (i: number) => (i === 0 ? step : 0.5);
  return { dims, params, fill: { clock, keys: (i: number) => (i * 40_503 + 17) % ALL } };
}
