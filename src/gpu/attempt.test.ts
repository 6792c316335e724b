// Work that may fail, and reading back, where there is no GPU.
import './tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { attempt } from './attempt.ts';
import { read, settled } from './readback.ts';

beforeAll(() => tf.setBackend('cpu'));

describe.each([true, false])('an attempt (thorough: %s)', (thorough) => {
  test('that goes well is no sentence, and the work is done once', async () => {
    let done = 0;
    expect(await attempt(() => void done++, thorough)).toBeNull();
    expect(done).toBe(1);
  });

  test('that throws is what was thrown', async () => {
    const throwing = (thrown: unknown) => () => {
      throw thrown;
    };
    expect(await attempt(throwing(new Error('Too wide by 3.')), thorough)).toBe('Too wide by 3.');
    expect(await attempt(throwing('Too wide.'), thorough)).toBe('Too wide.');
  });
});

describe('reading back', () => {
  test('gives the numbers of each tensor, in order', async () => {
    const tensors = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.scalar(5)];
    expect(await read(tensors)).toEqual([Float32Array.of(1, 2, 3, 4), Float32Array.of(5)]);
    tf.dispose(tensors);
  });

  test('gives numbers of one’s own: changing them changes no tensor', async () => {
    const tensor = tf.tensor1d([1, 2]);
    const [first] = await read([tensor]);
    first?.fill(0);
    expect(await read([tensor])).toEqual([Float32Array.of(1, 2)]);
    tensor.dispose();
  });

  test('of nothing is nothing, and without a queue everything has settled', async () => {
    expect(await read([])).toEqual([]);
    await settled();
  });
});
