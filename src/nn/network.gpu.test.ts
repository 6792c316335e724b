import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NetSpec } from '../contract/setup.ts';
import { bootEngine } from '../gpu/engine.ts';
import { read, settled } from '../gpu/readback.ts';
import { record } from '../gpu/recording.ts';
import { lossOf, normals, setUp, TRAINING } from './fixtures.ts';
import { convPool } from './kernels/conv-pool.ts';
import { ACTIVATION, dense } from './kernels/dense.ts';

const faults: string[] = [];

beforeAll(async () => {
  const engine = await bootEngine('webgpu');
  expect(engine.engine, engine.why).toBe('webgpu');
  engine.onFault((sentence) => faults.push(sentence));
});

afterEach(async () => {
  await settled();
  expect(faults.splice(0)).toEqual([]);
  expect(tf.getBackend()).toBe('webgpu');
});

const BATCH = 9;
const CLASSES = 3;
const KINDS: [string, NetSpec, number[]][] = [
  ['mlp without hidden layers', { model: 'mlp', widths: [], knobs: {} }, [2]],
  ['relu mlp', { model: 'mlp', widths: [65, 10], knobs: {} }, [7]],
  ['tanh mlp', { model: 'mlp', widths: [16], knobs: { activation: 'tanh', init: 'glorot' } }, [64]],
  ['strided cnn', { model: 'cnn', widths: [5, 8], knobs: {} }, [9, 8, 2]],
  ['pooled cnn', { model: 'cnn', widths: [3, 9], knobs: { downsample: 'pool' } }, [9, 10, 1]],
  ['normalised, strided cnn', { model: 'cnn', widths: [8, 12], knobs: { norm: 'group' } }, [7, 6, 1]],
  [
    'normalised, pooled cnn',
    { model: 'cnn', widths: [8, 6], knobs: { norm: 'group', downsample: 'pool' } },
    [9, 8, 1],
  ],
];

/** A batch that belongs to each seed, x [seeds, batch, ...shape] and labels [seeds, batch]. */
function batchOf(seeds: readonly number[], shape: readonly number[]) {
  const size = shape.reduce((a, b) => a * b, BATCH);
  const x = new Float32Array(seeds.length * size);
  seeds.forEach((seed, s) => {
    x.set(normals(`x${seed}`, [size]), s * size);
  });
  const labels = seeds.flatMap(() => Array.from({ length: BATCH }, (_, i) => i % CLASSES));
  return {
    x: tf.tensor(x, [seeds.length, BATCH, ...shape]),
    labels: tf.tensor(labels, [seeds.length, BATCH]),
  };
}

/** Losses [seeds] and gradients of every parameter on the backend in use. */
async function lossAndGradients(net: NetSpec, shape: readonly number[], seeds: readonly number[]) {
  const { network, weights } = setUp(net, shape, CLASSES, seeds);
  const { x, labels } = batchOf(seeds, shape);
  const held = weights.map((slot) => slot.tensor);
  const losses = lossOf(network, held, x, labels);
  const gradients = tf.grads((...tensors: tf.Tensor[]) => tf.sum(lossOf(network, tensors, x, labels)))(held);
  return read([losses, ...gradients]);
}

describe.each(KINDS)('a %s on WebGPU', (_name, net, shape) => {
  test('has the loss and the gradients of the reference on the processor', async () => {
    const ours = await lossAndGradients(net, shape, [1, 2]);
    await tf.setBackend('cpu');
    let theirs: Float32Array[];
    try {
      theirs = await lossAndGradients(net, shape, [1, 2]);
    } finally {
      await tf.setBackend('webgpu');
    }
    theirs.forEach((expected, t) => {
      const largest = expected.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      expect(largest, 'the comparison sees numbers').toBeGreaterThan(1e-4);
      const difference = expected.reduce((m, v, i) => Math.max(m, Math.abs(v - (ours[t]?.[i] as number))), 0);
      expect(difference / Math.max(largest, 0.1), `tensor ${t}`).toBeLessThan(2e-5);
    });
  });

  test('trains a seed among three to the same bits as alone', async () => {
    const run = async (seeds: number[]) => {
      const { step, weights } = setUp(net, shape, CLASSES, seeds);
      const { x, labels } = batchOf(seeds, shape);
      for (let i = 0; i < 4; i++) step(x, labels).dispose();
      return read(weights.map((slot) => slot.tensor));
    };
    const together = await run([1, 2, 3]);
    for (const [s, seed] of [1, 2, 3].entries()) {
      const alone = await run([seed]);
      alone.forEach((own, p) => {
        expect(together[p]?.slice(s * own.length, (s + 1) * own.length)).toEqual(own);
      });
    }
  });

  test('learns in 20 steps, and leaves no tensors behind', async () => {
    const { step } = setUp(net, shape, CLASSES, [1], { ...TRAINING, rate: 0.02 });
    const { x, labels } = batchOf([1], shape);
    const losses = [step(x, labels)];
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) losses.push(step(x, labels));
    expect(tf.memory().numTensors).toBe(before + 20);
    const numbers = (await read(losses)).map((loss) => loss[0] as number);
    expect(numbers.at(-1)).toBeLessThan(0.9 * (numbers[0] as number));
  });
});

test.each([
  { downsample: 'pool', norm: 'none', forward: 4, backward: 9 },
  { downsample: 'stride', norm: 'none', forward: 4, backward: 8 },
  { downsample: 'pool', norm: 'group', forward: 6, backward: 14 },
])('a cnn takes few dispatches: $downsample, $norm', ({ forward, backward, ...knobs }) => {
  const shape = [8, 8, 1];
  const { network, weights } = setUp({ model: 'cnn', widths: [8, 16], knobs }, shape, CLASSES, [1]);
  const { x, labels } = batchOf([1], shape);
  const held = weights.map((slot) => slot.tensor);
  const ours = (step: () => void): number => {
    const recording = record(step, [x, labels, ...held]);
    recording.dispose();
    return recording.names.filter((name) => !name.startsWith('TensorFlow.js')).length;
  };
  const loss = (...tensors: tf.Tensor[]) => tf.sum(lossOf(network, tensors, x, labels));
  expect(ours(() => void tf.tidy(() => void loss(...held)))).toBeLessThanOrEqual(forward);
  expect(ours(() => void tf.tidy(() => void tf.grads(loss)(held)))).toBeLessThanOrEqual(forward + backward);
});

test.each(['relu', 'tanh', 'none'] as const)(
  'what is no number stays none through a dense layer with %s',
  async (activation) => {
    const x = tf.tensor([1, Number.NaN, 2, 3], [1, 2, 2]);
    const { y } = dense(
      { x, weight: tf.ones([1, 2, 3]), bias: tf.zeros([1, 3]) },
      { activation: ACTIVATION[activation] },
    );
    const [values] = await read([y]);
    expect(Array.from(values as Float32Array, Number.isNaN)).toEqual([true, true, true, false, false, false]);
  },
);

test('what is no number stays none through a convolution and pooling', async () => {
  const x = tf.tensor([1, 2, Number.NaN, 4, 1, 2, 3, 4], [1, 2, 2, 2, 1]);
  const middle = tf.tensor([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 9, 1]);
  const { y } = convPool({ x, weight: middle, bias: tf.zeros([1, 1]) }, {});
  const [values] = await read([y]);
  expect(Array.from(values as Float32Array)).toEqual([Number.NaN, 4]);
});
