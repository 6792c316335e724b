// Layers with a leading seeds axis. A layer is its weights, its row in the table of sizes, and what it does.
import * as tf from '@tensorflow/tfjs-core';
import type { NetSize } from '../contract/protocol.ts';
import { ACTIVATION, type Activation, dense } from './kernels/dense.ts';
import { norm } from './kernels/norm.ts';
import { patchCount, patches } from './kernels/patches.ts';
import { constant, type Init, type Parameter, weights } from './parameters.ts';

export type Params = Readonly<Record<string, tf.Tensor>>;
type Row = NetSize['layers'][number];

export interface Layer {
  readonly parameters: readonly Parameter[];
  readonly row: Row;
  apply(params: Params, x: tf.Tensor): tf.Tensor;
}

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const numbers = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { shape }) => sum + count(shape), 0);
const param = (params: Params, name: string): tf.Tensor => {
  const tensor = params[name];
  if (!tensor)
    throw new Error(`The parameter ${name} is missing; there are ${Object.keys(params).join(', ')}.`);
  return tensor;
};

/** act(x·W + b): [seeds, batch, inputs] → [seeds, batch, units]. */
export function denseLayer(
  name: string,
  inputs: number,
  units: number,
  activation: Activation,
  init: Init,
): Layer {
  const parameters = [weights(`${name}.weight`, inputs, units, init), constant(`${name}.bias`, units, 0)];
  return {
    parameters,
    row: { name, shape: [units], parameters: numbers(parameters), macs: inputs * units },
    apply: (params, x) => {
      const inputsOf = { x, weight: param(params, `${name}.weight`), bias: param(params, `${name}.bias`) };
      return dense(inputsOf, { activation: ACTIVATION[activation] }).y;
    },
  };
}

export interface ConvPlan {
  readonly kernel: number;
  readonly stride: number;
  readonly filters: number;
  readonly activation: Activation;
  readonly init: Init;
}

/**
 * act(convolution + b) with 'same' padding: [seeds, batch, height, width, channels] → [seeds, batch, ⌈height/stride⌉,
 * ⌈width/stride⌉, filters]. Its weights are [kernel·kernel·channels, filters].
 */
export function convLayer(
  name: string,
  [height, width, channels]: readonly [number, number, number],
  plan: ConvPlan,
): Layer {
  const { kernel, stride, filters } = plan;
  const [rows, columns] = [patchCount(height, stride), patchCount(width, stride)];
  const over = denseLayer(name, kernel * kernel * channels, filters, plan.activation, plan.init);
  return {
    parameters: over.parameters,
    row: { ...over.row, shape: [rows, columns, filters], macs: rows * columns * over.row.macs },
    apply: (params, x) => {
      const [seeds, batch] = x.shape as [number, number];
      const { y } = patches(
        { x: tf.reshape(x, [seeds * batch, height, width, channels]) },
        { kernel, stride },
      );
      const flat = tf.reshape(y, [seeds, batch * rows * columns, kernel * kernel * channels]);
      return tf.reshape(over.apply(params, flat), [seeds, batch, rows, columns, filters]);
    },
  };
}

const MAX_GROUPS = 4;

/** Groups of channels that are normalised together: the largest divisor of the channels up to four. */
export function groupsOf(channels: number): number {
  let groups = Math.min(MAX_GROUPS, channels);
  while (channels % groups !== 0) groups--;
  return groups;
}

/** Group normalisation (Wu & He 2018, arXiv:1803.08494), then scale and shift a channel: the shape stays. */
export function normLayer(name: string, [height, width, channels]: readonly [number, number, number]): Layer {
  const parameters = [constant(`${name}.scale`, channels, 1), constant(`${name}.shift`, channels, 0)];
  const groups = groupsOf(channels);
  if (height * width * (channels / groups) < 2) {
    throw new Error(
      `${name} would normalise single numbers (${height}×${width} pixels, ${channels} filters). Use fewer stages or more filters.`,
    );
  }
  return {
    parameters,
    row: {
      name,
      shape: [height, width, channels],
      parameters: 2 * channels,
      macs: height * width * channels,
    },
    apply: (params, x) => {
      const [seeds, batch] = x.shape as [number, number];
      const image = tf.reshape(x, [seeds, batch, height * width, channels]);
      const own = { scale: param(params, `${name}.scale`), shift: param(params, `${name}.shift`) };
      return tf.reshape(norm({ x: image, ...own }, { clusterSize: channels / groups }).y, x.shape);
    },
  };
}
