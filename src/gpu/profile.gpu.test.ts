// What a recorded step costs, by the GPU's clock and by the one on the wall.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { place } from '../nn/kernels/place.ts';
import type { Backend } from './backend.ts';
import { bootEngine } from './engine.ts';
import { profile } from './profile.ts';
import { read } from './readback.ts';
import { type Recording, record } from './recording.ts';
import { Slots } from './slots.ts';

const SIDE = 160;

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

/** Three dispatches of little work and one of much; a state counts the steps. */
function someStep() {
  const slots = new Slots();
  const a = slots.create('a', new Float32Array(SIDE * SIDE).fill(1 / SIDE), [SIDE, SIDE]);
  const count = slots.create('count', [0], [1]);
  const step = () =>
    tf.tidy(() => {
      const product = tf.matMul(tf.matMul(a.tensor, a.tensor), a.tensor);
      const first = tf.slice(product, [0, 0], [1, 1]); // 1 / SIDE
      place({ source: tf.add(count.tensor, tf.mul(tf.reshape(first, [1]), SIDE)) }, { place: count }, {});
    });
  const recording = record(step, slots.tensors);
  const end = () => {
    recording.dispose();
    slots.dispose();
  };
  return { recording, count, end };
}

const stepsFor = (ms: number) => Math.max(1, Math.round(10 / ms));
const measure = (recording: Recording, rewind = () => {}) => profile(recording, { rewind, stepsFor });
const dear = 'TensorFlow.js matMulPacked';

test('the kernels of a step are named, counted and timed, the dearest first', async () => {
  const { recording, end } = someStep();
  const { kernels, depth, stepMs, hostMs, stepsPerSubmit } = await measure(recording);
  expect(new Set(kernels.map(({ name }) => name))).toEqual(new Set(recording.names));
  for (const { name, dispatches } of kernels)
    expect(dispatches, name).toBe(recording.names.filter((other) => other === name).length);
  const times = kernels.map(({ ms }) => ms);
  expect(times).toEqual([...times].sort((x, y) => y - x));
  expect(Math.min(...times)).toBeGreaterThan(0);
  const [first, second] = kernels;
  expect(first).toMatchObject({ name: dear, dispatches: 2 });
  expect(first?.ms).toBeGreaterThan(5 * (second?.ms ?? Number.NaN));
  expect(depth).toBe(recording.names.length); // each needs the one before
  expect(stepMs).toBeGreaterThan(first?.ms ? first.ms / 3 : Number.NaN);
  expect(hostMs).toBeGreaterThan(0);
  expect(hostMs).toBeLessThan(stepMs);
  expect(stepsPerSubmit).toBeGreaterThanOrEqual(1);
  end();
});

test('a GPU without a clock, or with one that stands still, is timed from outside, to about the same figures', async () => {
  const { recording, end } = someStep();
  const { device } = recording.backend;
  const msOf = ({ kernels }: Awaited<ReturnType<typeof measure>>) =>
    kernels.find(({ name }) => name === dear)?.ms ?? Number.NaN;
  const own = await measure(recording);
  expect(own.clock).toBe(device.features.has('timestamp-query') ? 'timestamps' : 'wall');

  const has = vi.spyOn(device.features, 'has').mockReturnValue(false);
  const without = await measure(recording);
  has.mockReturnValue(true);
  const resolve = vi.spyOn(GPUCommandEncoder.prototype, 'resolveQuerySet').mockReturnValue(undefined);
  const still = await measure(recording);
  has.mockRestore();
  resolve.mockRestore();

  for (const outside of [without, still]) {
    expect(outside.clock).toBe('wall');
    expect(msOf(outside)).toBeGreaterThan(msOf(own) / 3);
    expect(msOf(outside)).toBeLessThan(msOf(own) * 3);
  }
  end();
});

test('the state is put back before every round, and dispatches are timed in the order of the step', async () => {
  const { recording, count, end } = someStep();
  await measure(recording, () => count.write([7]));
  expect((await read([count.tensor]))[0]?.[0]).toBeCloseTo(8, 4); // as after one step
  end();
});

test('no buffer and no query set is left behind', async () => {
  const { recording, end } = someStep();
  const { device } = tf.backend() as unknown as Backend;
  const made: { destroy(): void }[] = [];
  const destroyed = new Set<object>();
  const watch = <T extends { destroy(): void }>(one: T): T => {
    const destroy = one.destroy.bind(one);
    one.destroy = () => {
      destroyed.add(one);
      destroy();
    };
    made.push(one);
    return one;
  };
  const createBuffer = device.createBuffer.bind(device);
  const createQuerySet = device.createQuerySet.bind(device);
  const buffers = vi.spyOn(device, 'createBuffer').mockImplementation((of) => watch(createBuffer(of)));
  const queries = vi.spyOn(device, 'createQuerySet').mockImplementation((of) => watch(createQuerySet(of)));
  await measure(recording);
  buffers.mockRestore();
  queries.mockRestore();
  expect(made.filter((one) => !destroyed.has(one))).toEqual([]);
  end();
});
