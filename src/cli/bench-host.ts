// Where a benchmark runs: in a page of a real browser, or here in Node on Dawn. Both run the same programs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Programs } from '../bench/programs.ts';
import { ensureChromium, launchOptions } from './browser.mjs';
import { offerWasm, offerWebGPU } from './node-globals.ts';

export interface Host {
  /** Browser or Node with its version. */
  readonly name: string;
  /** Runs a program; `say` hears what is under way. */
  run<N extends keyof Programs>(
    name: N,
    options: OptionsOf<N>,
    say: (what: string) => void,
  ): ReturnType<Programs[N]>;
  close(): Promise<void>;
}
type OptionsOf<N extends keyof Programs> = Omit<Parameters<Programs[N]>[0], 'wasmPaths'>;

export async function hostInNode(): Promise<Host> {
  await offerWebGPU();
  const place = wasmHere();
  // Only now: TensorFlow.js looks for WebGPU when it is loaded.
  const { programs } = await import('../bench/programs.ts');
  return {
    name: `Node ${process.versions.node} with Dawn`,
    run: (name, options, say) => programs[name]({ ...options, ...place } as never, say) as never,
    close: async () => {},
  };
}

/** Where the WASM binaries are; nothing where the package is not installed, and then its engines are absent. */
function wasmHere(): { wasmPaths?: string } {
  try {
    return { wasmPaths: offerWasm() };
  } catch {
    return {};
  }
}

const PAGE = 'src/bench/page.html';

/** Builds the page of the benchmark into a folder of its own, serves it and opens it. */
export async function hostInBrowser(): Promise<Host> {
  const { build, preview } = await import('vite');
  const { chromium } = await import('playwright');
  await ensureChromium();
  const outDir = await mkdtemp(join(tmpdir(), 'stillroom-bench-'));
  const output = { outDir, emptyOutDir: true, copyPublicDir: false, rolldownOptions: { input: PAGE } };
  await build({ logLevel: 'error', build: output });
  const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 0, open: false } });
  const options = await launchOptions();
  const browser = await chromium.launch({
    ...options,
    args: [...options.args, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  const page = await browser.newPage();
  let hear: (what: string) => void = () => {};
  await page.exposeFunction('say', (what: string) => hear(what));
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.goto(new URL(PAGE, server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'programs' in globalThis);
  return {
    name: `Chromium ${browser.version()}`,
    run: ((name: keyof Programs, own: object, say: (what: string) => void) => {
      hear = say;
      return page.evaluate(
        ([program, given]) => {
          const { programs, say: tell } = globalThis as unknown as {
            programs: Record<string, (options: object, say: (what: string) => void) => unknown>;
            say(what: string): void;
          };
          return programs[program as string]?.(given as object, tell);
        },
        [name, own],
      );
    }) as Host['run'],
    async close() {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
