// Numbers as constants: no gradient passes to what they were made of.
import * as tf from '@tensorflow/tfjs-core';

/** `f(x)`, or x itself, behind which there is no gradient. `f` may use operations that have none. */
export function detached(x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor = tf.clone): tf.Tensor {
  const constant = tf.customGrad((...args) => ({
    value: f(args[0] as tf.Tensor),
    gradFunc: () => tf.zeros(x.shape),
  }));
  return constant(x);
}
