// The optimizers on WebGPU, where one dispatch changes all parameters of a network.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { bootEngine } from '../gpu/engine.ts';
import { read } from '../gpu/readback.ts';
import { Slots } from '../gpu/slots.ts';
import { makeClock, tick } from './clock.ts';
import { TRAINING } from './fixtures.ts';
import { farthest, walks } from './golden/optimizers.ts';
import { makeOptimizer } from './optimizer.ts';

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

test.each(walks)(
  '$optimizer with momentum $momentum, weight decay $weightDecay and clip $clip walks as in PyTorch',
  async (walk) => {
    expect(await farthest(walk)).toBeLessThan(5e-6);
  },
);

test('a seed is clipped by the norm of all its parameters, however many stretches they take', async () => {
  const shapes = [
    [2, 40, 30],
    [2, 7],
    [2, 700],
  ];
  const slots = new Slots();
  const size = (shape: number[]) => shape.reduce((a, b) => a * b, 1);
  const group = slots.group(
    shapes.map((shape, i) => ({ name: `p${i}`, values: new Float32Array(size(shape)), shape })),
  );
  const rate = slots.create('rate', [1], [1]);
  const clock = makeClock(slots, 'clock');
  const plain = { ...TRAINING, optimizer: 'sgd' as const, momentum: 0, clip: 2 };
  const optimizer = makeOptimizer(plain, slots, group);
  // The first seed's gradient is long, the second's is short enough.
  const gradients = shapes.map((shape, p) =>
    Float32Array.from({ length: size(shape) }, (_, i) => (i < size(shape) / 2 ? 1 : 0.001) * Math.sin(i + p)),
  );
  tick(clock, plain, 10);
  optimizer.apply(
    gradients.map((g, p) => tf.tensor(g, shapes[p])),
    clock,
    rate.tensor,
  );
  const now = await read(group.slots.map(({ tensor }) => tensor));
  for (const seed of [0, 1]) {
    const own = (of: Float32Array) => of.slice((seed * of.length) / 2, ((seed + 1) * of.length) / 2);
    const norm = Math.hypot(...gradients.flatMap((g) => [...own(g)]));
    const scale = Math.min(1, 2 / norm);
    expect(scale < 1).toBe(seed === 0);
    gradients.forEach((g, p) => {
      own(g).forEach((value, i) => {
        expect(own(now[p]!)[i]).toBeCloseTo(-value * scale, 6);
      });
    });
  }
  slots.dispose();
});
