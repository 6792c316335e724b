// Differentiating a step: terms as one number a sample, losses of which only the slopes are wanted.
import * as tf from '@tensorflow/tfjs-core';

/** As tf.tidy, and disposes what was kept meanwhile, also when the work throws. */
export function tidyOf<T extends tf.TensorContainer>(kept: readonly tf.Tensor[], work: () => T): T {
  try {
    return tf.tidy(work);
  } catch (error) {
    // TensorFlow.js keeps what its gradients need outside of any tidy, and frees it only when all goes well.
    for (const { saved } of tf.engine().state.activeTape ?? []) tf.dispose(saved ?? []);
    throw error;
  } finally {
    tf.dispose([...kept]);
  }
}

/** A loss whose value nobody reads: all that counts is its gradient by `tensors`, which is `slopes`. */
export function knownSlopes(tensors: tf.Tensor[], slopes: tf.Tensor[]): tf.Scalar {
  const loss = tf.customGrad((...args) => {
    (args.at(-1) as tf.GradSaveFunc)(slopes); // past the tidy in which they are made
    return { value: tf.scalar(0), gradFunc: (_dy, saved) => saved.map((slope) => tf.clone(slope)) };
  });
  return loss(...tensors) as tf.Scalar;
}

/** A term as one number a sample, [seeds, batch]; one a seed counts for every sample. */
export function eachSample(term: tf.Tensor | undefined, name: string, like: tf.Tensor): tf.Tensor {
  if (!term) throw new Error(`The method did not return its term "${name}".`);
  return term.rank === 2 ? term : tf.add(tf.expandDims(term, 1), tf.zerosLike(like));
}
