// Cross-entropy of logits with labels, one value a sample, with label smoothing.
// Source: Szegedy et al. 2016, "Rethinking the Inception architecture", arXiv:1512.00567, section 7.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/cross-entropy.wgsl?raw';
import { type Case, defineKernel } from '../../gpu/kernel.ts';
import { detached } from './detached.ts';

const cases: Case[] = [
  [1, 2],
  [7, 10],
  [64, 7],
  [130, 64],
  [7, 130],
].flatMap(([batch, classes]) =>
  [0, 0.1].map((smoothing) => ({
    dims: { batch, classes } as Record<string, number>,
    params: { smoothing },
    // every class, and now and then no label
    fill: { labels: (i: number) => (i % 5 === 3 ? -1 : (3 * i) % (classes as number)) },
  })),
);

/**
 * Loss in nats and whether the largest logit is the label's, for every sample.
 *
 * `logits` [seeds, batch, classes]; `labels` [seeds, batch], the index of the class as a float32, −1 for
 * none (loss 0, slope 0). `smoothing` ε: the target is (1 − ε)·onehot + ε/classes.
 * `correct` is 1 where the first of the largest logits is the label, else 0.
 */
export const crossEntropy = defineKernel({
  name: 'cross-entropy',
  shader,
  inputs: { logits: ['seeds', 'batch', 'classes'], labels: ['seeds', 'batch'] },
  outputs: { loss: ['seeds', 'batch'], correct: ['seeds', 'batch'] },
  saved: { slope: ['seeds', 'batch', 'classes'] },
  params: { smoothing: 'f32' },
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ logits, labels }, { smoothing }) => {
    const classes = logits.shape[2] as number;
    const labelled = tf.greaterEqual(labels, 0);
    const known = tf.less(labels, classes); // false for NaN too
    const index = tf.cast(tf.where(tf.logicalAnd(labelled, known), labels, tf.zerosLike(labels)), 'int32');
    const target = tf.add(tf.mul(tf.oneHot(index, classes), 1 - smoothing), smoothing / classes);
    const each = tf.neg(tf.sum(tf.mul(target, tf.logSoftmax(logits)), -1));
    const loss = tf.where(
      known,
      tf.where(labelled, each, tf.zerosLike(each)),
      tf.fill(each.shape, Number.NaN),
    );
    const guess = (x: tf.Tensor): tf.Tensor =>
      tf.cast(tf.equal(tf.cast(tf.argMax(x, -1), 'float32'), labels), 'float32');
    const correct = detached(logits, guess);
    return { loss, correct };
  },
  gradient: ({ loss }, _, { slope }) => ({ logits: () => tf.mul(slope, tf.expandDims(loss, -1)) }),
  tolerance: 2e-6,
  cases,
});
