// Chooses and starts the engine: WebGPU on a device of our own, else WebGL, WASM, the processor.
import './tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineInfo } from '../contract/protocol.ts';
import type { EngineChoice } from '../contract/setup.ts';
import { Backend } from './backend.ts';

type Concrete = EngineInfo['engine'];

export interface Engine extends EngineInfo {
  /** Resolves with a sentence when the GPU is lost; never where there is none. */
  readonly lost: Promise<string>;
  /** Sets who hears of errors the GPU or the shader compiler reports. */
  onFault(hear: (sentence: string) => void): void;
}

export interface BootOptions {
  /** Where the WASM binaries lie; the bundler's own addresses by default. */
  readonly wasmPaths?: Record<string, string> | string;
  /** Dispatches a submit; more means less overhead, the numbers stay the same. */
  readonly submitEvery?: number;
}

const ADAPTER: GPURequestAdapterOptions = { powerPreference: 'high-performance' };
const RETURN_TRIES = 25;
const RETURN_PAUSE_MS = 200;
const ORDER: readonly Concrete[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** Starts the engine that was chosen, or the next one that works, and says why where it is another. */
export async function bootEngine(choice: EngineChoice, options: BootOptions = {}): Promise<Engine> {
  const order = choice === 'auto' ? ORDER : [choice, ...ORDER.filter((e) => e !== choice)];
  const reasons: string[] = [];
  for (const engine of order) {
    try {
      const started = await start(engine, options);
      return reasons.length ? { ...started, why: reasons.join(' ') } : started;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reasons.push(`${NAMES[engine]}: ${reason.replace(/\.?$/, '.')}`);
    }
  }
  throw new Error(`No engine starts here. ${reasons.join(' ')}`);
}

const NAMES: Record<Concrete, string> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'Processor',
};
const never = new Promise<string>(() => {});

async function start(engine: Concrete, options: BootOptions): Promise<Engine> {
  const plain = (adapter: string): Engine => ({
    engine,
    adapter,
    software: engine !== 'webgl',
    lost: never,
    onFault: () => {},
  });
  if (engine === 'webgpu') return startWebGPU(options);
  if (engine === 'webgl') {
    await import('@tensorflow/tfjs-backend-webgl');
    await use('webgl');
    return plain('WebGL 2');
  }
  if (engine === 'wasm') {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(options.wasmPaths ?? (await import('./wasm-files.ts')).wasmFiles);
    await use('wasm');
    return plain('WebAssembly');
  }
  if (engine === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    await use('cpu');
    return plain('JavaScript');
  }
  return engine satisfies never;
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('it does not start here.');
  await tf.ready();
}

/** After a GPU was lost a browser needs a moment until it gives one again. False when it does not. */
export async function gpuReturns(): Promise<boolean> {
  for (let tries = 0; tries < RETURN_TRIES; tries++) {
    if (await navigator.gpu?.requestAdapter(ADAPTER)) return true;
    await new Promise((resolve) => setTimeout(resolve, RETURN_PAUSE_MS));
  }
  return false;
}

async function startWebGPU({ submitEvery = 64 }: BootOptions): Promise<Engine> {
  if (typeof navigator === 'undefined' || !navigator.gpu)
    throw new Error('this browser does not offer it here.');
  const adapter = await navigator.gpu.requestAdapter(ADAPTER);
  if (!adapter) throw new Error('the browser has it, but finds no graphics adapter for it.');
  // Default limits on purpose: every kernel must work within them.
  const device = await adapter.requestDevice({
    label: 'stillroom',
    requiredFeatures: (['timestamp-query'] as const).filter((feature) => adapter.features.has(feature)), // for profiles only
  });
  if (tf.engine().registryFactory.webgpu) tf.removeBackend('webgpu');
  const backend = new Backend(device, adapter.info);
  tf.registerBackend('webgpu', () => backend as unknown as tf.KernelBackend, 3);
  await use('webgpu');
  tf.env().set('WEBGPU_CPU_FORWARD', false); // small tensors stay on the GPU
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', submitEvery);
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ');
  const software =
    Boolean((adapter.info as { isFallbackAdapter?: boolean }).isFallbackAdapter) ||
    /swiftshader|llvmpipe|lavapipe|warp/i.test(name);
  backend.hardware = !software;
  return {
    engine: 'webgpu',
    adapter: name || 'unnamed adapter',
    software,
    lost: device.lost.then(
      ({ reason, message }) => `The GPU was lost (${reason}${message ? `: ${message.split('\n')[0]}` : ''}).`,
    ),
    onFault: (hear) => {
      backend.onFault = hear;
    },
  };
}
