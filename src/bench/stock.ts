// TensorFlow.js as it comes, beside ours: its backends under names of their own, with the kernels they came with,
// because ours takes the name `webgpu`. To be loaded before anything that registers kernels of ours.
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { readFlags, setFlags } from './flags.ts';
import type { Place } from './trainer.ts';

export type StockName = 'cpu' | 'wasm' | 'webgl' | 'webgpu';

const own = (name: StockName) => `stock-${name}`;
const defaults = readFlags();

const factories = new Map<StockName, () => tf.KernelBackend | Promise<tf.KernelBackend>>();
for (const name of ['cpu', 'webgl', 'webgpu'] as const) {
  const factory = tf.findBackendFactory(name);
  if (factory) factories.set(name, factory);
}
// The kernels of the WASM backend hold on to one instance of it: the one that ours uses too.
factories.set('wasm', () => tf.findBackend('wasm'));
for (const [name, factory] of factories) {
  tf.copyRegisteredKernels(name, own(name));
  tf.registerBackend(own(name), factory, 0);
}

/** Makes a stock backend the current one. Throws a sentence where it does not start. */
export async function enterStock(name: StockName, { wasmPaths }: Place): Promise<void> {
  if (!factories.has(name)) throw new Error(`TensorFlow.js finds no ${name} here.`);
  if (name === 'wasm' && !(own(name) in tf.engine().registry)) {
    setWasmPaths(wasmPaths ?? (await import('../gpu/wasm-files.ts')).wasmFiles);
    await tf.setBackend('wasm');
  }
  setFlags(defaults);
  if (!(await tf.setBackend(own(name))))
    throw new Error(`The ${name} backend of TensorFlow.js does not start here.`);
}
