// Methods against golden values in float64 by PyTorch: every term, the slope of their sum, and DOT's walk.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { read } from '../../../gpu/readback.ts';
import { Slots } from '../../../gpu/slots.ts';
import { makeClock, tick } from '../../../nn/clock.ts';
import { TRAINING } from '../../../nn/fixtures.ts';
import { countedApart, optimizersOf } from '../../../train/momenta.ts';
import type { StepInput } from '../../method.ts';
import { methodById } from '../../registry.ts';
import { knobsOf, logits as made, stepInput } from '../../testing.ts';
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
  /** Of a memory bank: places that hold something, and what scores are measured by; 0 before it is known. */
  readonly bank?: { readonly filled: number; readonly mean: number };
  /** Means over the batch, one a seed. */
  readonly terms: Readonly<Record<string, readonly number[]>>;
  readonly slope: readonly number[];
  /** Likewise by the student's taps, and by the method's parts: there summed over the seeds, which begin alike. */
  readonly tapSlopes?: Readonly<Record<string, readonly number[]>>;
  readonly partSlopes?: Readonly<Record<string, readonly number[]>>;
}
interface DotWalk {
  readonly rate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly delta: number;
  readonly T: number;
  readonly alpha: number;
  readonly steps: number;
  /** After the last step, [features, classes]. */
  readonly weights: readonly number[];
}
const { cases, dot } = JSON.parse(stored) as { readonly cases: readonly Golden[]; readonly dot: DotWalk };

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

/** CRD's bank as `bank` of golden.py fills it. */
function inBank(
  { filled, mean }: NonNullable<Golden['bank']>,
  { seeds, classes }: Golden,
): StepInput['memory'] {
  const [PLACES, WIDTH] = [64, 32];
  const kept = (salt: number) => tf.div(made(seeds, PLACES, WIDTH, salt), 24);
  const held = Array.from({ length: PLACES }, (_, k) => (k < filled ? k % classes : -2));
  return {
    students: kept(0.5),
    teachers: kept(0.6),
    classes: tf.tensor2d(Array.from({ length: seeds }, () => held)),
    mean: tf.fill([seeds, 1], mean),
  };
}

/** The input of a case. */
function inputOf(golden: Golden): StepInput {
  const { method, seeds, batch, classes, labeled, knobs, taps, bank } = golden;
  const given = { chosen: knobs, ...(taps ? { taps } : {}) };
  const input = stepInput(methodById(method), { seeds, batch, classes, labeled, ...given });
  return bank ? { ...input, memory: inBank(bank, golden) } : input;
}

const name = (c: Golden, i: number) => `${c.method} ${i}: ${JSON.stringify(c.knobs)} ${c.taps ?? ''}`;

describe.each(cases.map((c, i) => [name(c, i), c] as const))('%s', (_, golden) => {
  const method = methodById(golden.method);

  test('the terms are those of the paper, and so is their slope', () => {
    const input = inputOf(golden);
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
    const input = inputOf(golden);
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

test('DOT walks as in PyTorch: two velocities, one weight decay', async () => {
  const method = methodById('dot');
  const { T, alpha, delta, rate, steps, weights, ...training } = dot;
  const slots = new Slots();
  const [features, classes, batch] = [5, 4, 6];
  const first = tf.div(made(1, features, classes, 3), 6);
  const group = slots.group([
    { name: 'w', values: (await read([first]))[0] as Float32Array, shape: [1, features, classes] },
  ]);
  const chosen = { T, alpha, delta };
  const sgd = { ...TRAINING, ...training, optimizer: 'sgd' as const };
  const optimizers = optimizersOf(method, chosen, sgd, slots, group);
  const clock = makeClock(slots, 'clock');
  const x = made(1, batch, features, 4);
  const input = stepInput(method, { batch, classes, chosen });
  for (let step = 0; step < steps; step++) {
    tick(clock, { schedule: 'constant', warmup: 0 }, steps);
    const slopes = countedApart(method, method.termNames).map((names) =>
      tf.grad((w) => {
        const student = { logits: tf.matMul(x, w), taps: {} };
        const terms = method.terms({ ...input, student }, knobsOf(method, chosen));
        return tf.addN(names.map((term) => tf.mean(terms[term] as tf.Tensor)));
      })(slots.get('w').tensor),
    );
    optimizers.forEach((optimizer, i) => {
      optimizer.apply([slopes[i] as tf.Tensor], clock, tf.tensor1d([rate]));
    });
  }
  near((await read([slots.get('w').tensor]))[0] as Float32Array, weights, 'w');
});
