// The shaders of the heads where numbers are hard: many classes, large logits, extreme temperatures, not numbers at all.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { bootEngine } from '../../gpu/engine.ts';
import { read } from '../../gpu/readback.ts';
import { normal, worst } from '../../gpu/testing.ts';
import { crossEntropy } from '../../nn/losses/cross-entropy.ts';
import type { Head } from '../method.ts';
import { adaptive } from './adaptive.ts';
import { adaptiveHead } from './adaptive-head.ts';
import { labelHead } from './label-head.ts';
import { pseudoLabelHead } from './pseudo-label-head.ts';
import { softHead } from './soft-head.ts';
import { everySample, softTargets } from './soft-targets.ts';

const { engine } = await bootEngine('webgpu'); // before the tensors below are made

test('WebGPU runs', () => {
  expect(engine).toBe('webgpu');
});

const one = (x: number): tf.Tensor => tf.tensor([x], [1]);
const PARAMS = { smoothing: 0.1, labelScale: 1 };
const SWITCHES = { attached: 1, core: 0, mimic: 1 };
type Given = Readonly<Record<'student' | 'teacher' | 'labels' | 'temperature' | 'share', tf.Tensor>>;

const HEADS: Readonly<Record<string, (given: Given) => Head>> = {
  'label-head': ({ student, labels }) => labelHead({ student, labels }, PARAMS),
  'soft-head': (given) => softHead(given, PARAMS),
  'pseudo-label-head': ({ temperature: _, ...given }) => pseudoLabelHead(given, PARAMS),
  'adaptive-head': (given) =>
    adaptiveHead({ ...given, beta: one(1), gamma: one(2) }, { ...PARAMS, ...SWITCHES }),
};

describe.each([
  { rows: 4096, classes: 10, T: 4, size: 3 },
  { rows: 7, classes: 1000, T: 4, size: 3 },
  { rows: 64, classes: 10, T: 0.1, size: 1e3 },
  { rows: 64, classes: 10, T: 100, size: 1e4 },
  { rows: 64, classes: 1000, T: 0.1, size: 1e4 },
])('$rows samples of $classes classes, T $T, logits ±$size', ({ rows, classes, T, size }) => {
  const make = (name: string): Float32Array =>
    Float32Array.from({ length: rows * classes }, (_, i) =>
      size > 100 ? size * Math.sin(1e4 * normal(name, i)) : size * normal(name, i),
    );
  const [s, t] = [make('student'), make('teacher')];
  const [student, teacher] = [tf.tensor(s, [1, rows, classes]), tf.tensor(t, [1, rows, classes])];
  /** The first of the teacher's largest logits; of equal ones tf.argMax may take another. */
  const guesses = Array.from({ length: rows }, (_, r) => {
    const row = t.subarray(r * classes, (r + 1) * classes);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
  const labels = tf.tensor(
    Float32Array.from({ length: rows }, (_, r) => (r % 3 === 2 ? -1 : r % classes)),
    [1, rows],
  );
  const temperature = one(T);

  /** The other term of each head, with a share of 1. */
  const LOSSES: Readonly<Record<string, () => tf.Tensor>> = {
    'label-head': () => crossEntropy({ logits: student, labels }, { smoothing: 0.1 }).loss,
    'soft-head': () =>
      softTargets({ student, teacher, temperature: everySample(temperature, student) }, {}).loss,
    'pseudo-label-head': () => {
      const guess = tf.tensor(guesses, [1, rows], 'float32');
      return crossEntropy({ logits: student, labels: guess }, { smoothing: 0 }).loss;
    },
    'adaptive-head': () =>
      adaptive({ student, teacher, beta: one(1), gamma: one(2), temperature }, SWITCHES).loss,
  };

  test.each(Object.keys(HEADS))('%s is finite and equals its loss', async (name) => {
    const given = { student, teacher, labels, temperature };
    const head = HEADS[name]!;
    const mixed = head({ ...given, share: one(0.5) });
    const { values } = head({ ...given, share: one(1) });
    const term = tf.slice(values, [name === 'label-head' ? 0 : 1], [1]);
    const [got, truth, ...others] = await read([term, LOSSES[name]!(), mixed.values, mixed.slope]);
    for (const numbers of others) expect(numbers.every(Number.isFinite)).toBe(true);
    expect(worst(got!, truth!).error).toBeLessThan(1e-6);
  });
});

describe.each([Number.NaN, Infinity, -Infinity])('where a number is %s', (bad) => {
  const ROWS = 5;
  const numbers = Array.from({ length: ROWS * 3 }, (_, i) => normal('x', i));
  const logits = (values: number[]): tf.Tensor => tf.tensor(values, [1, ROWS, 3]);
  const poisoned = () => logits(numbers.with(2 * 3 + 1, bad));
  const good = {
    student: logits(numbers),
    teacher: logits(numbers.toReversed()),
    labels: tf.tensor([0, 1, 2, -1, 0], [1, ROWS]),
    temperature: one(4),
    share: one(0.5),
  };
  const [NONE, ROW, ALL] = [[], [2], [0, 1, 2, 3, 4]];

  // What is broken, and the rows that are then NaN in the hard term, in the other one, and in the slope.
  test.each<[string, Partial<Given>, string[], number[], number[], number[]]>([
    ['a logit of the student', { student: poisoned() }, Object.keys(HEADS), ROW, ROW, ROW],
    ['a logit of the teacher', { teacher: poisoned() }, Object.keys(HEADS).slice(1), NONE, ROW, ROW],
    ['a label', { labels: tf.tensor([0, 1, bad, -1, 0], [1, ROWS]) }, Object.keys(HEADS), ROW, NONE, ROW],
    [
      'a label beyond the classes',
      { labels: tf.tensor([0, 1, 3, -1, 0], [1, ROWS]) },
      Object.keys(HEADS),
      ROW,
      NONE,
      ROW,
    ],
    ['the temperature', { temperature: one(bad) }, ['soft-head', 'adaptive-head'], NONE, ALL, ALL],
    ['the share', { share: one(bad) }, Object.keys(HEADS).slice(1), ALL, ALL, ALL],
  ])('%s gives NaN where it counts and nowhere else', async (_, broken, heads, hard, other, slopes) => {
    for (const name of heads) {
      const { values, slope } = HEADS[name]!({ ...good, ...broken });
      const [v, s] = (await read([values, slope])) as [Float32Array, Float32Array];
      const nan = (rows: number[]) => Array.from({ length: ROWS }, (_, r) => rows.includes(r));
      const rows = (k: number) => Array.from(v.subarray(k * ROWS, (k + 1) * ROWS), Number.isNaN);
      const terms = v.length / ROWS - 1;
      expect(rows(0), name).toEqual(nan(hard));
      if (terms === 2) expect(rows(1), name).toEqual(nan(other));
      expect(rows(terms), `${name}, correct`).toEqual(nan([]));
      expect(Array.from(s, Number.isNaN), `${name}, slope`).toEqual(nan(slopes).flatMap((x) => [x, x, x]));
    }
  });

  test('a broken knob of ADL gives NaN in its soft term', async () => {
    const knobs = { ...good, beta: one(1), gamma: one(2) };
    for (const broken of [{ beta: one(bad) }, { gamma: one(bad) }]) {
      const { values } = adaptiveHead({ ...knobs, ...broken }, { ...PARAMS, ...SWITCHES });
      const [v] = (await read([values])) as [Float32Array];
      expect(Array.from(v, Number.isNaN)).toEqual(Array.from(v, (_, i) => i >= ROWS && i < 2 * ROWS));
    }
  });
});
