// The losses of a detector's anchors: worked by hand, where probabilities are exactly 0 or 1, and where there are no numbers.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { BACKGROUND, NOT_COUNTED } from '../../detect/matching.ts';
import { bootEngine } from '../../gpu/engine.ts';
import { read } from '../../gpu/readback.ts';
import { focal } from '../../nn/losses/focal.ts';
import { anchorAdaptive, anchorMass } from './anchor-adaptive.ts';

const { engine } = await bootEngine('webgpu'); // before the tensors below are made

test('WebGPU runs', () => {
  expect(engine).toBe('webgpu');
});

const ADL = { attached: 1, core: 0, mimic: 1 };
/** Anchors of one class, in one image. */
const line = (logits: readonly number[]) => tf.tensor(logits, [1, 1, logits.length, 1], 'float32');
const row = (values: readonly number[]) => tf.tensor(values, [1, 1, values.length], 'float32');
const logit = (p: number) => Math.log(p / (1 - p));
const numbers = async (t: tf.Tensor) => Array.from((await read([t]))[0] as Float32Array);
const near = (got: readonly number[], expected: readonly number[], digits = 6) => {
  expect(got).toHaveLength(expected.length);
  expected.forEach((x, i) => expect(got[i], `number ${i}`).toBeCloseTo(x, digits));
};

function inputs(student: readonly number[], teacher: readonly number[], beta: number, gamma: number) {
  const t = line(teacher);
  return {
    student: line(student),
    teacher: t,
    counted: row(teacher.map(() => 1)),
    mass: anchorMass({ teacher: t }, { power: 1.8 }).mass,
    beta: tf.tensor1d([beta]),
    gamma: tf.tensor1d([gamma]),
  };
}

describe('by hand: p = ¾, q = ½', () => {
  const k = Math.log(4 / 3) / 2;
  const given = inputs([Math.log(3)], [0], 0, 1);
  const A = 1 - Math.sqrt(3 / 4); // 1 − e⁻ᵏ

  test('weight, loss and slope; what is summed is below one, so N is 1', async () => {
    const got = anchorAdaptive(given, ADL);
    near(await numbers(got.weight), [A]);
    near(await numbers(got.gap), [k]);
    near(await numbers(got.entropy), [Math.log(2)]);
    near(await numbers(got.loss), [A * k]);
    const slope = (params: typeof ADL) =>
      tf.grad((student) => tf.sum(anchorAdaptive({ ...given, student }, params).loss))(given.student);
    near(await numbers(slope(ADL)), [(A + (1 - A) * k) / 4]);
    near(await numbers(slope({ ...ADL, attached: 0 })), [A / 4]);
    near(await numbers(anchorAdaptive(given, { ...ADL, core: 1 }).loss), [A * (k + Math.log(2))]);
  });

  test('what the teacher says in all divides the loss, over the images of a seed', async () => {
    const mass = tf.tensor2d([[3, 1]]);
    const twice = (t: tf.Tensor) => tf.concat([t, t], 1);
    const { loss } = anchorAdaptive(
      {
        ...given,
        student: twice(given.student),
        teacher: twice(given.teacher),
        counted: twice(given.counted),
        mass,
      },
      ADL,
    );
    near(await numbers(loss), [(A * k) / 4, (A * k) / 4]);
  });

  test('focal loss: of the right class, of the background, and of what does not count', async () => {
    const given = {
      logits: line([Math.log(3), Math.log(3), Math.log(3)]),
      targets: row([0, BACKGROUND, NOT_COUNTED]),
      knobs: tf.tensor1d([0.25, 2]),
    };
    near(await numbers(focal(given, {}).loss), [
      (0.25 / 16) * Math.log(4 / 3),
      0.75 * (9 / 16) * Math.log(4),
      0,
    ]);
    const slope = tf.grad((logits) => tf.sum(focal({ ...given, logits }, {}).loss))(given.logits);
    near(await numbers(slope), [
      (-0.25 / 16) * (2 * 0.75 * Math.log(4 / 3) + 0.25),
      0.75 * (9 / 16) * (2 * 0.25 * Math.log(4) + 0.75),
      0,
    ]);
  });
});

test('an anchor counts by how unsure the teacher is, where the student has nothing left to mimic', async () => {
  const q = [0.001, 0.01, 0.05, 0.5, 0.9].map(logit);
  const { weight } = anchorAdaptive(inputs(q, q, 1, 2), ADL);
  const entropy = [0.001, 0.01, 0.05, 0.5, 0.9].map((p) => -p * Math.log(p) - (1 - p) * Math.log1p(-p));
  near(
    await numbers(weight),
    entropy.map((H) => (-Math.expm1(-H)) ** 2),
    6,
  );
  const [easy = 0, , , unsure = 0] = await numbers(weight);
  expect(unsure / easy).toBeGreaterThan(3000); // the few that decide outweigh the many of the background
});

test('without its two factors it is the divergence alone', async () => {
  const given = inputs([2, -1, 0.3], [1, -4, 0.2], 1, 0);
  const { loss, gap } = anchorAdaptive({ ...given, mass: tf.zeros([1, 1]) }, ADL);
  near(await numbers(loss), await numbers(gap), 6);
});

describe('a teacher that is sure: q is exactly 0 or 1 in float32', () => {
  const sure = [200, -200, 200, -200, 5000, -5000];
  const student = [200, -200, -200, 200, 4999, 1e-3];

  test.each([0, 0.5, 1, 2])('gives numbers, with γ = %s', async (gamma) => {
    const given = inputs(student, sure, 1, gamma);
    for (const core of [0, 1]) {
      const params = { ...ADL, core };
      const { loss, weight, entropy, gap } = anchorAdaptive(given, params);
      const slope = tf.grad((s) => tf.sum(anchorAdaptive({ ...given, student: s }, params).loss))(
        given.student,
      );
      for (const t of [loss, weight, entropy, gap, slope])
        for (const number of await numbers(t)) expect(number).toBeLessThan(1e4);
      near(
        await numbers(entropy),
        sure.map(() => 0),
      );
      near((await numbers(gap)).slice(0, 4), [0, 0, 200, 200], 3);
    }
  });
});

describe.each([Number.NaN, Infinity, -Infinity])('where a logit is %s', (bad) => {
  const good = [0.5, -1, 2];
  const poisoned = good.with(1, bad);
  const only = [false, true, false];

  test('its anchor is no number, of the student or in focal loss', async () => {
    const { loss } = anchorAdaptive(inputs(poisoned, good, 1, 2), ADL);
    expect((await numbers(loss)).map(Number.isNaN)).toEqual(only);
    const hard = focal(
      { logits: line(poisoned), targets: row([0, 0, 0]), knobs: tf.tensor1d([0.25, 2]) },
      {},
    ).loss;
    expect((await numbers(hard)).map(Number.isNaN)).toEqual(only);
  });

  test('of the teacher it is in what divides all, so none is', async () => {
    const { loss } = anchorAdaptive(inputs(good, poisoned, 1, 2), ADL);
    expect((await numbers(loss)).every(Number.isNaN)).toBe(true);
  });
});

test('a target that is no class gives no number', async () => {
  const { loss } = focal(
    { logits: line([0, 0, 0]), targets: row([0, 1, -3]), knobs: tf.tensor1d([0.25, 2]) },
    {},
  );
  expect((await numbers(loss)).map(Number.isNaN)).toEqual([false, true, true]);
});
