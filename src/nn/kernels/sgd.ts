// Stochastic gradient descent with momentum, in place.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/sgd.wgsl?raw';
import { defineUpdate } from '../../gpu/kernel.ts';

/** v ← μ·v + g + λ·θ,  θ ← θ − rate·factor·v. */
export const sgd = defineUpdate({
  name: 'sgd',
  shader,
  inputs: { gradient: ['rows', '4'], clock: ['4'], rate: ['1'] },
  params: { momentum: 'f32', weightDecay: 'f32' },
  updates: { parameter: ['rows', '4'], velocity: ['rows', '4'] },
  invocations: ({ rows }) => rows as number,
  reference: ({ gradient, clock, rate }, { parameter, velocity }, { momentum, weightDecay }) => {
    const decayed = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(weightDecay, parameter));
    const v = tf.add(tf.mul(momentum, velocity), decayed);
    const eta = tf.mul(rate, tf.slice(clock, [2], [1]));
    return { parameter: tf.sub(parameter, tf.mul(eta, v)), velocity: v };
  },
  host: ({ gradient, clock, rate, parameter, velocity }, { momentum, weightDecay }) => {
    const eta = (rate.values[0] as number) * (clock.values[2] as number);
    const next = { parameter: parameter.values.slice(), velocity: velocity.values.slice() };
    for (let i = 0; i < next.parameter.length; i++) {
      const old = next.parameter[i] as number;
      const v = momentum * (next.velocity[i] as number) + (gradient.values[i] as number) + weightDecay * old;
      next.velocity[i] = v;
      next.parameter[i] = old - eta * v;
    }
    return next;
  },
  tolerance: 1e-6,
  cases: [1, 7, 130].flatMap((rows) => [
    { dims: { rows }, params: { momentum: 0, weightDecay: 0 } },
    { dims: { rows }, params: { momentum: 0.9, weightDecay: 0.01 } },
  ]),
});
