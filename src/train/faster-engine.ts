// Where there is no GPU, WebGPU runs on the processor through a software adapter. Which trains a run faster there, that
// or WebAssembly, was measured once for several networks (engine-speeds.json, `npm run bench -- --speeds FILE`) and is looked up.
import type { Setup } from '../contract/setup.ts';
import type { Network } from '../nn/network.ts';
import { modelById } from '../nn/registry.ts';
import measured from './engine-speeds.json?raw';

export interface Speed {
  readonly model: string;
  /** Multiply-adds of a step: see `macsOf`. */
  readonly macs: number;
  /** Milliseconds a step. */
  readonly webgpu: number;
  readonly wasm: number;
}
/** What was measured, on the software adapter. */
export const { rows: speeds } = JSON.parse(measured) as { readonly rows: readonly Speed[] };

/** What a step of the run multiplies: the teacher looks once at every sample, a student looks and takes two gradients. */
export function macsOf(
  { training, data, lanes, seeds }: Pick<Setup, 'training' | 'data' | 'lanes' | 'seeds'>,
  student: Network,
  teacher: Network,
): number {
  const samples = (training.batch + (data.pool > 0 ? data.poolBatch : 0)) * seeds;
  return samples * (teacher.size.macs + 3 * lanes.length * student.size.macs);
}

export interface FasterEngine extends Speed {
  readonly engine: 'webgpu' | 'wasm';
  /** A sentence for the visitor. */
  readonly why: string;
}

/**
 * The faster engine on a software adapter: that of the measured run of the same model whose step is nearest in size, or of one
 * for the same kind of samples where the model was not measured.
 */
export function fasterEngine(model: string, macs: number): FasterEngine {
  const same = speeds.filter((speed) => speed.model === model);
  const apart = (speed: Speed) => Math.abs(Math.log(speed.macs / Math.max(1, macs)));
  const { needsImage } = modelById(model);
  const kin = speeds.filter((speed) => modelById(speed.model).needsImage === needsImage);
  const [nearest] = (same.length > 0 ? same : kin).toSorted((a, b) => apart(a) - apart(b));
  if (!nearest) throw new Error('No speeds were measured.');
  const { webgpu, wasm } = nearest;
  const why = `WebGPU computes on the processor here, and so does WebAssembly: a step of about this size took ${webgpu} ms with the one and ${wasm} ms with the other where it was measured.`;
  return { ...nearest, engine: webgpu <= wasm ? 'webgpu' : 'wasm', why };
}
