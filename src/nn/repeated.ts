// Numbers of the host, the same for every seed: laid out before they are handed over, since a recorded step can't do it.
import * as tf from '@tensorflow/tfjs-core';

/** `values` of the given shape, [seeds, ...shape]. */
export function repeated(values: ArrayLike<number>, shape: readonly number[], seeds: number): tf.Tensor {
  const all = new Float32Array(seeds * values.length);
  for (let s = 0; s < seeds; s++) all.set(values, s * values.length);
  return tf.tensor(all, [seeds, ...shape]);
}
