// The clock of a run, one step on. It lives on the GPU, so that a recorded step can be replayed.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/tick.wgsl?raw';
import type { SCHEDULES } from '../../contract/setup.ts';
import { defineUpdate } from '../../gpu/kernel.ts';

/** What the shader calls the schedules. */
export const SCHEDULE = { constant: 0, step: 1, cosine: 2 } as const satisfies Record<
  (typeof SCHEDULES)[number],
  number
>;

/** clock ← [step + 1, progress, factor, 0]: see the shader for the formulas. */
export const tick = defineUpdate({
  name: 'tick',
  shader,
  inputs: {},
  params: { total: 'u32', schedule: 'u32', warmup: 'f32' },
  updates: { clock: ['4'] },
  invocations: () => 1,
  reference: (_inputs, { clock }, { total, schedule, warmup }) => {
    const past = tf.slice(clock, [0], [1]); // [1]: steps before this one
    const last = Math.max(1, total - 1);
    const step = tf.add(past, 1);
    const progress = tf.minimum(1, tf.div(past, last));
    const rise = warmup * total;
    const risen = rise > 0 ? tf.minimum(1, tf.div(step, rise)) : tf.onesLike(step);
    const factor = tf.mul(risen, scheduled(schedule, past, progress, last));
    return { clock: tf.concat([step, progress, factor, tf.zerosLike(step)]) };
  },
  host: ({ clock }, params) => ({ clock: clockAfter(clock.values[0] as number, params) }),
  tolerance: 1e-6,
  cases: [
    tickCase({ total: 1, schedule: SCHEDULE.cosine, warmup: 0 }, 0),
    tickCase({ total: 300, schedule: SCHEDULE.constant, warmup: 0.05 }, 0),
    tickCase({ total: 300, schedule: SCHEDULE.constant, warmup: 0.05 }, 20),
    tickCase({ total: 101, schedule: SCHEDULE.step, warmup: 0 }, 59),
    tickCase({ total: 101, schedule: SCHEDULE.step, warmup: 0 }, 60),
    tickCase({ total: 101, schedule: SCHEDULE.step, warmup: 0 }, 85),
    tickCase({ total: 300, schedule: SCHEDULE.cosine, warmup: 0.5 }, 3),
    tickCase({ total: 300, schedule: SCHEDULE.cosine, warmup: 0.05 }, 123),
    tickCase({ total: 300, schedule: SCHEDULE.cosine, warmup: 0.05 }, 299),
    tickCase({ total: 300, schedule: SCHEDULE.cosine, warmup: 0.05 }, 400),
  ],
});

/** The clock [step, progress, factor, 0] of the step that comes after `past` others. */
export function clockAfter(
  past: number,
  { total, schedule, warmup }: { readonly total: number; readonly schedule: number; readonly warmup: number },
): Float32Array {
  const last = Math.max(1, total - 1);
  const progress = Math.min(1, past / last);
  let factor = 1;
  if (schedule === SCHEDULE.step) factor = 20 * past >= 17 * last ? 0.01 : 20 * past >= 12 * last ? 0.1 : 1;
  if (schedule === SCHEDULE.cosine) factor = 0.5 * (1 + Math.cos(Math.PI * progress));
  if (warmup > 0) factor *= Math.min(1, (past + 1) / (warmup * total));
  return Float32Array.of(past + 1, progress, factor, 0);
}

function scheduled(schedule: number, past: tf.Tensor, progress: tf.Tensor, last: number): tf.Tensor {
  if (schedule === SCHEDULE.step) {
    const reached = (twentieths: number) =>
      tf.cast(tf.greaterEqual(tf.mul(past, 20), twentieths * last), 'float32');
    return tf.mul(tf.sub(1, tf.mul(0.9, reached(12))), tf.sub(1, tf.mul(0.9, reached(17))));
  }
  if (schedule === SCHEDULE.cosine) return tf.mul(0.5, tf.add(1, tf.cos(tf.mul(Math.PI, progress))));
  return tf.onesLike(progress);
}

function tickCase<P>(params: P, steps: number) {
  return { dims: {}, params, fill: { clock: (i: number) => (i === 0 ? steps : 0.5) } };
}
