// Methods against golden values in float64 by PyTorch: every term, and the slope of their sum.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { methodById } from '../../registry.ts';
import { knobsOf, stepInput } from '../../testing.ts';
import stored from './golden.json?raw';

interface Golden {
  readonly method: string;
  readonly seeds: number;
  readonly batch: number;
  readonly classes: number;
  readonly labeled: number;
  readonly knobs: Readonly<Record<string, number>>;
  /** Means over the batch, one a seed. */
  readonly terms: Readonly<Record<string, readonly number[]>>;
  readonly slope: readonly number[];
}
const cases = JSON.parse(stored) as Golden[];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const name = (c: Golden, i: number) => `${c.method} ${i}: ${JSON.stringify(c.knobs)}`;

describe.each(cases.map((c, i) => [name(c, i), c] as const))('%s', (_, golden) => {
  const method = methodById(golden.method);
  const { seeds, batch, classes, labeled } = golden;

  test('the terms are those of the paper, and so is their slope', () => {
    const input = stepInput(method, { seeds, batch, classes, labeled });
    const knobs = knobsOf(method, golden.knobs);
    const perSeed = (logits: tf.Tensor, term: string) => {
      const value = method.terms({ ...input, student: { logits, taps: {} } }, knobs)[term] as tf.Tensor;
      return value.rank === 2 ? tf.mean(value, 1) : value;
    };
    const { logits } = input.student;
    for (const [term, expected] of Object.entries(golden.terms)) {
      perSeed(logits, term)
        .dataSync()
        .forEach((value, s) => {
          expect(Math.abs(value - (expected[s] as number)), term).toBeLessThan(
            2e-4 * Math.max(1, Math.abs(expected[s] as number)),
          );
        });
    }
    expect(Object.keys(golden.terms).sort()).toEqual([...method.termNames].sort());
    const total = (at: tf.Tensor) => tf.addN(method.termNames.map((term) => tf.sum(perSeed(at, term))));
    const slope = tf.grad(total)(logits).dataSync();
    golden.slope.forEach((expected, i) => {
      expect(Math.abs((slope[i] as number) - expected)).toBeLessThan(2e-4 * Math.max(1, Math.abs(expected)));
    });
    expect(golden.slope.some((v) => Math.abs(v) > 0.01)).toBe(true); // there is something to get wrong
  });
});
