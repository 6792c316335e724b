// Soft targets: T² KL(teacher ‖ student), with a temperature for each sample.
// Source: Hinton, Vinyals & Dean 2015, arXiv:1503.02531, section 2; the slope of T: CTKD, arXiv:2211.16231.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/soft-targets.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { detached } from '../../nn/losses/detached.ts';

/**
 * `loss` [seeds, batch] = T² Σ q (log q − log p), q = softmax(teacher/T), p = softmax(student/T), in nats.
 *
 * `student` and `teacher` are logits [seeds, batch, classes]; `temperature` [seeds, batch] is above 0
 * (`everySample` makes it of a single one). Gradients flow to the student and the temperature.
 */
export const softTargets = defineKernel({
  name: 'soft-targets',
  shader,
  inputs: {
    student: ['seeds', 'batch', 'classes'],
    teacher: ['seeds', 'batch', 'classes'],
    temperature: ['seeds', 'batch'],
  },
  outputs: { loss: ['seeds', 'batch'] },
  saved: { slope: ['seeds', 'batch', 'classes'], slopeT: ['seeds', 'batch'] },
  params: {},
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ student, teacher, temperature }) => {
    const T = tf.expandDims(temperature, -1);
    const logQ = tf.logSoftmax(tf.div(detached(teacher), T));
    const logP = tf.logSoftmax(tf.div(student, T));
    const kl = tf.sum(tf.mul(tf.exp(logQ), tf.sub(logQ, logP)), -1);
    return { loss: tf.mul(tf.square(temperature), kl) };
  },
  gradient: ({ loss }, _, { slope, slopeT }) => ({
    student: () => tf.mul(slope, tf.expandDims(loss, -1)),
    temperature: () => tf.mul(slopeT, loss),
  }),
  tolerance: 3e-5, // the reference's: it loses digits to cancellation, and T² magnifies that
  cases: [
    [1, 2],
    [7, 10],
    [64, 7],
    [130, 64],
    [7, 130],
  ].map(([batch, classes]) => ({
    dims: { batch, classes } as Record<string, number>,
    fill: { temperature: (i) => [4, 1, 2.5, 0.5][i % 4] as number },
  })),
});

/**
 * One temperature ([] or [1]), one a seed ([seeds] or [seeds, 1]) or one a sample ([seeds, batch]) as
 * [seeds, batch], where `like` is [seeds, batch, …]. Differentiable.
 */
export function everySample(T: tf.Tensor, like: tf.Tensor): tf.Tensor {
  const [seeds, batch] = like.shape as [number, number];
  if (T.rank === 2 && T.shape[0] === seeds && T.shape[1] === batch) return T;
  if (T.size !== 1 && !(T.size === seeds && T.shape[0] === seeds)) {
    throw new Error(
      `A temperature of shape [${T.shape}] is neither one, nor one a seed, nor one a sample of [${seeds},${batch}].`,
    );
  }
  // Not broadcastTo: its gradient is a chain of as many slices as there are samples.
  return tf.add(tf.reshape(T, [T.size, 1]), tf.zeros([seeds, batch]));
}
