import '@tensorflow/tfjs-backend-cpu';
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NetSpec } from '../contract/setup.ts';
import { read } from '../gpu/readback.ts';
import { lossOf, named, normals, setUp, TRAINING } from './fixtures.ts';
import { buildNetwork } from './network.ts';
import { modelCards } from './registry.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const mlp = (widths: number[], knobs = {}): NetSpec => ({ model: 'mlp', widths, knobs });
const cnn = (widths: number[], knobs = {}): NetSpec => ({ model: 'cnn', widths, knobs });
const values = async (t: tf.Tensor) => Array.from((await read([t]))[0] as Float32Array);

describe('shapes and sizes', () => {
  test('the models announce themselves without their code', () => {
    expect(modelCards.map(({ id }) => id)).toEqual(['mlp', 'cnn', 'retina']);
    expect(structuredClone(modelCards)).toEqual(modelCards);
  });

  test.each([
    { net: mlp([]), shape: [2], parameters: 2 * 3 + 3, macs: 6, taps: {} },
    {
      net: mlp([5, 4]),
      shape: [2, 3, 1],
      parameters: 6 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3,
      macs: 30 + 20 + 12,
      taps: { stage1: [2, 7, 5], stage2: [2, 7, 4] },
    },
    {
      net: cnn([4, 6]),
      shape: [8, 7, 1],
      parameters: 9 * 4 + 4 + 36 * 6 + 6 + 18 + 3,
      macs: 16 * 36 + 4 * 216 + 18,
      taps: { stage1: [2, 7, 4, 4, 4], stage2: [2, 7, 2, 2, 6], pooled: [2, 7, 6] },
    },
    {
      net: cnn([4], { norm: 'group', downsample: 'pool' }),
      shape: [5, 5, 2],
      parameters: 18 * 4 + 4 + 8 + 12 + 3,
      macs: 25 * 72 + 100 + 12,
      taps: { stage1: [2, 7, 2, 2, 4], pooled: [2, 7, 4] },
    },
    {
      net: cnn([2], { downsample: 'none' }),
      shape: [3, 3, 1],
      parameters: 18 + 2 + 6 + 3,
      macs: 9 * 18 + 6,
      taps: { stage1: [2, 7, 3, 3, 2], pooled: [2, 7, 2] },
    },
  ])('$net.model $net.widths of samples [$shape]', ({ net, shape, parameters, macs, taps }) => {
    const { network, weights } = setUp(net, shape, 3, [1, 2]);
    expect(network.size).toMatchObject({ parameters, macs, bytes: 4 * parameters });
    expect(weights.reduce((sum, slot) => sum + slot.tensor.size, 0)).toBe(2 * parameters);
    const trace = network.apply(
      named(
        network,
        weights.map((slot) => slot.tensor),
      ),
      tf.zeros([2, 7, ...shape]),
    );
    expect(trace.logits.shape).toEqual([2, 7, 3]);
    expect(Object.fromEntries(Object.entries(trace.taps).map(([name, tap]) => [name, tap.shape]))).toEqual(
      taps,
    );
    expect(Object.keys(trace.taps)).toEqual(Object.keys(taps));
  });

  test('He weights have variance 2/inputs, Glorot weights 2/(inputs + units)', () => {
    const varianceOf = (init: string) => {
      const { weights } = setUp(mlp([100], { init }), [300], 3, [1]);
      const numbers = weights[0]?.tensor.dataSync() as Float32Array;
      return numbers.reduce((sum, v) => sum + v * v, 0) / numbers.length;
    };
    expect(varianceOf('he') * 150).toBeCloseTo(1, 1);
    expect(varianceOf('glorot') * 200).toBeCloseTo(1, 1);
  });
});

describe('errors are sentences', () => {
  test.each([
    [{ model: 'vit', widths: [], knobs: {} }, [2], 'There is no model "vit"; there are mlp, cnn, retina.'],
    [cnn([4]), [2], 'The model cnn needs images [height, width, channels], the samples are [2].'],
    [cnn([]), [4, 4, 1], 'The model cnn needs at least one stage; widths is empty.'],
    [
      cnn([2, 2, 2], { downsample: 'pool' }),
      [4, 4, 1],
      'stage3 gets images of 1×1 pixels, which max pooling cannot halve.',
    ],
    [
      mlp([2], { activation: 'gelu' }),
      [2],
      'The knob activation of the model mlp is one of relu, tanh, got "gelu".',
    ],
    [mlp([2], { dropout: 0.9 }), [2], 'The knob dropout of the model mlp goes from 0 to 0.8, got 0.9.'],
    [mlp([2], { depth: 3 }), [2], 'The model mlp has no knob depth; it has activation, init, dropout.'],
  ] as const)('%j on [%s]', (net, shape, sentence) => {
    expect(() => buildNetwork(net as unknown as NetSpec, shape, 3)).toThrow(sentence);
  });
});

const KINDS: [string, NetSpec, number[]][] = [
  ['relu mlp', mlp([9, 7]), [5]],
  ['tanh mlp', mlp([9], { activation: 'tanh', init: 'glorot' }), [5]],
  ['strided cnn', cnn([3, 4]), [5, 4, 2]],
  ['pooled cnn', cnn([3, 4], { downsample: 'pool' }), [7, 4, 1]],
  ['normalised, pooled cnn', cnn([4], { norm: 'group', downsample: 'pool' }), [5, 5, 1]],
];

describe.each(KINDS)('a %s', (_name, net, shape) => {
  const batch = 6;
  const batchOf = (seeds: readonly number[]) => ({
    x: tf.concat(seeds.map((s) => tf.tensor(normals(`x${s}`, [batch, ...shape]), [1, batch, ...shape]))),
    labels: tf.tensor(
      seeds.flatMap(() => [0, 1, 2, 0, 1, 2]),
      [seeds.length, batch],
    ),
  });

  test('has the gradient of its loss, by differences', async () => {
    const { network, weights } = setUp(net, shape, 3, [1]);
    const { x, labels } = batchOf([1]);
    const held = weights.map((slot) => slot.tensor);
    const loss = (...tensors: tf.Tensor[]) => tf.sum(lossOf(network, tensors, x, labels));
    const gradients = tf.grads(loss)(held);
    for (const [p, weight] of held.entries()) {
      const numbers = await values(weight);
      const gradient = await values(gradients[p] as tf.Tensor);
      for (const i of new Set([0, Math.floor(numbers.length / 2), numbers.length - 1])) {
        const at = async (delta: number) => {
          const moved = tf.tensor(
            numbers.map((v, j) => (j === i ? v + delta : v)),
            weight.shape,
          );
          return (await values(loss(...held.map((t, j) => (j === p ? moved : t)))))[0] as number;
        };
        const difference = ((await at(3e-4)) - (await at(-3e-4))) / 6e-4;
        expect(
          Math.abs(difference - (gradient[i] as number)),
          `${network.parameters[p]?.name}[${i}]`,
        ).toBeLessThan(2e-3);
      }
    }
  });

  test('learns a tiny batch by heart', async () => {
    const { step } = setUp(net, shape, 3, [1], { ...TRAINING, rate: 0.03 });
    const { x, labels } = batchOf([1]);
    const first = (await values(step(x, labels)))[0] as number;
    let last = first;
    for (let i = 0; i < 150; i++) last = (await values(step(x, labels)))[0] as number;
    expect(last).toBeLessThan(0.1 * first);
  });

  test('three seeds together are each seed alone', async () => {
    const run = async (seeds: number[]) => {
      const { step, weights } = setUp(net, shape, 3, seeds);
      const { x, labels } = batchOf(seeds);
      let losses = step(x, labels);
      for (let i = 0; i < 3; i++) losses = step(x, labels);
      return {
        losses: await values(losses),
        weights: await Promise.all(weights.map((slot) => values(slot.tensor))),
      };
    };
    const together = await run([1, 2, 3]);
    for (const [s, seed] of [1, 2, 3].entries()) {
      const alone = await run([seed]);
      expect(together.losses[s]).toBeCloseTo(alone.losses[0] as number, 6);
      alone.weights.forEach((own, p) => {
        const among = together.weights[p]?.slice(s * own.length, (s + 1) * own.length) as number[];
        own.forEach((value, i) => {
          expect(Math.abs((among[i] as number) - value)).toBeLessThan(1e-6);
        });
      });
    }
    expect(together.losses[0]).not.toBeCloseTo(together.losses[1] as number, 3);
  });

  test('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    const { step, slots } = setUp(net, shape, 3, [1, 2]);
    const { x, labels } = batchOf([1, 2]);
    step(x, labels).dispose();
    const after = tf.memory().numTensors;
    step(x, labels).dispose();
    expect(tf.memory().numTensors).toBe(after);
    slots.dispose();
    tf.dispose([x, labels]);
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 2); // batchOf's own parts
  });
});
