// What the engine expects of a browser and Node does not have: WebGPU, and what the loader of WebAssembly looks for.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Software drivers a browser brings along, for machines without a GPU. */
const SOFTWARE_DRIVERS = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/** WebGPU through Dawn, as `navigator.gpu`. */
export async function offerWebGPU(): Promise<void> {
  const driver = SOFTWARE_DRIVERS.find(existsSync);
  if (
    !process.env.VK_ICD_FILENAMES &&
    !process.env.VK_DRIVER_FILES &&
    process.env.STILLROOM_ADAPTER !== 'hardware' &&
    driver
  ) {
    process.env.VK_ICD_FILENAMES = driver;
    askLessOften();
  }
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu: create([]), userAgent: 'node' },
    configurable: true,
  });
}

/**
 * While Dawn waits for its adapter it asks for news in one `setImmediate` after another, which takes a core: from a
 * processor that is the adapter itself, and needs it. Once a millisecond will do.
 */
function askLessOften(): void {
  const soon = (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
    setTimeout(callback, 1, ...args);
  Object.assign(globalThis, { setImmediate: soon, clearImmediate: clearTimeout });
}

/** The folder of the WASM binaries, with what their loader looks for in Node: it is CommonJS at heart. */
export function offerWasm(): string {
  const require = createRequire(join(process.cwd(), 'package.json'));
  const folder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
  Object.assign(globalThis, { require, __dirname: folder });
  return `${folder}/`;
}
