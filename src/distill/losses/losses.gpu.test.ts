// The shaders of the losses where numbers are hard: worked by hand, large, extreme, and not numbers at all.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { bootEngine } from '../../gpu/engine.ts';
import { read } from '../../gpu/readback.ts';
import { normal } from '../../gpu/testing.ts';
import { crossEntropy } from '../../nn/losses/cross-entropy.ts';
import { adaptive } from './adaptive.ts';
import { curriculumTemperature } from './curriculum-temperature.ts';
import { everySample, softTargets } from './soft-targets.ts';

const { engine } = await bootEngine('webgpu'); // before the tensors below are made

test('WebGPU runs', () => {
  expect(engine).toBe('webgpu');
});

const ADL = { attached: 1, core: 0, mimic: 1 };
const one = (x: number): tf.Tensor => tf.tensor([x], [1]);
const focal = { beta: one(0), gamma: one(1), temperature: one(1) };
const tensor = (values: ArrayLike<number>, shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from(values), shape);
const gradient = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor => tf.grad((y) => tf.sum(f(y)))(x);

async function near(got: tf.Tensor, expected: readonly number[], digits = 6): Promise<void> {
  const [values] = await read([got]);
  expect(values).toHaveLength(expected.length);
  expected.forEach((x, i) => expect(values![i]).toBeCloseTo(x, digits));
}

describe('by hand: p = (¼, ¾), q = (½, ½)', () => {
  const s = [0, Math.log(3)];
  const k = Math.log(4 / 3) / 2;

  test('cross-entropy', async () => {
    const labels = tensor([0, 1, -1], [1, 3]);
    const x = tensor([...s, ...s, ...s], [1, 3, 2]);
    const { loss, correct } = crossEntropy({ logits: x, labels }, { smoothing: 0 });
    await near(loss, [Math.log(4), Math.log(4 / 3), 0]);
    await near(correct, [0, 1, 0]);
    await near(
      gradient((y) => crossEntropy({ logits: y, labels }, { smoothing: 0 }).loss, x),
      [-0.75, 0.75, 0.25, -0.25, 0, 0],
    );
    const smooth = crossEntropy({ logits: x, labels }, { smoothing: 0.2 }).loss;
    await near(smooth, [
      0.9 * Math.log(4) + 0.1 * Math.log(4 / 3),
      0.1 * Math.log(4) + 0.9 * Math.log(4 / 3),
      0,
    ]);
  });

  test('of equal logits the first is the guess', async () => {
    const { correct } = crossEntropy(
      { logits: tensor([1, 1, 1, 1], [1, 2, 2]), labels: tensor([0, 1], [1, 2]) },
      { smoothing: 0 },
    );
    await near(correct, [1, 0]);
  });

  test('soft targets, at T = 1 and, with logits twice as large, at T = 2', async () => {
    const student = tensor([...s, 0, 2 * Math.log(3)], [1, 2, 2]);
    const teacher = tf.zeros([1, 2, 2]);
    const temperature = tensor([1, 2], [1, 2]);
    await near(softTargets({ student, teacher, temperature }, {}).loss, [k, 4 * k]);
    await near(
      gradient((x) => softTargets({ student: x, teacher, temperature }, {}).loss, student),
      [-0.25, 0.25, -0.5, 0.5],
    );
    const slopeT = 2 * k - Math.log(3) / 4;
    await near(
      gradient((T) => softTargets({ student, teacher, temperature: T }, {}).loss, temperature),
      [slopeT, 2 * slopeT],
    );
  });

  test('adaptive', async () => {
    const student = tensor(s, [1, 1, 2]);
    const inputs = { student, teacher: tf.zeros([1, 1, 2]), ...focal };
    const A = 1 - Math.sqrt(3 / 4);
    const got = adaptive(inputs, ADL);
    await near(got.loss, [A * k]);
    await near(got.weight, [A]);
    await near(got.gap, [k]);
    await near(got.entropy, [Math.log(2)]);
    const slope = (params: typeof ADL): tf.Tensor =>
      gradient((x) => adaptive({ ...inputs, student: x }, params).loss, student);
    await near(slope(ADL), [-(A + (1 - A) * k) / 4, (A + (1 - A) * k) / 4]);
    await near(slope({ ...ADL, attached: 0 }), [-A / 4, A / 4]);
    await near(adaptive(inputs, { ...ADL, core: 1 }).loss, [A * (k + Math.log(2))]);
  });

  test('without its two factors, adaptive is soft targets', async () => {
    const student = tensor(
      Array.from({ length: 60 }, (_, i) => normal('s', i)),
      [2, 3, 10],
    );
    const teacher = tensor(
      Array.from({ length: 60 }, (_, i) => 3 * normal('t', i)),
      [2, 3, 10],
    );
    const [plain] = await read([
      softTargets({ student, teacher, temperature: everySample(one(4), student) }, {}).loss,
    ]);
    await near(
      adaptive({ student, teacher, beta: one(1), gamma: one(0), temperature: one(4) }, ADL).loss,
      [...plain!],
      5,
    );
  });

  test('the learned temperature begins at 15.6, its gradient is reversed', async () => {
    const knobs = { progress: one(5), ramp: one(10), start: one(1), range: one(20) };
    const raw = tensor([0, 1], [1, 2]);
    await near(curriculumTemperature({ raw, ...knobs }, {}).temperature, [11, 15.6211714], 5);
    await near(
      gradient((x) => curriculumTemperature({ raw: x, ...knobs }, {}).temperature, raw),
      [-2.5, -1.9661193],
    );
    const from0 = { ...knobs, progress: one(0) };
    await near(
      gradient((x) => curriculumTemperature({ raw: x, ...from0 }, {}).temperature, raw),
      [0, 0],
    );
  });
});

/** T² KL(q‖p) of a row in float64, the plain way. */
function plain(s: readonly number[], t: readonly number[], T: number): number {
  const logs = (x: readonly number[]): number[] => {
    const top = Math.max(...x);
    const sum = x.reduce((a, v) => a + Math.exp((v - top) / T), 0);
    return x.map((v) => (v - top) / T - Math.log(sum));
  };
  const [p, q] = [logs(s), logs(t)];
  return T * T * q.reduce((a, l, j) => a + (Math.exp(l) === 0 ? 0 : Math.exp(l) * (l - p[j]!)), 0);
}

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

  test('gives finite losses, equal to the plain formula in float64', async () => {
    const [student, teacher] = [tensor(s, [1, rows, classes]), tensor(t, [1, rows, classes])];
    const temperature = everySample(one(T), student);
    const soft = softTargets({ student, teacher, temperature }, {});
    const hard = adaptive({ student, teacher, beta: one(1), gamma: one(2), temperature: one(T) }, ADL);
    const slopes = [
      gradient((x) => softTargets({ student: x, teacher, temperature }, {}).loss, student),
      gradient(
        (x) =>
          adaptive({ student: x, teacher, beta: one(1), gamma: one(0.5), temperature: one(T) }, ADL).loss,
        student,
      ),
      gradient((x) => softTargets({ student, teacher, temperature: x }, {}).loss, temperature),
      gradient(
        (x) => crossEntropy({ logits: x, labels: tf.zeros([1, rows]) }, { smoothing: 0.1 }).loss,
        student,
      ),
    ];
    const [losses, ...others] = await read([
      soft.loss,
      hard.loss,
      hard.weight,
      hard.entropy,
      hard.gap,
      ...slopes,
    ]);
    for (const values of [losses!, ...others]) expect(values.every(Number.isFinite)).toBe(true);
    let worst = 0;
    for (let r = 0; r < rows; r++) {
      const part = (x: Float32Array): number[] => Array.from(x.subarray(r * classes, (r + 1) * classes));
      const truth = plain(part(s), part(t), T);
      worst = Math.max(worst, Math.abs(losses![r]! - truth) / Math.max(truth, 1e-6 * T * T));
    }
    expect(worst).toBeLessThan(2e-5);
  });
});

describe.each([Number.NaN, Infinity, -Infinity])('where a number is %s', (bad) => {
  const rows = 5;
  const numbers = Array.from({ length: rows * 3 }, (_, i) => normal('x', i));
  const good = tensor(numbers, [1, rows, 3]);
  const poisoned = tensor(numbers.with(2 * 3 + 1, bad), [1, rows, 3]);
  const row = (x: number): tf.Tensor => tensor([x, x, bad, x, x], [1, rows]);
  const fine = tf.fill([1, rows], 2);
  const soft = (student: tf.Tensor, teacher: tf.Tensor, temperature = fine): tf.Tensor =>
    softTargets({ student, teacher, temperature }, {}).loss;
  const hard = (student: tf.Tensor, teacher: tf.Tensor): tf.Tensor =>
    adaptive({ student, teacher, ...focal }, ADL).loss;
  const labels = tf.zeros([1, rows]);

  test.each<[string, () => tf.Tensor]>([
    ['a logit of cross-entropy', () => crossEntropy({ logits: poisoned, labels }, { smoothing: 0 }).loss],
    ['a logit of a student', () => soft(poisoned, good)],
    ['a logit of a teacher', () => soft(good, poisoned)],
    ['a temperature', () => soft(good, good, row(2))],
    ['a logit of an adaptive student', () => hard(poisoned, good)],
    ['a logit of an adaptive teacher', () => hard(good, poisoned)],
    [
      'a raw temperature',
      () =>
        curriculumTemperature(
          { raw: row(0), progress: one(1), ramp: one(1), start: one(1), range: one(20) },
          {},
        ).temperature,
    ],
    [
      'its gradient',
      () =>
        tf.slice(
          gradient((x) => soft(x, good), poisoned),
          [0, 0, 0],
          [1, rows, 1],
        ),
    ],
  ])('%s gives NaN in its row and nowhere else', async (_, act) => {
    const [values] = await read([act()]);
    expect(Array.from(values!, Number.isNaN)).toEqual([false, false, true, false, false]);
  });
});

test('a label that is no class gives NaN', async () => {
  const { loss } = crossEntropy(
    { logits: tf.zeros([1, 3, 4]), labels: tensor([3, 4, Number.NaN], [1, 3]) },
    { smoothing: 0 },
  );
  expect(Array.from((await read([loss]))[0]!, Number.isNaN)).toEqual([false, true, true]);
});

test('a temperature of one, of each seed and of each sample reach every sample, and their gradient comes back', async () => {
  const like = tf.zeros([2, 3, 5]);
  await near(everySample(tf.scalar(4), like), [4, 4, 4, 4, 4, 4]);
  await near(everySample(tensor([1, 2], [2]), like), [1, 1, 1, 2, 2, 2]);
  await near(everySample(tensor([1, 2], [2, 1]), like), [1, 1, 1, 2, 2, 2]);
  await near(everySample(tensor([1, 2, 3, 4, 5, 6], [2, 3]), like), [1, 2, 3, 4, 5, 6]);
  await near(
    gradient((T) => everySample(T, like), tensor([1, 2], [2])),
    [3, 3],
  );
  await near(
    gradient((T) => everySample(T, like), tf.scalar(1)),
    [6],
  );
  expect(() => everySample(tensor([1, 2, 3], [3]), like)).toThrow('[3] is neither one');
});
