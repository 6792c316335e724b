// The generator that counts: its published words, and numbers that look like chance.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawn, keysOf, normals, philox } from './philox.ts';

beforeAll(() => tf.setBackend('cpu'));

test.each([
  { from: 0, high: 0, key: 0, words: [0xff1dae59, 0x6cd10df2] },
  { from: 0xffffffff, high: 0xffffffff, key: 0xffffffff, words: [0x2c3f628b, 0xab4fd7ad] },
  { from: 0x243f6a88, high: 0x85a308d3, key: 0x13198a2e, words: [0xdd7ce038, 0xf62a4c12] },
])('gives the words published with Random123 for the counter $from, $high', ({ from, high, key, words }) => {
  expect(Array.from(philox(key, high, 1, from))).toEqual(words);
});

describe('what references draw', () => {
  const at = (step: number, keys: readonly number[], stream: number, count: number) =>
    tf.tidy(() =>
      drawn(
        { clock: tf.tensor([step, 0.5, 0.1, 0]), keys: tf.tensor(keysOf(keys), [keys.length, 2]) },
        stream,
        count,
      ).map((words) => Array.from(words)),
    );
  const BIG = 0xfedcba98;

  test('is the words of the key, with the steps before this one and the stream in the upper counter', () => {
    expect(at(1, [0], 0, 1)).toEqual([[0xff1dae59, 0x6cd10df2]]);
    expect(at(8, [BIG], 3, 5)).toEqual([Array.from(philox(BIG, 3 * 2 ** 24 + 7, 5))]);
    expect(at(2 ** 24, [BIG], 255, 2)).toEqual([Array.from(philox(BIG, 0xffffffff, 2))]);
  });

  test('depends on the seed’s own key, not on how many are asked for or on other seeds', () => {
    expect(at(5, [1, BIG], 2, 9)[1]).toEqual(at(5, [BIG], 2, 9)[0]);
    expect(at(5, [BIG], 2, 9)[0]?.slice(0, 8)).toEqual(at(5, [BIG], 2, 4)[0]);
  });

  test.each([
    ['step', [4, 1, 0], [5, 1, 0]],
    ['key', [4, 1, 0], [4, 2, 0]],
    ['stream', [4, 1, 0], [4, 1, 1]],
  ] as const)('has other words with another %s', (_what, [a, b, c], [d, e, f]) => {
    const [one, other] = [at(a, [b], c, 200)[0] ?? [], at(d, [e], f, 200)[0] ?? []];
    const flipped = one.map((word, i) => bits(word ^ (other[i] as number)));
    // Each bit flips with probability ½: 400 words of 32 bits, five standard deviations.
    expect(Math.abs(mean(flipped) - 16)).toBeLessThan(5 * Math.sqrt(8 / 400));
  });
});

describe('normal numbers', () => {
  const COUNT = 50_000;
  const all = Array.from(normals(philox(7, 3, COUNT)));
  const first = all.filter((_, i) => i % 2 === 0);
  const second = all.filter((_, i) => i % 2 === 1);

  test('have the moments of a standard normal', () => {
    const moment = (power: number) => mean(all.map((z) => z ** power));
    const within = (variance: number) => 5 * Math.sqrt(variance / all.length);
    expect(Math.abs(moment(1))).toBeLessThan(within(1));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(within(2));
    expect(Math.abs(moment(3))).toBeLessThan(within(15));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(within(96));
  });

  test('are as often beyond one, two and three standard deviations as they should', () => {
    for (const [edge, share] of [
      [1, 0.3173],
      [2, 0.0455],
      [3, 0.0027],
    ] as const) {
      const beyond = mean(all.map((z) => (Math.abs(z) > edge ? 1 : 0)));
      expect(Math.abs(beyond - share)).toBeLessThan(5 * Math.sqrt(share / all.length));
    }
  });

  test('have nothing to do with each other: within a pair, of neighbouring counters, of neighbouring steps', () => {
    const uncorrelated = (a: readonly number[], b: readonly number[]) =>
      expect(Math.abs(mean(a.map((v, i) => v * (b[i] as number))))).toBeLessThan(5 / Math.sqrt(a.length));
    uncorrelated(first, second);
    uncorrelated(first.slice(1), first.slice(0, -1));
    uncorrelated(all, Array.from(normals(philox(7, 4, COUNT))));
  });

  test('are finite for every word', () => {
    for (const words of [
      [0, 0],
      [0, 0xffffffff],
      [0xffffffff, 0],
    ])
      expect(normals(Uint32Array.from(words)).every(Number.isFinite)).toBe(true);
  });
});

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
function bits(word: number): number {
  let count = 0;
  for (let left = word >>> 0; left > 0; left = Math.floor(left / 2)) count += left % 2;
  return count;
}
