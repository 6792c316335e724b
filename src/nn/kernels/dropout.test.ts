// Which units are dropped, and what becomes of the others.
import '../../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildNetwork } from '../network.ts';
import { type Chance, keysOf } from '../philox.ts';
import { dropOut } from './dropout.ts';

beforeAll(() => tf.setBackend('cpu'));

const chanceAt = (step: number, ...keys: number[]): Chance => ({
  clock: tf.tensor([step, 0, 0, 0]),
  keys: tf.tensor(keysOf(keys), [keys.length, 2]),
});
const values = (t: tf.Tensor) => Array.from(t.dataSync());
const dropped = (t: tf.Tensor) => values(t).map((v) => v === 0);

describe('dropout', () => {
  let chance: Chance;
  beforeEach(() => {
    chance = chanceAt(3, 0x12345678);
  });

  test.each([0.05, 0.5, 0.8])('drops a share of %d and scales the rest up', (share) => {
    const y = values(dropOut(tf.ones([1, 100, 100]), share, 0, chance));
    const kept = y.filter((v) => v !== 0);
    expect(Math.abs(1 - kept.length / 1e4 - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 1e4));
    for (const v of kept) expect(v).toBeCloseTo(1 / (1 - share), 3);
  });

  test('is the identity at a share of 0 and where there is no chance', () => {
    const x = tf.ones([1, 3, 4]);
    expect(dropOut(x, 0, 0, chance)).toBe(x);
    expect(dropOut(x, 0.5, 0, undefined)).toBe(x);
  });

  test('drops the same units of a seed whatever other seeds and how many samples there are', () => {
    const among = dropOut(tf.ones([2, 6, 7]), 0.5, 1, chanceAt(3, 5, 9));
    const alone = dropOut(tf.ones([1, 4, 7]), 0.5, 1, chanceAt(3, 9));
    expect(dropped(alone)).toEqual(dropped(tf.slice(among, [1, 0, 0], [1, 4, 7])));
  });

  test('drops others in another step, layer and seed, half of them by chance the same', () => {
    const mask = (layer: number, c: Chance) => dropped(dropOut(tf.ones([1, 50, 40]), 0.5, layer, c));
    const first = mask(0, chance);
    expect(mask(0, chanceAt(3, 0x12345678))).toEqual(first);
    for (const other of [
      mask(1, chance),
      mask(0, chanceAt(4, 0x12345678)),
      mask(0, chanceAt(3, 0x12345679)),
    ]) {
      const same = other.filter((drop, i) => drop === first[i]).length;
      expect(Math.abs(same - 1000)).toBeLessThan(5 * Math.sqrt(500));
    }
  });

  test('lets the gradient through where it let the numbers through', () => {
    const x = tf.randomNormal([1, 5, 6], 0, 1, 'float32', 7);
    const dx = tf.grad((t) => tf.sum(dropOut(t, 0.25, 2, chance)))(x);
    const factors = values(tf.div(dropOut(x, 0.25, 2, chance), x));
    values(dx).forEach((v, i) => {
      expect(v).toBeCloseTo(factors[i] as number, 5);
    });
  });
});

describe('a multi-layer perceptron with dropout', () => {
  const net = (dropout: number) => buildNetwork({ model: 'mlp', widths: [8, 8], knobs: { dropout } }, [3], 2);
  const { parameters, apply } = net(0.5);
  const x = () => tf.ones([1, 20, 3]);
  const params = () =>
    Object.fromEntries(parameters.map(({ name, shape }) => [name, tf.fill([1, ...shape], 0.1)]));

  test('leaves units out of every hidden layer while there is chance, and never else', () => {
    const plain = net(0).apply(params(), x());
    expect(values(apply(params(), x()).logits)).toEqual(values(plain.logits));
    const { logits, taps } = apply(params(), x(), chanceAt(1, 77));
    expect(values(taps.stage1 as tf.Tensor)).toEqual(values(plain.taps.stage1 as tf.Tensor)); // before any is dropped
    // All units of a layer are alike here, so that what comes out tells how many were kept below.
    const kinds = (t: tf.Tensor | undefined) => new Set(values(t as tf.Tensor).map((v) => v.toFixed(4))).size;
    expect([kinds(plain.taps.stage2), kinds(plain.logits)]).toEqual([1, 1]);
    expect(kinds(taps.stage2)).toBeGreaterThan(3);
    expect(kinds(logits)).toBeGreaterThan(kinds(taps.stage2));
  });
});
