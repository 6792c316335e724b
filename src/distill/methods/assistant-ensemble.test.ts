import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { random } from '../../data/random.ts';
import { knobsOf, lineageOf, stepInput } from '../testing.ts';
import ensemble, { costOf } from './assistant-ensemble.ts';

beforeAll(() => tf.setBackend('cpu'));
const number = (t: tf.Tensor | undefined): number => t?.dataSync()[0] ?? Number.NaN;

test('two assistants worked out by hand: q = ¾ (¾, ¼) + ¼ (¼, ¾) = (⅝, ⅜) against p = (½, ½)', () => {
  const trace = (...row: number[]) => ({ logits: tf.tensor3d([[row]]), taps: {} });
  const input = {
    ...stepInput(ensemble),
    student: trace(0, 0),
    teachers: { 'assistant-1': trace(Math.log(3), 0), 'assistant-2': trace(0, Math.log(3)) },
    settled: { weights: tf.tensor2d([[0.75, 0.25]]) },
    labels: tf.tensor2d([[0]]),
    labelScale: 1,
  };
  const kl = (q: number) => q * Math.log(2 * q) + (1 - q) * Math.log(2 * (1 - q));
  const soft = (weights: string) =>
    number(ensemble.terms(input, knobsOf(ensemble, { T: 1, alpha: 1, weights })).soft);
  expect(soft('evolved')).toBeCloseTo(kl(5 / 8), 5);
  expect(soft('equal')).toBeCloseTo(0, 6); // (½, ½)
});

test('the assistants learn from the teacher, the student from all of them', () => {
  const { stages, from } = lineageOf(ensemble, { m: '3' });
  expect(stages.every((stage) => stage.from.join() === 'teacher')).toBe(true);
  expect(from).toEqual(['assistant-1', 'assistant-2', 'assistant-3']);
});

describe('the weights', () => {
  const labels = Int32Array.from({ length: 60 }, (_, i) => i % 2);
  /** Logits that favour the right class by so much. */
  const right = (by: (i: number) => number) =>
    Float32Array.from({ length: 120 }, (_, k) => (k % 2 === (labels[k >> 1] as number) ? by(k >> 1) : 0));
  const work = (said: Record<string, Float32Array>, seed = 1) =>
    [
      ...Array.from(ensemble.settles?.work({ said, labels, classes: 2, random: random(seed) }).weights ?? []),
    ] as number[];

  test('go to the assistant that is right, away from one that is wrong and sure; they sum to 1', () => {
    const [good, bad] = work({ good: right(() => 1), bad: right(() => -4) });
    expect(good).toBeGreaterThan(0.75);
    expect((good as number) + (bad as number)).toBeCloseTo(1, 10);
    const [worse, better] = work({ bad: right(() => -4), good: right(() => 1) });
    expect(better).toBeGreaterThan(worse as number);
  });

  test('are the same for the same seed, and never worse than equal ones on the set they are found on', () => {
    const noise = random(3, 'noise');
    const draw = () => right(() => 0.3 + noise.normal());
    const said = { a: draw(), b: draw(), c: draw() };
    const weights = work(said, 7);
    expect(work(said, 7)).toEqual(weights);
    const cost = costOf(
      Object.values(said).map((logits) =>
        Float64Array.from(logits, (z, k) => 1 / (1 + Math.exp((logits[k ^ 1] as number) - z))),
      ),
      { labels, classes: 2 },
    );
    expect(cost(Float64Array.from(weights))).toBeLessThanOrEqual(cost(Float64Array.of(1 / 3, 1 / 3, 1 / 3)));
  });

  test('the cost counts mistakes, and the cross-entropy decides between equals', () => {
    const two = { labels: Int32Array.of(0, 1), classes: 2 };
    const cost = costOf([Float64Array.of(0.9, 0.1, 0.9, 0.1), Float64Array.of(0.6, 0.4, 0.6, 0.4)], two);
    const loss = (p: number, q: number) => -(Math.log(p) + Math.log(q)) / 2;
    const squeezed = (x: number) => x / (1 + x);
    expect(cost(Float64Array.of(1, 0))).toBeCloseTo(1 + squeezed(loss(0.9, 0.1)), 10);
    expect(cost(Float64Array.of(0, 0.5))).toBeCloseTo(1 + squeezed(loss(0.6, 0.4)), 10);
    expect(cost(Float64Array.of(0, 0))).toBe(Number.POSITIVE_INFINITY);
  });
});
