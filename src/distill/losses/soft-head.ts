// Soft targets (KD) in one kernel: both terms, their slope and what is right. The mathematics is in the shader's heading.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/soft-head.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { differentiated, HEAD_PARAMS, headCases } from './head.ts';
import { hostHead, labelTerm, logSoftmax, type RowTerm } from './head-host.ts';
import { everySample, softTargets } from './soft-targets.ts';

/**
 * `student`, `teacher`: logits [seeds, batch, classes]; `labels` [seeds, batch], −1 for none; `temperature` T [1],
 * above 0; `share` α [1]. The terms are `hard` and `soft`.
 */
export const softHead = defineKernel({
  name: 'soft-head',
  shader,
  inputs: {
    student: ['seeds', 'batch', 'classes'],
    teacher: ['seeds', 'batch', 'classes'],
    labels: ['seeds', 'batch'],
    temperature: ['1'],
    share: ['1'],
  },
  outputs: { values: ['3', 'seeds', 'batch'], slope: ['seeds', 'batch', 'classes'] },
  saved: {},
  params: HEAD_PARAMS,
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ student, teacher, labels, temperature, share }, params) =>
    differentiated({ student, labels }, params, (logits, hard) => {
      const T = everySample(temperature, labels);
      const { loss } = softTargets({ student: logits, teacher, temperature: T }, {});
      return [tf.mul(hard, tf.sub(1, share)), tf.mul(loss, share)];
    }),
  host: (given, { smoothing, labelScale }) => {
    const T = given.temperature.values[0] as number;
    const alpha = given.share.values[0] as number;
    const soft: RowTerm = ({ student, teacher }, slope) => {
      const [logP, logQ] = [logSoftmax(student, T), logSoftmax(teacher, T)];
      let kl = 0;
      logQ.forEach((log, c) => {
        const q = Math.exp(log);
        kl += q * (log - (logP[c] as number));
        slope[c] = (slope[c] as number) + alpha * T * (Math.exp(logP[c] as number) - q);
      });
      return alpha * T * T * kl;
    };
    return hostHead(given, (label) => [labelTerm(label, smoothing, (1 - alpha) * labelScale), soft]);
  },
  gradient: () => ({}),
  tolerance: 3e-5, // as of soft-targets
  cases: headCases({ temperature: () => 4, share: () => 0.7 }),
});
