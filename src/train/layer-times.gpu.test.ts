// How long layers take, by the engines of a browser: every layer of a network has its time.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { NetSpec } from '../contract/setup.ts';
import { bootEngine } from '../gpu/engine.ts';
import { buildNetwork } from '../nn/network.ts';
import { layerTimes } from './layer-times.ts';

const nets: NetSpec[] = [
  { model: 'mlp', widths: [4, 512], knobs: {} },
  { model: 'cnn', widths: [4, 6], knobs: { downsample: 'pool', norm: 'group' } },
  { model: 'cnn', widths: [4], knobs: { downsample: 'pool', norm: 'none' } },
];

test.each(['webgpu', 'wasm'] as const)('%s times each layer, and leaves no tensor', async (wanted) => {
  const { engine, why } = await bootEngine(wanted);
  expect(engine, why).toBe(wanted);
  const before = tf.memory().numTensors;
  for (const net of nets) {
    const network = buildNetwork(net, [16, 16, 1], 10);
    const times = await layerTimes(network, 64);
    expect(times.map(({ name }) => name)).toEqual(network.size.layers.map(({ name }) => name));
    for (const { ms } of times) expect(ms).toBeGreaterThan(0);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('a layer with far more to do takes longer', async () => {
  await bootEngine('webgpu');
  const network = buildNetwork({ model: 'mlp', widths: [1024, 1024], knobs: {} }, [16, 16, 1], 2);
  const [, second, head] = await layerTimes(network, 128);
  expect(second?.ms).toBeGreaterThan(head?.ms as number); // of 512 times as many multiplications, so even beside other work
});
