// Reading numbers back: asynchronously, several tensors at once, and nothing cached on them
// (the stock `data()` keeps what it read, which goes stale when state is updated in place).
import * as tf from '@tensorflow/tfjs-core';
import { Backend } from './backend.ts';

/** The numbers of several float32 tensors, as of everything issued so far. */
export async function read(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  if (tensors.length === 0) return [];
  const backend = tf.backend();
  if (backend instanceof Backend)
    return (await backend.readMany(tensors)).map((buffer) => new Float32Array(buffer));
  return Promise.all(tensors.map(async (t) => Float32Array.from(await t.data<'float32'>())));
}

/** Whether the engine computes on the processor, where reading waits for nothing. */
export const readsAtOnce = (): boolean => ['wasm', 'cpu'].includes(tf.getBackend());

/** The numbers of a tensor at once, not to be written to; WebGPU refuses it. */
export const readNow = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>();

/** Resolves when the GPU has done everything issued so far; at once where there is no GPU queue. */
export async function settled(): Promise<void> {
  const backend = tf.backend();
  if (!(backend instanceof Backend)) return;
  backend.flush();
  await backend.device.queue.onSubmittedWorkDone();
}
