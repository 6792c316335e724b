// A learned temperature with a reversed gradient: the student descends the loss, the temperature ascends it.
// Source: Li et al. 2023, "Curriculum temperature for knowledge distillation", arXiv:2211.16231, and its program.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/curriculum-temperature.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';

const REACH = 8; // raw is taken within ±8

/**
 * λ [1] = (1 − cos(π·min(progress, ramp)/ramp))/2: how much of the reversed gradient comes through.
 * It grows from 0 to 1 while `progress` [1] goes from 0 to `ramp` [1] (one unit, e.g. epochs); 1 where ramp is 0.
 */
function reversal(progress: tf.Tensor, ramp: tf.Tensor): tf.Tensor {
  const on = tf.greater(ramp, 0);
  const part = tf.clipByValue(tf.div(progress, tf.where(on, ramp, tf.onesLike(ramp))), 0, 1);
  const lambda = tf.square(tf.sin(tf.mul(part, Math.PI / 2))); // (1 − cos πx)/2 = sin²(πx/2)
  return tf.where(on, lambda, tf.onesLike(lambda));
}

/** The same function, and its reversed gradient, on any backend. */
const reversed = tf.customGrad((...args) => {
  const [raw, lambda, start, range] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const save = args.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
  const share = tf.sigmoid(tf.clipByValue(raw, -REACH, REACH));
  const down = tf.sigmoid(tf.neg(tf.clipByValue(raw, -REACH, REACH)));
  const slope = tf.mul(tf.neg(lambda), tf.mul(range, tf.mul(share, down)));
  save([slope]);
  return {
    value: tf.add(start, tf.mul(range, share)),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [
      tf.mul(dy, saved[0] as tf.Tensor),
      ...[lambda, start, range].map((x) => tf.zerosLike(x)),
    ],
  };
});

/**
 * `temperature` [seeds, samples] = start + range·σ(raw), raw within ±8. The gradient of `raw` [seeds, samples]
 * is reversed: upstream · −λ·range·σ(1 − σ). Beyond ±8 it is what it is at ±8, so that raw can come back.
 * `samples` is the batch (a temperature for each sample) or 1 (one a seed). `reversal` [seeds] is λ, for all the same.
 * `progress`, `ramp`, `start` and `range` are [1] and have no gradient.
 */
export const curriculumTemperature = defineKernel({
  name: 'curriculum-temperature',
  shader,
  inputs: { raw: ['seeds', 'samples'], progress: ['1'], ramp: ['1'], start: ['1'], range: ['1'] },
  outputs: { temperature: ['seeds', 'samples'], reversal: ['seeds'] },
  saved: { slope: ['seeds', 'samples'] },
  params: {},
  invocations: ({ seeds, samples }) => (seeds as number) * (samples as number),
  reference: ({ raw, progress, ramp, start, range }) => {
    const lambda = reversal(progress, ramp);
    return {
      temperature: reversed(raw, lambda, start, range),
      reversal: tf.tile(lambda, [raw.shape[0] as number]),
    };
  },
  gradient: ({ temperature }, _, { slope }) => ({ raw: () => tf.mul(slope, temperature) }),
  tolerance: 2e-6,
  cases: [
    { samples: 1, progress: 0, ramp: 10 },
    { samples: 7, progress: 3, ramp: 10 },
    { samples: 64, progress: 25, ramp: 10 },
    { samples: 130, progress: 1, ramp: 0 },
  ].map(({ samples, progress, ramp }) => ({
    dims: { samples },
    fill: {
      raw: (i) => ((i * 7) % 23) - 11,
      progress: () => progress,
      ramp: () => ramp,
      start: () => 1,
      range: () => 20,
    },
  })),
});
