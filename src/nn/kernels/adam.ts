// Adam and AdamW, in place.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/adam.wgsl?raw';
import { defineUpdate } from '../../gpu/kernel.ts';

const BETA2 = 0.999;
const EPSILON = 1e-8;

/** m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  θ ← θ − η·m̂/(√v̂ + ε): see the shader. */
export const adam = defineUpdate({
  name: 'adam',
  shader,
  inputs: { gradient: ['rows', '4'], clock: ['4'], rate: ['1'] },
  params: { beta1: 'f32', logBeta1: 'f32', weightDecay: 'f32', decoupled: 'u32' },
  updates: { parameter: ['rows', '4'], m: ['rows', '4'], v: ['rows', '4'] },
  invocations: ({ rows }) => rows as number,
  reference: ({ gradient, clock, rate }, state, { beta1, logBeta1, weightDecay, decoupled }) => {
    const t = tf.slice(clock, [0], [1]); // [1]
    const eta = tf.mul(rate, tf.slice(clock, [2], [1])); // [1]
    const decay = weightDecay !== 0;
    const theta =
      decay && decoupled ? tf.mul(state.parameter, tf.sub(1, tf.mul(eta, weightDecay))) : state.parameter;
    const g = decay && !decoupled ? tf.add(gradient, tf.mul(weightDecay, state.parameter)) : gradient;
    const m = tf.add(tf.mul(beta1, state.m), tf.mul(1 - beta1, g));
    const v = tf.add(tf.mul(BETA2, state.v), tf.mul(1 - BETA2, tf.square(g)));
    const corrected = tf.div(m, missing(t, logBeta1));
    const spread = tf.add(tf.sqrt(tf.div(v, missing(t, Math.log(BETA2)))), EPSILON);
    return { parameter: tf.sub(theta, tf.div(tf.mul(eta, corrected), spread)), m, v };
  },
  host: ({ gradient, clock, rate, parameter, m, v }, { beta1, logBeta1, weightDecay, decoupled }) => {
    const [t, , factor] = clock.values as unknown as [number, number, number];
    const eta = (rate.values[0] as number) * factor;
    const [missing1, missing2] = [-Math.expm1(t * logBeta1), -Math.expm1(t * Math.log(BETA2))];
    const next = { parameter: parameter.values.slice(), m: m.values.slice(), v: v.values.slice() };
    for (let i = 0; i < next.parameter.length; i++) {
      let theta = next.parameter[i] as number;
      let g = gradient.values[i] as number;
      if (decoupled) theta *= 1 - eta * weightDecay;
      else g += weightDecay * theta;
      const first = beta1 * (next.m[i] as number) + (1 - beta1) * g;
      const second = BETA2 * (next.v[i] as number) + (1 - BETA2) * g * g;
      next.m[i] = first;
      next.v[i] = second;
      next.parameter[i] = theta - (eta * first) / missing1 / (Math.sqrt(second / missing2) + EPSILON);
    }
    return next;
  },
  tolerance: 2e-6,
  cases: [1, 7, 130].flatMap((rows) => [
    adamCase(rows, { beta1: 0.9, weightDecay: 0, decoupled: 0 }, 1),
    adamCase(rows, { beta1: 0.9, weightDecay: 0.01, decoupled: 0 }, 3),
    adamCase(rows, { beta1: 0.5, weightDecay: 0.01, decoupled: 1 }, 1000),
    adamCase(rows, { beta1: 0, weightDecay: 0, decoupled: 0 }, 20_000),
  ]),
});

/** ln β, finite for β = 0 too: e⁻⁶⁹ is nothing beside one. */
export function logBeta(beta: number): number {
  return Math.log(Math.max(beta, 1e-30));
}

/** 1 − βᵗ: the weight that the zero at the start has not. */
const missing = (t: tf.Tensor, logOfBeta: number): tf.Tensor => tf.neg(tf.expm1(tf.mul(t, logOfBeta)));

function adamCase(
  rows: number,
  params: { beta1: number; weightDecay: number; decoupled: number },
  step: number,
) {
  return {
    dims: { rows },
    params: { ...params, logBeta1: logBeta(params.beta1) },
    fill: {
      clock: (i: number) => [step, 0.5, 0.7, 0][i] as number,
      rate: () => 0.01,
      v: (i: number) => ((i * 13) % 17) / 17 + 0.01, // a mean of squares
    },
  };
}
