// Layers with a leading seeds axis. A layer is its weights, its row in the table of sizes, and what it does.
import * as tf from '@tensorflow/tfjs-core';
import type { NetSize } from '../contract/protocol.ts';
import { conv } from './kernels/conv.ts';
import { convPool } from './kernels/conv-pool.ts';
import { ACTIVATION, type Activation, dense } from './kernels/dense.ts';
import { norm } from './kernels/norm.ts';
import { normPool } from './kernels/norm-pool.ts';
import { patchCount } from './kernels/patches.ts';
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
const weightsOf = (params: Params, layer: string) => ({
  weight: param(params, `${layer}.weight`),
  bias: param(params, `${layer}.bias`),
});

/** act(x·W + b): [seeds, batch, inputs] → [seeds, batch, units]. */
export function denseLayer(
  name: string,
  inputs: number,
  units: number,
  activation: Activation,
  init: Init,
  bias = 0,
): Layer {
  const parameters = [weights(`${name}.weight`, inputs, units, init), constant(`${name}.bias`, units, bias)];
  return {
    parameters,
    row: { name, shape: [units], parameters: numbers(parameters), macs: inputs * units },
    apply: (params, x) => {
      return dense({ x, ...weightsOf(params, name) }, { activation: ACTIVATION[activation] }).y;
    },
  };
}

type Image = readonly [height: number, width: number, channels: number];

export interface ConvPlan {
  readonly kernel: number;
  readonly stride: number;
  readonly filters: number;
  readonly activation: 'none' | 'relu';
  readonly init: Init;
  /** What its bias is at first, where not 0. */
  readonly bias?: number;
}

/**
 * act(convolution + b) with 'same' padding: [seeds, batch, height, width, channels] → [seeds, batch, ⌈height/stride⌉,
 * ⌈width/stride⌉, filters]. Its weights are [kernel·kernel·channels, filters].
 */
export function convLayer(name: string, image: Image, plan: ConvPlan): Layer {
  const { kernel, stride, activation } = plan;
  return {
    ...convParts(name, image, plan),
    apply: (params, x) => {
      const inputsOf = { x, ...weightsOf(params, name) };
      return conv(inputsOf, { kernel, stride, activation: ACTIVATION[activation] }).y;
    },
  };
}

/** relu(convolution of 3×3 + b), then the largest of 2×2 pixels; its row is that of the convolution. */
export function convPoolLayer(name: string, image: Image, filters: number, init: Init): Layer {
  return {
    ...convParts(name, image, { kernel: 3, stride: 1, filters, init }),
    apply: (params, x) => convPool({ x, ...weightsOf(params, name) }, {}).y,
  };
}

function convParts(
  name: string,
  [height, width, channels]: Image,
  { kernel, stride, filters, init, bias }: Omit<ConvPlan, 'activation'>,
): Pick<Layer, 'parameters' | 'row'> {
  const [rows, columns] = [patchCount(height, stride), patchCount(width, stride)];
  const { parameters, row } = denseLayer(name, kernel * kernel * channels, filters, 'none', init, bias);
  return { parameters, row: { ...row, shape: [rows, columns, filters], macs: rows * columns * row.macs } };
}

const MAX_GROUPS = 4;

/** Groups of channels that are normalised together: the largest divisor of the channels up to four. */
export function groupsOf(channels: number): number {
  let groups = Math.min(MAX_GROUPS, channels);
  while (channels % groups !== 0) groups--;
  return groups;
}

/**
 * Group normalisation (Wu & He 2018, arXiv:1803.08494) with a scale and a shift for each channel; then nothing more, a
 * ReLU, or a ReLU and the largest of 2×2 pixels. Its row is that of the normalisation.
 */
export function normLayer(
  name: string,
  [height, width, channels]: Image,
  next: 'none' | 'relu' | 'relu, pool',
): Layer {
  const parameters = [constant(`${name}.scale`, channels, 1), constant(`${name}.shift`, channels, 0)];
  const groups = groupsOf(channels);
  const clusterSize = channels / groups;
  if (height * width * clusterSize < 2) {
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
      const own = { scale: param(params, `${name}.scale`), shift: param(params, `${name}.shift`) };
      if (next === 'relu, pool') return normPool({ x, ...own }, { clusterSize }).y;
      const [seeds, batch] = x.shape as [number, number];
      const pixels = tf.reshape(x, [seeds, batch, height * width, channels]);
      const { y } = norm({ x: pixels, ...own }, { clusterSize, activation: ACTIVATION[next] });
      return tf.reshape(y, x.shape);
    },
  };
}
