import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { StepInput } from '../method.ts';
import { knobsOf, number, sizesOf, stepInput } from '../testing.ts';
import amal, { slopes } from './amal.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const T = tf.tensor1d([1]);
const next = (input: StepInput, knobs: ReturnType<typeof knobsOf>) =>
  amal.memory?.next(input, knobs as never) as { lambda: tf.Tensor };
/** A student without hidden layers would have its logits as features; here they have one number, h. */
function input(given: {
  own: number[];
  told: number[];
  h: number;
  seen: number[];
  hv: number;
  yv?: number;
}): StepInput {
  return {
    ...stepInput(amal, { batch: 1 }),
    student: { logits: tf.tensor3d([[given.own]]), taps: { stage1: tf.tensor3d([[[given.h]]]) } },
    teacher: { logits: tf.tensor3d([[given.told]]), taps: {} },
    labels: tf.tensor2d([[0]]),
    labelScale: 1,
    validation: {
      student: { logits: tf.tensor3d([[given.seen]]), taps: { stage1: tf.tensor3d([[[given.hv]]]) } },
      labels: tf.tensor2d([[given.yv ?? 0]]),
    },
  };
}

test('by hand: p = (1/2, 1/2), q = (3/4, 1/4), one validation sample of class 0 at (1/2, 1/2), h = 2, hᵥ = 3', () => {
  // g of the label (−1/2, 1/2), of the teacher (−1/4, 1/4), of validation (−1/2, 1/2); 1 + 2 · 3 = 7.
  const found = slopes(input({ own: [0, 0], told: [Math.log(3), 0], h: 2, seen: [0, 0], hv: 3 }), T);
  expect(number(found)).toBeCloseTo(-7 * 0.5, 5);
  expect(found.dataSync()[1]).toBeCloseTo(-7 * 0.25, 5);
});

test('equation 6: it is the slope of the validation loss after a step of the last layer', () => {
  const [own, told, seen] = [
    [0.3, -0.2, 0.5],
    [1, 0, -1],
    [0.1, 0.4, -0.3],
  ];
  const [h, hv, eta, yv] = [0.7, -1.2, 1e-3, 2];
  const p = (x: number[]) => [...tf.softmax(tf.tensor1d(x)).dataSync()] as number[];
  const label = p(own).map((v, i) => v - Number(i === 0));
  const teacher = p(own).map((v, i) => v - (p(told)[i] as number));
  const lossAt = (weights: [number, number]) => {
    const moved = seen.map(
      (v, c) =>
        v - eta * (1 + h * hv) * (weights[0] * (label[c] as number) + weights[1] * (teacher[c] as number)),
    );
    return -Math.log(p(moved)[yv] as number);
  };
  const found = [...slopes(input({ own, told, h, seen, hv, yv }), T).dataSync()];
  const by = (a: number, b: number) => (lossAt([a, b]) - lossAt([-a, -b])) / 2 / eta;
  expect(by(100, 0) / 100).toBeCloseTo(found[0] as number, 3);
  expect(by(0, 100) / 100).toBeCloseTo(found[1] as number, 3);
});

test('a label that contradicts validation data loses weight, its teacher gains; others stay', () => {
  const given = input({ own: [0, 0], told: [-2, 2], h: 1, seen: [0, 0], hv: 1, yv: 1 });
  const memory = { lambda: tf.tensor([0.5, 0.5, 0.5, 0.5], [1, 2, 2]) };
  const { lambda } = next({ ...given, memory, index: tf.tensor2d([[1]]) }, knobsOf(amal, { s: 0.1, T: 1 }));
  const [first0, first1, label, teacher] = [...lambda.dataSync()] as [number, number, number, number];
  expect([first0, first1]).toEqual([0.5, 0.5]);
  expect(label).toBeLessThan(0.5);
  expect(teacher).toBeGreaterThan(0.5);
  expect(Math.abs(label - 0.5) + Math.abs(teacher - 0.5)).toBeCloseTo(0.2, 4); // the mean move is s
});

test('weights stay between 0 and 2, begin at 0.1 and 0.9, and wait for their time', () => {
  expect(amal.memory?.first(sizesOf(4), knobsOf(amal)).lambda).toEqual({ shape: [20, 2], value: [0.1, 0.9] });
  const given = stepInput(amal);
  const at = (chosen: Record<string, number>) => [...next(given, knobsOf(amal, chosen)).lambda.dataSync()];
  expect(Math.min(...at({ s: 1 }))).toBe(0);
  expect(Math.max(...at({ s: 1 }))).toBeLessThanOrEqual(2);
  expect(at({ s: 1, E: 0.9 })).toEqual([...(given.memory.lambda as tf.Tensor).dataSync()]);
});

test('the terms are weighed sample by sample', () => {
  const given = stepInput(amal, { batch: 2 });
  const weighedBy = (lambda: number[]) =>
    amal.terms({ ...given, memory: { lambda: tf.tensor(lambda, [1, 2, 2]) } }, knobsOf(amal));
  const [one, other] = [weighedBy([1, 1, 1, 1]), weighedBy([3, 0, 0, 2])];
  const [hard, soft] = [one, other].map(({ hard }) => [...(hard as tf.Tensor).dataSync()]) as [
    number[],
    number[],
  ];
  expect(soft[0]).toBeCloseTo(3 * (hard[0] as number), 4);
  expect(soft[1]).toBe(0);
  const [plain, weighed] = [one, other].map(({ soft }) => [...(soft as tf.Tensor).dataSync()]) as [
    number[],
    number[],
  ];
  expect(weighed[0]).toBe(0);
  expect(weighed[1]).toBeCloseTo(2 * (plain[1] as number), 4);
});
