// How hard each named term of a loss pulls at the student: the term's gradient at the student's logits, at its boxes, and at the
// taps of a method that reads them. Measured beside the training, on a batch of its own.
import * as tf from '@tensorflow/tfjs-core';
import type { LanePulls, Pull } from '../contract/questions.ts';
import type { KnobInputs, Method, StepInput } from '../distill/method.ts';
import { eachSample } from './slopes.ts';

/**
 * Everything there is to say of a method's terms on a batch, [seeds, terms + 1, terms + 2]. Row i belongs to term i, the
 * last to the sum of all: the products of its gradient with those of all rows, then its mean over the batch.
 */
export function pullsAt(method: Method, input: StepInput, knobs: KnobInputs<Method['knobs']>): tf.Tensor {
  const { student, labels } = input;
  const taps = method.readsTaps ? Object.keys(student.taps) : [];
  const { boxes } = student; // made now, and the same for all terms
  const said = boxes ? { ...input, student: { ...student, boxes } } : input;
  const held = [
    student.logits,
    ...(boxes ? [boxes] : []),
    ...taps.map((name) => student.taps[name] as tf.Tensor),
  ];
  const [seeds, batch] = labels.shape as [number, number];
  const ofMean = tf.fill([seeds, batch], 1 / batch);
  const terms = method.termNames.map((name) => {
    const { value, grads } = tf.engine().gradients(
      () => eachSample(method.terms(said, knobs)[name], name, labels),
      held,
      ofMean,
      true, // a term may leave the student alone
    );
    // One row a seed: the gradients by logits and taps, one after another.
    const flat = held.map((t, i) =>
      tf.reshape((grads[i] as tf.Tensor | undefined) ?? tf.zerosLike(t), [seeds, -1]),
    );
    return {
      mean: tf.mean(value, 1),
      gradient: flat.length > 1 ? tf.concat(flat, 1) : (flat[0] as tf.Tensor),
    };
  });
  const gradients = withSum(terms.map((term) => term.gradient)); // [seeds, terms + 1, numbers]
  // Not a matrix product: the stock one may add by atomics, in an order left to chance.
  const products = tf.sum(tf.mul(tf.expandDims(gradients, 2), tf.expandDims(gradients, 1)), 3);
  return tf.concat([products, tf.expandDims(withSum(terms.map((term) => term.mean)), 2)], 2);
}

/** [seeds, …] each to [seeds, n + 1, …], the last their sum. */
const withSum = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  tf.stack([...tensors, tf.addN([...tensors])], 1);

/** What the page is told of it. */
export function readPulls(numbers: Float32Array, names: readonly string[], seeds: number): LanePulls {
  const rows = names.length + 1;
  const each = Array.from({ length: seeds }, (_, s) => {
    const at = (row: number, column: number) => numbers[(s * rows + row) * (rows + 1) + column] as number;
    const norms = names.map((_, i) => Math.sqrt(at(i, i)));
    const all = norms.reduce((a, b) => a + b, 0);
    const cosine = (i: number, j: number) => at(i, j) / ((norms[i] as number) * (norms[j] as number));
    return {
      norm: Math.sqrt(at(names.length, names.length)),
      pulls: norms.map((norm, i): Pull => ({ norm, share: all > 0 ? norm / all : 0, value: at(i, rows) })),
      cosine: (i: number, j: number) => Math.min(1, Math.max(-1, cosine(i, j))), // rounding may pass 1
    };
  });
  const mean = (of: (seed: (typeof each)[number]) => number) =>
    each.reduce((sum, seed) => sum + of(seed), 0) / seeds;
  const termOf = (i: number) => {
    const ofSeed = (seed: (typeof each)[number]) => seed.pulls[i] as Pull;
    return {
      norm: mean((seed) => ofSeed(seed).norm),
      share: mean((seed) => ofSeed(seed).share),
      value: mean((seed) => ofSeed(seed).value),
      seeds: each.map(ofSeed),
    };
  };
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b, k) => ({ a, b, i, j: i + 1 + k })));
  return {
    terms: Object.fromEntries(names.map((name, i) => [name, termOf(i)])),
    norm: mean((seed) => seed.norm),
    cosines: pairs.flatMap(({ a, b, i, j }) => {
      const cosine = mean((seed) => seed.cosine(i, j));
      return Number.isFinite(cosine) ? [{ between: [a, b] as const, cosine }] : [];
    }),
  };
}
