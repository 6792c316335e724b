import '@tensorflow/tfjs-backend-cpu';
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { read } from '../gpu/readback.ts';
import { normals } from './fixtures.ts';
import { sumRows } from './kernels/dense-sum.ts';
import { gather } from './kernels/gather.ts';
import { patches } from './kernels/patches.ts';
import { largest } from './kernels/pool.ts';
import { convLayer, convPoolLayer, groupsOf, normLayer } from './layers.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const values = async (t: tf.Tensor) => Array.from((await read([t]))[0] as Float32Array);

test.each([
  { height: 5, width: 4, stride: 1, kernel: 3 },
  { height: 6, width: 7, stride: 2, kernel: 3 },
  { height: 1, width: 1, stride: 2, kernel: 3 },
  { height: 5, width: 5, stride: 2, kernel: 5 },
])(
  'a convolution of $height×$width by $kernel×$kernel, stride $stride, is the sum written out',
  async ({ height, width, stride, kernel }) => {
    const [channels, filters, p] = [2, 3, (kernel - 1) / 2];
    const layer = convLayer('c', [height, width, channels], {
      kernel,
      stride,
      filters,
      activation: 'none',
      init: 'he',
    });
    const x = normals('x', [height, width, channels]);
    const w = normals('w', [kernel, kernel, channels, filters]);
    const y = layer.apply(
      {
        'c.weight': tf.tensor(w, [1, kernel * kernel * channels, filters]),
        'c.bias': tf.zeros([1, filters]),
      },
      tf.tensor(x, [1, 1, height, width, channels]),
    );
    const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    expect(y.shape).toEqual([1, 1, rows, columns, filters]);
    expect(layer.row.shape).toEqual([rows, columns, filters]);
    const expected: number[] = [];
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let f = 0; f < filters; f++) {
          let sum = 0;
          for (let i = 0; i < kernel; i++)
            for (let j = 0; j < kernel; j++)
              for (let k = 0; k < channels; k++) {
                const [h, v] = [r * stride + i - p, c * stride + j - p];
                if (h < 0 || v < 0 || h >= height || v >= width) continue;
                sum +=
                  (x[(h * width + v) * channels + k] as number) *
                  (w[((i * kernel + j) * channels + k) * filters + f] as number);
              }
          expected.push(sum);
        }
    const got = await values(y);
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 4);
    });
  },
);

test('the gradient of patches counts how often a pixel is seen', async () => {
  const seen = tf.grad((x) => patches(x, { kernel: 3, stride: 1 }))(tf.zeros([1, 3, 3, 1]));
  expect(await values(seen)).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
  const strided = tf.grad((x) => patches(x, { kernel: 3, stride: 2 }))(tf.zeros([1, 3, 3, 1]));
  expect(await values(strided)).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1]);
});

test('max pooling keeps the largest of 2×2 and leaves out an odd last row and column', async () => {
  const x = tf.tensor([1, 2, 3, 4, 5, 9, 7, 8, 6], [1, 3, 3, 1]);
  expect(await values(largest(x))).toEqual([5]);
  expect(await values(tf.grad((t) => largest(t))(x))).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  expect(largest(tf.zeros([2, 4, 7, 3])).shape).toEqual([2, 2, 3, 3]);
});

test('convolution and normalisation do the pooling that may follow them', async () => {
  const image = [5, 6, 2] as const;
  const x = tf.tensor(normals('x', [1, 2, ...image]), [1, 2, ...image]);
  const params = {
    'c.weight': tf.tensor(normals('w', [1, 18, 4]), [1, 18, 4]),
    'c.bias': tf.tensor(normals('b', [1, 4]), [1, 4]),
    'n.scale': tf.tensor(normals('s', [1, 2]), [1, 2]),
    'n.shift': tf.tensor(normals('t', [1, 2]), [1, 2]),
  };
  const pooled = (y: tf.Tensor) => values(largest(tf.reshape(y, y.shape.slice(1))));
  const plan = { kernel: 3, stride: 1, filters: 4, activation: 'relu', init: 'he' } as const;
  const convolved = convPoolLayer('c', image, 4, 'he').apply(params, x);
  expect(convolved.shape).toEqual([1, 2, 2, 3, 4]);
  expect(await values(convolved)).toEqual(await pooled(convLayer('c', image, plan).apply(params, x)));
  const normalised = normLayer('n', image, 'relu, pool').apply(params, x);
  expect(normalised.shape).toEqual([1, 2, 2, 3, 2]);
  expect(await values(normalised)).toEqual(await pooled(normLayer('n', image, 'relu').apply(params, x)));
});

test('groups are the largest divisor of the channels up to four', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 16].map(groupsOf)).toEqual([1, 2, 3, 4, 1, 3, 1, 4, 3, 4]);
});

test('group norm gives each group of a sample mean 0 and variance 1, then scales and shifts', async () => {
  const layer = normLayer('n', [2, 3, 8], 'none');
  const x = tf.tensor(
    normals('n', [2, 1, 2, 3, 8]).map((v) => 5 * v + 3),
    [2, 1, 2, 3, 8],
  );
  const scale = tf.tensor(
    Array.from({ length: 16 }, () => 2),
    [2, 8],
  );
  const y = layer.apply({ 'n.scale': scale, 'n.shift': tf.ones([2, 8]) }, x);
  const { mean, variance } = tf.moments(tf.reshape(y, [2, 6, 4, 2]), [1, 3]);
  for (const m of await values(mean)) expect(m).toBeCloseTo(1, 4);
  for (const v of await values(variance)) expect(v).toBeCloseTo(4, 3);
});

test('rows are summed over several rounds of chunks', async () => {
  expect(await values(sumRows(tf.ones([2, 1500, 3])))).toEqual([1500, 1500, 1500, 1500, 1500, 1500]);
});

test('a batch is what each seed’s order names at the cursor of the step; unlabeled samples have label −1', async () => {
  const data = tf.tensor([0, 0.5, 1, 1.5, 2, 2.5], [3, 2]);
  const order = tf.tensor([0, 1, 2, 0, 2, 1, 0, 2], [2, 4], 'int32');
  const clock = tf.tensor([6, 0, 1, 0]);
  const { x, y } = gather({ data, labels: tf.tensor([7, 8, 9]), order, clock }, { batch: 2, labeled: 1 });
  expect(x.shape).toEqual([2, 2, 2]);
  expect(await values(x)).toEqual([2, 2.5, 0, 0.5, 0, 0.5, 2, 2.5]);
  expect(await values(y)).toEqual([9, -1, 7, -1]);
});
