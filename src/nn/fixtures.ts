// What the tests of networks share: chance, and a network set up with slots and an optimizer. Not part of the page.
import * as tf from '@tensorflow/tfjs-core';
import type { NetSpec, TrainingSpec } from '../contract/setup.ts';
import { type Slot, Slots } from '../gpu/slots.ts';
import { makeClock, tick } from './clock.ts';
import { buildNetwork, initialise, type Network, type Random } from './network.ts';
import { makeOptimizer } from './optimizer.ts';

/** A small generator (mulberry32) from any name; the real one is in data/random.ts. */
export function chance(name: string): Random {
  let state = [...name].reduce((hash, c) => Math.imul(hash ^ c.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) };
}

/** Normal random numbers for a shape, the same for the same name. */
export function normals(name: string, shape: readonly number[]): Float32Array {
  const random = chance(name);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
}

export const TRAINING: TrainingSpec = {
  optimizer: 'adam',
  rate: 0.01,
  momentum: 0.9,
  weightDecay: 0,
  clip: 0,
  schedule: 'constant',
  warmup: 0,
  batch: 8,
  length: { unit: 'steps', count: 100 },
};

export interface Trained {
  readonly network: Network;
  readonly slots: Slots;
  /** In the order of the network's parameters. */
  readonly weights: readonly Slot[];
  /** One step on a batch x [seeds, batch, ...], labels [seeds, batch]; the loss before it, [seeds]. */
  step(x: tf.Tensor, labels: tf.Tensor): tf.Tensor;
}

export const named = (network: Network, tensors: readonly tf.Tensor[]): Record<string, tf.Tensor> =>
  Object.fromEntries(network.parameters.map(({ name }, i) => [name, tensors[i] as tf.Tensor]));

/** Mean cross-entropy of every seed, [seeds]. */
export function lossOf(
  network: Network,
  tensors: readonly tf.Tensor[],
  x: tf.Tensor,
  labels: tf.Tensor,
): tf.Tensor {
  const { logits } = network.apply(named(network, tensors), x);
  const truth = tf.oneHot(tf.cast(labels, 'int32'), logits.shape[2] as number);
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.cast(truth, 'float32'), tf.logSoftmax(logits)), 2), 1));
}

/** A network for some seeds, ready to train; each seed has its own first weights. */
export function setUp(
  net: NetSpec,
  shape: readonly number[],
  classes: number,
  seeds: readonly number[],
  training = TRAINING,
): Trained {
  const network = buildNetwork(net, shape, classes);
  const slots = new Slots();
  const values = initialise(
    network.parameters,
    (seed, name) => chance(`${seeds[seed]} ${name}`),
    seeds.length,
  );
  const group = slots.group(
    network.parameters.map(({ name, shape: own }) => ({
      name,
      values: values[name] as Float32Array,
      shape: [seeds.length, ...own],
    })),
  );
  const weights = group.slots;
  const clock = makeClock(slots, 'clock');
  const rate = slots.create('rate', [training.rate], [1]);
  const optimizer = makeOptimizer(training, slots, group);
  return {
    network,
    slots,
    weights,
    step: (x, labels) =>
      tf.tidy(() => {
        tick(clock, training, training.length.count);
        let losses: tf.Tensor | undefined;
        const { grads } = tf.valueAndGrads((...held: tf.Tensor[]) => {
          losses = tf.keep(lossOf(network, held, x, labels));
          return tf.sum(losses);
        })(weights.map((slot) => slot.tensor));
        optimizer.apply(grads, clock, rate.tensor);
        const before = tf.clone(losses as tf.Tensor);
        tf.dispose(losses as tf.Tensor);
        return before;
      }),
  };
}
