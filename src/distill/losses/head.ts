// What the heads of the methods share: the truth they are held to, and what they are compared at.
import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../../gpu/kernel.ts';
import { crossEntropy } from '../../nn/losses/cross-entropy.ts';
import { teacherOf } from '../hard-labels.ts';
import type { Head, StepInput } from '../method.ts';

/** Structural numbers of every head: the label smoothing ε, and what makes a mean over the batch one over its labeled samples. */
export const HEAD_PARAMS = { smoothing: 'f32', labelScale: 'f32' } as const;

/** What a head with a teacher sees of a step. */
export const headInputs = (input: StepInput) => ({
  student: input.student.logits, // [seeds, batch, classes]
  teacher: teacherOf(input).logits, // likewise
  labels: input.labels, // [seeds, batch]
});

/**
 * A head by TensorFlow.js's own differentiation: the reference of every one. `terms` gives the terms, each
 * [seeds, batch], from the student's logits and their cross-entropy with the labels, scaled.
 */
export function differentiated(
  { student, labels }: Readonly<Record<'student' | 'labels', tf.Tensor>>,
  { smoothing, labelScale }: Readonly<Record<keyof typeof HEAD_PARAMS, number>>,
  terms: (student: tf.Tensor, hard: tf.Tensor) => tf.Tensor[],
): Head {
  const of = (logits: tf.Tensor) => {
    const { loss, correct } = crossEntropy({ logits, labels }, { smoothing });
    return { terms: terms(logits, tf.mul(loss, labelScale)), correct };
  };
  const slope = tf.grad((logits) => tf.sum(tf.mean(tf.addN(of(logits).terms), 1)))(student);
  const { terms: values, correct } = of(student);
  return { values: tf.stack([...values, correct]), slope };
}

/** Cases of a head: few and many classes, some samples without a label; `fill` for its knobs. */
export const headCases = (fill: Case['fill'] = {}): Case[] =>
  [
    [1, 2],
    [7, 10],
    [64, 7],
    [130, 65],
    [7, 130],
  ].map(([batch, classes], i) => ({
    dims: { batch, classes } as Record<string, number>,
    params: { smoothing: 0.1 * (i % 2), labelScale: 1.25 },
    fill: { labels: (k) => (k % 5 === 3 ? -1 : (3 * k) % (classes as number)), ...fill },
  }));
