// What the references of the convolution kernels share: a convolution as a matrix product over patches, and the sums of
// its gradient in parts.
import * as tf from '@tensorflow/tfjs-core';
import { patches, type Sliding } from './patches.ts';

/** The patches of every seed: [seeds, batch, height, width, channels] → [seeds, pixels, taps]. */
export function patchesOf(x: tf.Tensor, sliding: Sliding): tf.Tensor {
  const [seeds, batch, height, width, channels] = x.shape as [number, number, number, number, number];
  const all = patches(tf.reshape(x, [seeds * batch, height, width, channels]), sliding);
  return tf.reshape(all, [seeds, -1, all.shape[3] as number]);
}

/** x ∗ W + b: [seeds, batch, height, width, channels] → [seeds, pixels, filters], the pixels of all images in a row. */
export function convolved(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, sliding: Sliding): tf.Tensor {
  return tf.add(tf.matMul(patchesOf(x, sliding), weight), tf.expandDims(bias, 1));
}

/**
 * The gradients by the weights and, as one more line, by the bias, over chunks of pixels, from their patches [seeds,
 * pixels, taps] and gradients [seeds, pixels, filters]: [seeds, parts, taps + 1, filters].
 */
export function gradientInParts(seen: tf.Tensor, g: tf.Tensor, chunk: number): tf.Tensor {
  const [seeds, pixels] = g.shape as [number, number];
  const parts = Math.ceil(pixels / chunk);
  const chunked = (t: tf.Tensor) => {
    const padded = tf.pad(t, [
      [0, 0],
      [0, parts * chunk - pixels],
      [0, 0],
    ]);
    return tf.reshape(padded, [seeds, parts, chunk, t.shape[2] as number]);
  };
  const own = chunked(g);
  return tf.concat([tf.matMul(chunked(seen), own, true), tf.sum(own, 2, true)], 2);
}
