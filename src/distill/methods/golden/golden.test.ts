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
  readonly knobs: Readonly<Record<string, number | string>>;
  /** What the networks tap, for methods on hidden layers. */
  readonly taps?: 'images' | 'vectors';
  /** Means over the batch, one a seed. */
  readonly terms: Readonly<Record<string, readonly number[]>>;
  readonly slope: readonly number[];
  /** Likewise by the student's taps, and by the method's parts: there summed over the seeds, which begin alike. */
  readonly tapSlopes?: Readonly<Record<string, readonly number[]>>;
  readonly partSlopes?: Readonly<Record<string, readonly number[]>>;
}
const cases = JSON.parse(stored) as Golden[];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Within 5e-4 of the largest of the numbers that are expected. */
function near(found: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  expect(scale, what).toBeGreaterThan(0); // there is something to get wrong
  expected.forEach((value, i) => {
    expect(Math.abs((found[i] as number) - value), `${what}, number ${i}`).toBeLessThan(5e-4 * scale);
  });
}

const name = (c: Golden, i: number) => `${c.method} ${i}: ${JSON.stringify(c.knobs)} ${c.taps ?? ''}`;

describe.each(cases.map((c, i) => [name(c, i), c] as const))('%s', (_, golden) => {
  const method = methodById(golden.method);
  const { seeds, batch, classes, labeled } = golden;
  const given = { chosen: golden.knobs, ...(golden.taps ? { taps: golden.taps } : {}) };

  test('the terms are those of the paper, and so is their slope', () => {
    const input = stepInput(method, { seeds, batch, classes, labeled, ...given });
    const knobs = knobsOf(method, golden.knobs);
    const perSeed = (logits: tf.Tensor, term: string) => {
      const value = method.terms({ ...input, student: { logits, taps: input.student.taps } }, knobs)[
        term
      ] as tf.Tensor;
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

  const { tapSlopes, partSlopes } = golden;
  if (!tapSlopes) return; // a method on logits

  test('so are the slopes of hidden layers and parts', () => {
    const input = stepInput(method, { seeds, batch, classes, labeled, ...given });
    const knobs = knobsOf(method, golden.knobs);
    const names = [Object.keys(tapSlopes), Object.keys(input.parts)] as const;
    expect(names[1]).toEqual(Object.keys(partSlopes ?? {}));
    const [taps, parts] = [input.student.taps, input.parts] as Record<string, tf.Tensor>[];
    const held = [...names[0].map((n) => taps?.[n]), ...names[1].map((n) => parts?.[n])] as tf.Tensor[];
    const slopes = tf.grads((...at) => {
      const of = (names: readonly string[], from: number) =>
        Object.fromEntries(names.map((n, i) => [n, at[from + i] as tf.Tensor]));
      const student = { ...input.student, taps: { ...taps, ...of(names[0], 0) } };
      const terms = method.terms({ ...input, student, parts: of(names[1], names[0].length) }, knobs);
      return tf.addN(method.termNames.map((term) => tf.sum(tf.mean(terms[term] as tf.Tensor, 1))));
    })(held);
    names[0].forEach((n, i) => {
      near(slopes[i]?.dataSync() ?? [], tapSlopes[n] as number[], n);
    });
    names[1].forEach((n, i) => {
      const all = tf.sum(slopes[names[0].length + i] as tf.Tensor, 0);
      near(all.dataSync(), partSlopes?.[n] as number[], n);
    });
  });
});
