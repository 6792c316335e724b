// The engine on the command line: files from disk, WebGPU through Dawn where it is asked for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineChoice } from '../contract/setup.ts';
import { bootEngine, type Engine } from '../gpu/engine.ts';
import type { Files } from '../train/session.ts';
import { offerWasm, offerWebGPU } from './node-globals.ts';

const root = process.cwd();
const reader = (folder: string) => async (file: string) =>
  new Uint8Array(await readFile(join(root, 'public', folder, file)));

export const files: Files = { data: reader('data'), teachers: reader('teachers') };

/** Starts an engine in Node. `auto` is WebAssembly here: it is there on every machine. Throws where it is another than was asked for. */
export async function bootInNode(choice: EngineChoice): Promise<Engine> {
  const wanted = choice === 'auto' ? 'wasm' : choice;
  if (wanted === 'webgpu') await offerWebGPU();
  const engine = await bootEngine(wanted, { wasmPaths: offerWasm() });
  if (engine.engine !== wanted) throw new Error(`The engine ${wanted} does not start here. ${engine.why}`);
  return engine;
}
