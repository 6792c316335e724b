// Packs the benchmark for a machine that has a GPU and Node but neither this checkout nor a browser.
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'vite';
import { revisionNow } from './run-main.ts';

/** Dawn in binary form, the only package that is not bundled. */
const DAWN = 'node_modules/webgpu';
/** Its builds for other systems than this. */
const OTHERS = new RegExp(`^dist[\\\\/](?!${process.platform}-(${process.arch}|universal))`);

/** Writes a folder that is run by `node FOLDER/bench.js --node`. It must not be there yet, or be empty. */
export async function pack(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty.`);
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.STILLROOM_REVISION': JSON.stringify(revisionNow()) },
    ssr: { noExternal: true, external: ['webgpu', 'vite', 'playwright'] },
    build: { ssr: 'src/cli/bench.ts', outDir: folder, target: 'es2023' },
  });
  const filter = (path: string) => !OTHERS.test(relative(DAWN, path));
  await cp(DAWN, join(folder, DAWN), { recursive: true, filter });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
}
