// The engine on the command line: files from disk, WebGPU through Dawn where it is asked for.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EngineChoice } from '../contract/setup.ts';
import { bootEngine, type Engine } from '../gpu/engine.ts';
import type { Files } from '../train/session.ts';

const root = process.cwd();
const reader = (folder: string) => async (file: string) =>
  new Uint8Array(await readFile(join(root, 'public', folder, file)));

export const files: Files = { data: reader('data'), teachers: reader('teachers') };

/** Software drivers a browser brings along, for machines without a GPU. */
const SOFTWARE_DRIVERS = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/** Starts an engine in Node. `auto` is WebAssembly here: it is there on every machine. Throws where it is another than was asked for. */
export async function bootInNode(choice: EngineChoice): Promise<Engine> {
  const wanted = choice === 'auto' ? 'wasm' : choice;
  if (wanted === 'webgpu') await offerWebGPU();
  const require = createRequire(join(root, 'package.json'));
  const wasm = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
  // Its loader is CommonJS at heart and looks for these two where it finds itself in Node.
  Object.assign(globalThis, { require, __dirname: wasm });
  const engine = await bootEngine(wanted, { wasmPaths: `${wasm}/` });
  if (engine.engine !== wanted) throw new Error(`The engine ${wanted} does not start here. ${engine.why}`);
  return engine;
}

async function offerWebGPU(): Promise<void> {
  const driver = SOFTWARE_DRIVERS.find(existsSync);
  if (
    !process.env.VK_ICD_FILENAMES &&
    !process.env.VK_DRIVER_FILES &&
    process.env.STILLROOM_ADAPTER !== 'hardware' &&
    driver
  ) {
    process.env.VK_ICD_FILENAMES = driver;
  }
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu: create([]), userAgent: 'node' },
    configurable: true,
  });
}

/** Runs a program and leaves with its exit code: the GPU would keep the process alive. */
export async function runMain(main: (args: string[]) => Promise<number>): Promise<never> {
  try {
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
