// Activations: what the shaders call them, and their slopes.
import * as tf from '@tensorflow/tfjs-core';

/** What the shaders call the activations. */
export const ACTIVATION = { none: 0, relu: 1, tanh: 2 } as const;
export type Activation = keyof typeof ACTIVATION;

/** The slope of an activation where it made `y`, in the shape of `y`. */
export function slopeOf(y: tf.Tensor, activation: number): tf.Tensor {
  if (activation === ACTIVATION.relu) return tf.cast(tf.greater(y, 0), 'float32');
  if (activation === ACTIVATION.tanh) return tf.sub(1, tf.square(y));
  return tf.onesLike(y);
}
