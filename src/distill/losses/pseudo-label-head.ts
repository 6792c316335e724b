// Hard pseudo-labels in one kernel: both terms, their slope and what is right. The mathematics is in the shader's heading.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/pseudo-label-head.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { crossEntropy } from '../../nn/losses/cross-entropy.ts';
import { differentiated, HEAD_PARAMS, headCases } from './head.ts';
import { firstLargest, hostHead, labelTerm, type RowTerm } from './head-host.ts';

/**
 * `student`, `teacher`: logits [seeds, batch, classes]; `labels` [seeds, batch], −1 for none; `share` α [1].
 * The terms are `hard` and `pseudo`.
 */
export const pseudoLabelHead = defineKernel({
  name: 'pseudo-label-head',
  shader,
  inputs: {
    student: ['seeds', 'batch', 'classes'],
    teacher: ['seeds', 'batch', 'classes'],
    labels: ['seeds', 'batch'],
    share: ['1'],
  },
  outputs: { values: ['3', 'seeds', 'batch'], slope: ['seeds', 'batch', 'classes'] },
  saved: {},
  params: HEAD_PARAMS,
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ student, teacher, labels, share }, params) =>
    differentiated({ student, labels }, params, (logits, hard) => {
      const guess = tf.cast(tf.argMax(teacher, 2), 'float32');
      const { loss } = crossEntropy({ logits, labels: guess }, { smoothing: 0 });
      return [tf.mul(hard, tf.sub(1, share)), tf.mul(loss, share)];
    }),
  host: (given, { smoothing, labelScale }) => {
    const alpha = given.share.values[0] as number;
    const pseudo: RowTerm = (row, slope) =>
      row.teacher.every(Number.isFinite)
        ? labelTerm(firstLargest(row.teacher), 0, alpha)(row, slope)
        : Number.NaN;
    return hostHead(given, (label) => [labelTerm(label, smoothing, (1 - alpha) * labelScale), pseudo]);
  },
  gradient: () => ({}),
  tolerance: 2e-6,
  cases: headCases({ share: () => 0.7 }),
});
