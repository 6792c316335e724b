// Several teachers for one student: their weighted average, and one of them for each sample.
import * as tf from '@tensorflow/tfjs-core';
import { detached } from '../nn/losses/detached.ts';

/** Below this a weight counts as none; its logarithm must be a number. */
const LEAST_WEIGHT = 1e-12;

/**
 * Logits whose softmax at temperature T is the weighted average of the teachers' softmax at T, [seeds, batch, classes]:
 * T · log Σ w_m softmax(t_m / T). Averaging probabilities is not averaging logits.
 * @param teachers logits [seeds, batch, classes] each @param weights [seeds, teachers], each row summing to 1 @param T [1]
 */
export function averaged(teachers: readonly tf.Tensor[], weights: tf.Tensor, T: tf.Tensor): tf.Tensor {
  const seeds = weights.shape[0] as number;
  const parts = teachers.map((logits, m) => {
    const weight = tf.reshape(tf.slice(weights, [0, m], [seeds, 1]), [seeds, 1, 1]);
    const log = tf.log(tf.maximum(weight, LEAST_WEIGHT));
    return tf.add(tf.logSoftmax(tf.div(detached(logits), T)), log);
  });
  const most = parts.reduce((a, b) => tf.maximum(a, b));
  const sum = parts.map((part) => tf.exp(tf.sub(part, most))).reduce((a, b) => tf.add(a, b));
  return tf.mul(T, tf.add(most, tf.log(sum)));
}

/**
 * For each sample the logits of the teacher that its index names, [seeds, batch, classes].
 * @param index [seeds, batch], whole numbers from 0
 */
export function chosen(teachers: readonly tf.Tensor[], index: tf.Tensor): tf.Tensor {
  const which = tf.expandDims(index, 2);
  return teachers
    .map((logits, k) =>
      tf.mul(detached(logits), tf.cast(tf.equal(which, tf.fill(which.shape, k)), 'float32')),
    )
    .reduce((a, b) => tf.add(a, b));
}

/** Entropy of the softmax of logits at T = 1, in nats, [seeds, batch]. */
export function entropyOf(logits: tf.Tensor): tf.Tensor {
  const log = tf.logSoftmax(detached(logits));
  return tf.neg(tf.sum(tf.mul(tf.exp(log), log), -1));
}
