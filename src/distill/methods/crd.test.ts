import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { StepInput } from '../method.ts';
import { knobsOf, number, sizesOf, stepInput } from '../testing.ts';
import crd from './crd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const WIDTH = 32;
/** Vectors along the axes of an embedding, [1, n, WIDTH]. */
const axes = (...which: number[]) =>
  tf.tensor3d([which.map((axis) => Array.from({ length: WIDTH }, (_, i) => Number(i === axis)))]);
const eye = tf.reshape(tf.eye(WIDTH), [1, WIDTH, WIDTH]);
const knobs = knobsOf(crd, { beta: 1, tau: 1, K: 64 });

/** One sample of class 0; student and teacher say unit vectors, in the bank are others. Z is 2 · K = 4. */
function input(student: number, teacher: number, bank: { axis: number; label: number }[]): StepInput {
  const kept = axes(...bank.map(({ axis }) => axis));
  return {
    ...stepInput(crd, { batch: 1 }),
    student: { logits: tf.zeros([1, 1, 3]), taps: { stage1: axes(student) } },
    teacher: { logits: tf.zeros([1, 1, 3]), taps: { stage1: axes(teacher) } },
    labels: tf.tensor2d([[0]]),
    parts: {
      'student.weight': eye,
      'student.bias': tf.zeros([1, WIDTH]),
      'teacher.weight': eye,
      'teacher.bias': tf.zeros([1, WIDTH]),
    },
    memory: {
      students: kept,
      teachers: kept,
      classes: tf.tensor2d([bank.map(({ label }) => label)]),
      mean: tf.tensor2d([[2]]),
    },
  };
}
const term = (...given: Parameters<typeof input>) => number(crd.terms(input(...given), knobs).contrast);

test('by hand: a pair that agrees, one other like it and one unlike, both of other classes', () => {
  // h = e/4 for what agrees, 1/4 for what doesn't; the same from both sides.
  const side = -Math.log(Math.E / 4 / (Math.E / 4 + 1)) + Math.log(Math.E / 4 + 1) + Math.log(1 / 4 + 1);
  const bank = [
    { axis: 3, label: 1 },
    { axis: 5, label: 2 },
  ];
  expect(term(3, 3, bank)).toBeCloseTo(2 * side, 4);
});

test('those of the same class, and empty places, don’t count', () => {
  const pair = -Math.log(Math.E / 4 / (Math.E / 4 + 1));
  const bank = [
    { axis: 3, label: 0 },
    { axis: 3, label: -2 },
  ];
  expect(term(3, 3, bank)).toBeCloseTo(2 * pair, 4);
});

test('section 3.1: less where the pair agrees and the others don’t', () => {
  const bank = [
    { axis: 5, label: 1 },
    { axis: 6, label: 2 },
  ];
  expect(term(3, 3, bank)).toBeLessThan(term(3, 4, bank));
  expect(term(3, 3, bank)).toBeLessThan(
    term(3, 3, [
      { axis: 3, label: 1 },
      { axis: 6, label: 2 },
    ]),
  );
});

test('the bank is a queue: the newest first, the oldest out, with the teacher’s guess as the class', () => {
  const bank = [
    { axis: 5, label: 1 },
    { axis: 6, label: 2 },
  ];
  const given = {
    ...input(3, 4, bank),
    labels: tf.tensor2d([[-1]]),
    teacher: { logits: tf.tensor3d([[[0, 9, 0]]]), taps: { stage1: axes(4) } },
  };
  const next = crd.memory?.next(given, knobs) as Record<string, tf.Tensor>;
  const at = (name: string) => [...tf.argMax(next[name] as tf.Tensor, 2).dataSync()];
  expect(at('students')).toEqual([3, 5]);
  expect(at('teachers')).toEqual([4, 5]);
  expect([...(next.classes as tf.Tensor).dataSync()]).toEqual([1, 1]);
  expect(number(next.mean)).toBe(2); // stays
});

test('the scale is set in the first step, to the mean over its pairs', () => {
  const given = input(3, 3, [
    { axis: 5, label: 1 },
    { axis: 6, label: 2 },
  ]);
  const next = crd.memory?.next({ ...given, memory: { ...given.memory, mean: tf.zeros([1, 1]) } }, knobs);
  expect(number(next?.mean)).toBeCloseTo(Math.E, 4);
});

test('a bank of K places is empty at first', () => {
  const first = crd.memory?.first(sizesOf(4), knobsOf(crd, { K: 128 }));
  expect(first?.students).toEqual({ shape: [128, WIDTH], value: 0 });
  expect(first?.classes?.value).toBe(-2);
});
