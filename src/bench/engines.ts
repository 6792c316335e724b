// The engines of the benchmark by name. Each is loaded when it is started, and not before.
import type { Start } from './trainer.ts';

export interface EngineSpec {
  readonly load: () => Promise<Start>;
  /** Whether its dispatches pass WebGPU, where they can be counted. */
  readonly webgpu: boolean;
}

const ours = (backend: 'webgpu' | 'wasm', captured: boolean, cached: boolean): EngineSpec => ({
  load: async () => (await import('./engines/ours.ts')).startOurs({ backend, captured, cached }),
  webgpu: backend === 'webgpu',
});
const tfjs = (name: 'webgpu' | 'webgl' | 'wasm'): EngineSpec => ({
  load: async () => (await import('./engines/tfjs.ts')).startTfjs(name),
  webgpu: name === 'webgpu',
});
const jax = (device: 'webgpu' | 'wasm'): EngineSpec => ({
  load: async () => (await import('./engines/jax.ts')).startJax(device),
  webgpu: device === 'webgpu',
});

export const ENGINES = {
  'ours-captured': ours('webgpu', true, false),
  'ours-cached': ours('webgpu', true, true),
  'ours-eager': ours('webgpu', false, false),
  'ours-wasm': ours('wasm', false, false),
  'tfjs-webgpu': tfjs('webgpu'),
  'tfjs-webgl': tfjs('webgl'),
  'tfjs-wasm': tfjs('wasm'),
  'jax-js': jax('webgpu'),
  'jax-js-wasm': jax('wasm'),
} satisfies Record<string, EngineSpec>;

export type EngineId = keyof typeof ENGINES;
export const ENGINE_IDS = Object.keys(ENGINES) as EngineId[];
