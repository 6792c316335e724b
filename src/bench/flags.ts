// Settings of TensorFlow.js that all backends of a page share, and that ours and the stock WebGPU backend want otherwise.
import * as tf from '@tensorflow/tfjs-core';

const NAMES = ['WEBGPU_CPU_FORWARD', 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE'];

export type Flags = readonly (readonly [name: string, value: number | boolean])[];

/** As they stand. */
export function readFlags(): Flags {
  return NAMES.map((name) => [name, tf.env().get(name) as number | boolean]);
}

export function setFlags(flags: Flags): void {
  for (const [name, value] of flags) tf.env().set(name, value);
}
