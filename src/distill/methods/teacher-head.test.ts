// The teacher's frozen last layer on the student, against PyTorch in float64 (losses/golden/several-teachers.py).
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import stored from '../losses/golden/several-teachers.json?raw';
import { knobsOf, lineageOf, sizesOf, stepInput } from '../testing.ts';
import teacherHead, { throughTeacher } from './teacher-head.ts';

beforeAll(() => tf.setBackend('cpu'));

type Rows = number[][];
interface Golden {
  readonly kind: string;
  readonly T: number;
  readonly features: Rows;
  readonly adapterWeight: Rows;
  readonly adapterBias: number[];
  readonly headWeight: Rows;
  readonly headBias: number[];
  readonly teacher: Rows;
  readonly loss: number[];
  readonly slope: Rows;
}
const goldens = (JSON.parse(stored) as Golden[]).filter(({ kind }) => kind === 'shared-head');

const inputOf = (golden: Golden, features = tf.tensor3d([golden.features])) => ({
  ...stepInput(teacherHead),
  student: { logits: tf.zeros([1, 3, 4]), taps: { stage1: features } },
  teacher: { logits: tf.tensor3d([golden.teacher]), taps: {} },
  teacherHead: { weight: tf.tensor3d([golden.headWeight]), bias: tf.tensor2d([golden.headBias]) },
  parts: { adapter: tf.tensor3d([golden.adapterWeight]), shift: tf.tensor2d([golden.adapterBias]) },
  labels: tf.tensor2d([[0, 1, 2]]),
  labelScale: 1,
});

test('there are golden values', () => {
  expect(goldens.length).toBeGreaterThan(1);
});

describe.each(goldens.map((golden) => ({ golden, T: golden.T })))('T = $T', ({ golden }) => {
  const knobs = knobsOf(teacherHead, { T: golden.T, b: 1 });
  const shared = (features: tf.Tensor3D) =>
    teacherHead.terms(inputOf(golden, features), knobs).shared as tf.Tensor;
  const features = () => tf.tensor3d([golden.features]);

  test('the loss through the shared head, and its slope by the student’s features, are PyTorch’s', () => {
    const scale = Math.max(1, ...golden.loss);
    [...shared(features()).dataSync()].forEach((value, i) => {
      expect(value / scale).toBeCloseTo((golden.loss[i] as number) / scale, 5);
    });
    const slope = tf.grad((x) => tf.sum(shared(x as tf.Tensor3D)))(features());
    const most = Math.max(1, ...golden.slope.flat().map(Math.abs));
    [...slope.dataSync()].forEach((value, i) => {
      expect(value / most).toBeCloseTo((golden.slope.flat()[i] as number) / most, 5);
    });
  });
});

test('seeds share the one head of the teacher: each gives what it gives alone', () => {
  const [golden] = goldens as [Golden];
  const one = inputOf(golden);
  const twice = (t: tf.Tensor) => tf.concat([t, tf.mul(t, 0.5)]);
  const both = {
    ...one,
    student: { ...one.student, taps: { stage1: twice(one.student.taps.stage1) } },
    parts: { adapter: twice(one.parts.adapter), shift: twice(one.parts.shift) },
  };
  const said = [...throughTeacher(both).dataSync()];
  expect(said.slice(0, 12)).toEqual([...throughTeacher(one).dataSync()]);
  expect(said.slice(12)).not.toEqual(said.slice(0, 12));
});

test('the adapter reaches from the student’s width to the teacher’s', () => {
  const parts = teacherHead.parts?.(sizesOf(5), knobsOf(teacherHead)) ?? [];
  expect(parts.map(({ name, shape }) => [name, ...shape])).toEqual([
    ['adapter', 8, 32],
    ['shift', 32],
  ]);
});

test('the paper’s weights: r = 1, a = 1.5, b = 0.02 at T = 4; and there must be a hidden layer to share', () => {
  const { r, a, b, T } = teacherHead.knobs;
  expect([r, a, b, T].map((knob) => knob?.default)).toEqual([1, 1.5, 0.02, 4]);
  expect(lineageOf(teacherHead).from).toEqual(['teacher']);
  const bare = { model: 'mlp', widths: [], knobs: {} };
  expect(() => teacherHead.lineage?.({ teacher: bare, student: bare }, {} as never)).toThrow(
    'needs a hidden layer',
  );
});
