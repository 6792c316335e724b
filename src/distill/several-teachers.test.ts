// What a student learns from several teachers, against PyTorch in float64 (losses/golden/several-teachers.py).
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import stored from './losses/golden/several-teachers.json?raw';
import { everySample, softTargets } from './losses/soft-targets.ts';
import { averaged, chosen, entropyOf } from './several-teachers.ts';

beforeAll(() => tf.setBackend('cpu'));

type Rows = number[][];
interface Golden {
  readonly kind: string;
  readonly T: number;
  readonly weights?: number[];
  readonly index?: number[];
  readonly student: Rows;
  readonly teachers: Rows[];
  readonly loss: number[];
  readonly slope: Rows;
}
const goldens = (JSON.parse(stored) as Golden[]).filter(({ kind }) => kind !== 'shared-head');
const flat = (t: tf.Tensor): number[] => [...t.dataSync()];

/** Values and slope of T² KL(teacher ‖ student). */
function learned(golden: Golden, teacher: tf.Tensor) {
  const labels = tf.zeros([1, golden.student.length]);
  const loss = (student: tf.Tensor) =>
    softTargets({ student, teacher, temperature: everySample(tf.tensor1d([golden.T]), labels) }, {}).loss;
  const student = tf.tensor3d([golden.student]);
  return { loss: flat(loss(student)), slope: flat(tf.grad((s) => tf.sum(loss(s)))(student)) };
}

describe.each(goldens.map((golden, i) => ({ golden, name: `${golden.kind} ${i}` })))(
  '$name',
  ({ golden }) => {
    const made = () => {
      const teachers = golden.teachers.map((rows) => tf.tensor3d([rows]));
      return golden.weights
        ? averaged(teachers, tf.tensor2d([golden.weights]), tf.tensor1d([golden.T]))
        : chosen(teachers, tf.tensor2d([golden.index as number[]]));
    };

    test('has the loss and the slope of PyTorch', () => {
      const { loss, slope } = learned(golden, made());
      loss.forEach((value, i) => {
        expect(value).toBeCloseTo(golden.loss[i] as number, 4);
      });
      slope.forEach((value, i) => {
        expect(value).toBeCloseTo(golden.slope.flat()[i] as number, 4);
      });
    });

    test('and not those of the first teacher alone', () => {
      const { loss } = learned(golden, tf.tensor3d([golden.teachers[0] as Rows]));
      expect(
        Math.max(...loss.map((value, i) => Math.abs(value - (golden.loss[i] as number)))),
      ).toBeGreaterThan(0.01);
    });
  },
);

test('the average is of probabilities: (3/4, 1/4) and (1/4, 3/4) with weights 3/4 and 1/4 are (5/8, 3/8)', () => {
  const teachers = [tf.tensor3d([[[Math.log(3), 0]]]), tf.tensor3d([[[0, Math.log(3)]]])];
  const q = tf.softmax(averaged(teachers, tf.tensor2d([[0.75, 0.25]]), tf.tensor1d([1])));
  expect(flat(q)[0]).toBeCloseTo(5 / 8, 6);
});

test('a teacher sure beyond what float32 can hold leaves numbers', () => {
  const teachers = [tf.tensor3d([[[300, -300]]]), tf.tensor3d([[[-300, 300]]])];
  const logits = averaged(teachers, tf.tensor2d([[1, 0]]), tf.tensor1d([1]));
  expect(flat(logits).every(Number.isFinite)).toBe(true);
  expect(flat(tf.softmax(logits))[0]).toBeCloseTo(1, 6);
});

test('entropy: ln 2 of (1/2, 1/2), 0 of certainty', () => {
  expect(flat(entropyOf(tf.tensor3d([[[1, 1]]])))[0]).toBeCloseTo(Math.log(2), 6);
  expect(flat(entropyOf(tf.tensor3d([[[500, 0]]])))[0]).toBeCloseTo(0, 6);
});
