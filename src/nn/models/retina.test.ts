// The detector: what it says of which anchors, what its levels share, and what it refuses.
import '../../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { anchorsOf } from '../../detect/anchors.ts';
import { chance } from '../fixtures.ts';
import { addUpsampled } from '../kernels/add-upsampled.ts';
import { buildNetwork, initialise } from '../network.ts';

beforeAll(() => tf.setBackend('cpu'));

const anchors = { size: 16, strides: [4, 8], scales: [1, 1.5], ratios: [1] };
const net = (...widths: number[]) => ({ model: 'retina', widths, knobs: { pyramid: 4 } });
const built = () => buildNetwork(net(3, 4, 5), [16, 16, 1], 3, anchors);

function paramsOf(network: ReturnType<typeof built>, seeds = 1): Record<string, tf.Tensor> {
  const values = initialise(network.parameters, (seed, name) => chance(`${seed} ${name}`), seeds);
  return Object.fromEntries(
    network.parameters.map(({ name, shape }) => [
      name,
      tf.tensor(values[name] as Float32Array, [seeds, ...shape]),
    ]),
  );
}

test('it says a logit a class and four numbers of every anchor there is', () => {
  const network = built();
  const { logits, boxes, taps } = network.apply(paramsOf(network, 2), tf.zeros([2, 3, 16, 16, 1]));
  const count = anchorsOf(anchors).length;
  expect(count).toBe((16 + 4) * 2);
  expect(logits.shape).toEqual([2, 3, count, 3]);
  expect(boxes?.shape).toEqual([2, 3, count, 4]);
  expect(network.says).toEqual([count, 3]);
  expect(Object.values(taps).map(({ shape }) => shape.slice(2))).toEqual(Object.values(network.taps));
});

test('at first every anchor is an object with a probability of about one in a hundred', () => {
  const network = built();
  const logits = network.apply(
    paramsOf(network),
    tf.randomNormal([1, 2, 16, 16, 1], 0, 1, 'float32', 7),
  ).logits;
  for (const value of tf.sigmoid(logits).dataSync()) expect(Math.abs(value - 0.01)).toBeLessThan(0.005);
});

test('what changes in a corner of the scene changes what anchors there say, on both levels, and not those far away', () => {
  const network = buildNetwork(net(3, 4, 5), [32, 32, 1], 3, { ...anchors, size: 32 });
  const params = paramsOf(network);
  const said = (value: number) => {
    const pixels = Float32Array.from({ length: 32 * 32 }, (_, i) => (i === 0 ? value : 0));
    return network.apply(params, tf.tensor(pixels, [1, 1, 32, 32, 1])).logits.dataSync();
  };
  const [one, two] = [said(0), said(5)];
  const anchorsEach = 2;
  const moved = (place: number) =>
    Array.from({ length: anchorsEach * 3 }, (_, i) => place * anchorsEach * 3 + i).some(
      (i) => one[i] !== two[i],
    );
  const [fine, coarse] = [64, 16];
  expect([moved(0), moved(fine)]).toEqual([true, true]);
  expect([moved(fine - 1), moved(fine + coarse - 1)]).toEqual([false, false]);
});

test('the heads are the same weights on all levels, and their multiplications those of all levels', () => {
  const { size, parameters } = built();
  expect(parameters.filter(({ name }) => name === 'class.out.weight')).toHaveLength(1);
  const row = size.layers.find(({ name }) => name === 'class.hidden');
  expect(row?.macs).toBe((16 + 4) * 9 * 4 * 4);
});

test('the way down adds each pixel of the coarser map to four of the finer one; its slope is their sum', () => {
  const coarse = tf.tensor([1, 2], [1, 1, 2, 1]);
  const fine = tf.tensor([10, 20, 30, 40, 50, 60, 70, 80], [1, 2, 4, 1]);
  const { y } = addUpsampled({ coarse, fine }, {});
  expect(Array.from(y.dataSync())).toEqual([11, 21, 32, 42, 51, 61, 72, 82]);
  const slope = tf.grad((at) => tf.sum(tf.mul(addUpsampled({ coarse: at, fine }, {}).y, fine)))(coarse);
  expect(Array.from(slope.dataSync())).toEqual([10 + 20 + 50 + 60, 30 + 40 + 70 + 80]);
  expect(() => addUpsampled({ coarse, fine: tf.zeros([1, 2, 3, 1]) }, {})).toThrow(
    'a map of 1×2 pixels needs one of 2×4, got 2×3',
  );
});

test('samples that are no scenes, and too few stages for a level, are refused', () => {
  expect(() => buildNetwork(net(3, 4, 5), [16, 16, 1], 3)).toThrow(
    'finds objects in scenes, and these samples are none',
  );
  expect(() => buildNetwork({ model: 'cnn', widths: [3], knobs: {} }, [16, 16, 1], 3, anchors)).toThrow(
    'scenes need a model that finds objects',
  );
  expect(() => buildNetwork(net(3, 4), [16, 16, 1], 3, anchors)).toThrow(
    'a level of stride 8, which takes 3 stages; there are 2. Give the detector 3.',
  );
});
