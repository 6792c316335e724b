// Pieces that losses on logits share: softened distributions, targets where there is no label, correlation.
import * as tf from '@tensorflow/tfjs-core';
import type { RangeKnob } from '../contract/cards.ts';
import { teacherOf } from './hard-labels.ts';
import type { StepInput } from './method.ts';

/** log softmax(logits / T) over the last axis; `temperature` is [1]. */
export const logSoftened = (logits: tf.Tensor, temperature: tf.Tensor): tf.Tensor =>
  tf.logSoftmax(tf.div(logits, temperature));

/** KL(q‖p) over the last axis, from log q and log p. */
export const divergence = (logQ: tf.Tensor, logP: tf.Tensor): tf.Tensor =>
  tf.sum(tf.mul(tf.exp(logQ), tf.sub(logQ, logP)), -1);

/** 1 at the class of a sample, 0 elsewhere, [seeds, batch, classes]: its label or, without one, what the teacher holds most likely. */
export function targets(input: StepInput): tf.Tensor {
  const { labels } = input;
  const { logits } = teacherOf(input);
  const likeliest = tf.cast(tf.argMax(logits, -1), 'float32');
  const target = tf.where(tf.greaterEqual(labels, 0), labels, likeliest);
  const classes = tf.range(0, logits.shape[2] as number, 1, 'float32');
  return tf.cast(tf.equal(tf.expandDims(target, -1), classes), 'float32');
}

/** 1 − Pearson's correlation of a and b along an axis. */
export function uncorrelated(a: tf.Tensor, b: tf.Tensor, axis: number): tf.Tensor {
  const centred = (x: tf.Tensor) => tf.sub(x, tf.mean(x, axis, true));
  const [x, y] = [centred(a), centred(b)];
  const size = (v: tf.Tensor) => tf.sqrt(tf.add(tf.sum(tf.square(v), axis), TINY));
  return tf.sub(1, tf.div(tf.sum(tf.mul(x, y), axis), tf.mul(size(x), size(y))));
}
const TINY = 1e-16; // squares of probabilities that hardly differ

/** A live weight of a term, from 0 up. */
export const weight = <const S extends string>(
  symbol: S,
  max: number,
  fallback: number,
  texts: Pick<RangeKnob, 'label' | 'hint'>,
) =>
  ({
    kind: 'range',
    live: true,
    symbol,
    min: 0,
    max,
    step: max > 20 ? 1 : max > 2 ? 0.1 : 0.05,
    default: fallback,
    ...texts,
  }) as const satisfies RangeKnob;

/** The weight of the labels' own term. */
export const labelWeight = (symbol: string, fallback: number) =>
  weight(symbol, 5, fallback, {
    label: { en: 'Weight of the labels', zh: '标签的权重' },
    hint: { en: 'At 0 only the teacher counts.', zh: '为 0 时只看教师。' },
  });
