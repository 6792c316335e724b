import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { StepInput } from '../method.ts';
import { knobsOf, stepInput } from '../testing.ts';
import ctkd from './ctkd.ts';
import kd from './kd.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const soft = (input: StepInput, chosen = {}): number =>
  tf.sum(ctkd.terms(input, knobsOf(ctkd, { alpha: 1, ...chosen })).soft as tf.Tensor).dataSync()[0] ??
  Number.NaN;
const withRaw = (input: StepInput, raw: number): StepInput => ({
  ...input,
  parts: { raw: tf.tensor2d([[raw]]) },
});
const slopeOfRaw = (input: StepInput, chosen = {}): number =>
  tf
    .grad((raw) =>
      tf.sum(
        ctkd.terms({ ...input, parts: { raw } }, knobsOf(ctkd, { alpha: 1, ...chosen })).soft as tf.Tensor,
      ),
    )(input.parts.raw as tf.Tensor)
    .dataSync()[0] ?? Number.NaN;

test('it starts at τ = 1 + 20·σ(1) = 15.62', () => {
  const { temperature } = ctkd.track?.(stepInput(ctkd), knobsOf(ctkd)) ?? {};
  expect(temperature?.dataSync()[0]).toBeCloseTo(15.6212, 3);
});

test('at a given temperature its soft term is that of KD', () => {
  const input = withRaw(stepInput(ctkd), Math.log(3 / 17)); // σ = 3/20, τ = 4
  const want = tf.sum(kd.terms(input, knobsOf(kd, { T: 4, alpha: 1 })).soft as tf.Tensor).dataSync()[0];
  expect(soft(input)).toBeCloseTo(want as number, 4);
});

test('equation 5: after the ramp the temperature climbs the loss the student descends', () => {
  for (const raw of [-2, -0.5, 1]) {
    const input = withRaw(stepInput(ctkd, { progress: 1 }), raw);
    const h = 0.01;
    const uphill = (soft(withRaw(input, raw + h)) - soft(withRaw(input, raw - h))) / (2 * h);
    const slope = slopeOfRaw(input);
    expect(Math.abs(uphill)).toBeGreaterThan(1e-3);
    expect(slope / -uphill).toBeCloseTo(1, 1); // reversed: descending it is climbing the loss
  }
});

test('before the ramp begins the temperature stands still, half way up it moves at half the slope', () => {
  const at = (progress: number) => slopeOfRaw(withRaw(stepInput(ctkd, { progress }), 0.3), { ramp: 0.4 });
  expect(Math.abs(at(0))).toBe(0);
  expect(at(0.2) / at(1)).toBeCloseTo(0.5, 3);
});

test('instance mode gives samples temperatures of their own', () => {
  const chosen = { mode: 'instance' };
  const maps = ctkd.maps?.(stepInput(ctkd, { chosen }), knobsOf(ctkd, chosen));
  const values = Array.from(maps?.temperature?.dataSync() ?? []);
  expect(new Set(values.map((v) => v.toFixed(4))).size).toBeGreaterThan(3);
  for (const v of values) expect(v > 1 && v < 21).toBe(true);
});
