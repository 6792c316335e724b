// Adaptive distillation (ADL) in one kernel: both terms, their slope and what is right. The mathematics is in the
// shader's heading, the source in adaptive.ts.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/adaptive-head.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import type { Head } from '../method.ts';
import { type AdaptiveInputs, type AdaptiveParams, adaptive, FLOOR } from './adaptive.ts';
import { differentiated, HEAD_PARAMS, headCases } from './head.ts';
import { hostHead, labelTerm, logSoftmax, type RowTerm } from './head-host.ts';

const SWITCHES: readonly AdaptiveParams[] = [
  { attached: 1, core: 0, mimic: 1 },
  { attached: 0, core: 0, mimic: 1 },
  { attached: 1, core: 1, mimic: 1 },
  { attached: 1, core: 0, mimic: 0 },
];

const kernel = defineKernel({
  name: 'adaptive-head',
  shader,
  inputs: {
    student: ['seeds', 'batch', 'classes'],
    teacher: ['seeds', 'batch', 'classes'],
    labels: ['seeds', 'batch'],
    knobs: ['4'], // β, γ, T, α: in one tensor, or there would be nine storage buffers
  },
  outputs: { values: ['3', 'seeds', 'batch'], slope: ['seeds', 'batch', 'classes'] },
  saved: {},
  params: { ...HEAD_PARAMS, attached: 'u32', core: 'u32', mimic: 'u32' },
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ student, teacher, labels, knobs }, params) => {
    const knob = (i: number) => tf.slice(knobs, i, 1);
    const [beta, gamma, temperature, share] = [knob(0), knob(1), knob(2), knob(3)];
    return differentiated({ student, labels }, params, (logits, hard) => {
      const { loss } = adaptive({ student: logits, teacher, beta, gamma, temperature }, params);
      return [tf.mul(hard, tf.sub(1, share)), tf.mul(loss, share)];
    });
  },
  host: (given, { smoothing, labelScale, attached, core, mimic }) => {
    const [beta, gamma, T, alpha] = given.knobs.values as unknown as [number, number, number, number];
    const soft: RowTerm = ({ student, teacher }, slope) => {
      const [logP, logQ] = [logSoftmax(student, T), logSoftmax(teacher, T)];
      const q = logQ.map(Math.exp);
      let [gap, entropy] = [0, 0];
      logQ.forEach((log, c) => {
        gap += (q[c] as number) * (log - (logP[c] as number));
        entropy -= (q[c] as number) * log;
      });
      const rise = -Math.expm1(-(mimic * gap + beta * entropy)); // 1 − e⁻ᴰ
      const A = Math.max(rise, FLOOR);
      const weight = A ** gamma;
      const inner = core ? gap + entropy : gap;
      // d weight / d gap = γ A^(γ − 1) e⁻ᴰ, nothing at the floor
      const through = attached && mimic && rise > FLOOR ? gamma * A ** (gamma - 1) * (1 - A) * inner : 0;
      q.forEach((own, c) => {
        const apart = Math.exp(logP[c] as number) - own;
        slope[c] = (slope[c] as number) + alpha * T * (weight + through) * apart;
      });
      return alpha * T * T * weight * inner;
    };
    return hostHead(given, (label) => [labelTerm(label, smoothing, (1 - alpha) * labelScale), soft]);
  },
  gradient: () => ({}),
  tolerance: 3e-5, // as of adaptive
  cases: headCases({ knobs: (i) => [1.5, 2.5, 3, 0.7][i] as number }).map(({ params, ...rest }, i) => ({
    ...rest,
    params: { ...params, ...SWITCHES[i % SWITCHES.length] },
  })),
});

/**
 * `student`, `teacher`: logits [seeds, batch, classes]; `labels` [seeds, batch], −1 for none; `beta`, `gamma`,
 * `temperature` and `share` (α) [1]; the switches as in adaptive.ts. The terms are `hard` and `soft`.
 */
export function adaptiveHead(
  {
    beta,
    gamma,
    temperature,
    share,
    ...rest
  }: AdaptiveInputs & Readonly<Record<'labels' | 'share', tf.Tensor>>,
  params: AdaptiveParams & Readonly<Record<keyof typeof HEAD_PARAMS, number>>,
): Head {
  return kernel({ ...rest, knobs: tf.concat([beta, gamma, temperature, share]) }, params);
}
