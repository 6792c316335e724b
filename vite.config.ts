// Vite builds the page; Vitest tests it: `unit` in Node, `gpu` in a browser with WebGPU.
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './src/cli/browser.mjs';

/** What the built page, and its worker, may load. In development Vite needs inline scripts, so only the build has it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'", // the formulas' markup carries style attributes
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'stillroom:content-security-policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  },
};

/** Writes down which packages went into which chunk, for src/cli/check-size.mjs. */
const packagesOfChunks: Plugin = {
  name: 'stillroom:packages-of-chunks',
  apply: 'build',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).flatMap((chunk) =>
      chunk.type === 'chunk' ? [[chunk.fileName, packagesIn(chunk.moduleIds)] as const] : [],
    );
    const source = JSON.stringify(Object.fromEntries(chunks), null, 1);
    this.emitFile({ type: 'asset', fileName: '.vite/packages.json', source });
  },
};

function packagesIn(moduleIds: readonly string[]): string[] {
  const names = moduleIds.flatMap(
    (id) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1] ?? [],
  );
  return [...new Set(names.map((name) => name.replace('\\', '/')))].sort();
}

/** Bundled before the first test, so that finding them later doesn't reload the page under a running test. */
const BUNDLED_AHEAD = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-webgpu',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-cpu',
  'pure-rand/generator/xoroshiro128plus',
  'valibot',
];

/** tfjs-core comes as CommonJS and as modules; in Node, both would load and have an engine of gradients each. */
const ONE_TENSORFLOW = /^@tensorflow\//;

export default defineConfig({
  base: './', // so that dist/ works from any folder of a static host
  plugins: [react(), contentSecurityPolicy, packagesOfChunks],
  build: {
    target: 'es2023',
    manifest: true,
    license: { fileName: 'licenses.md' },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000, // the worker holds TensorFlow.js; check-size.mjs guards the page
  },
  worker: { format: 'es' },
  optimizeDeps: { include: [...BUNDLED_AHEAD, '@jax-js/jax'] }, // the last is measured against, nothing more
  ssr: { noExternal: [ONE_TENSORFLOW], optimizeDeps: { include: BUNDLED_AHEAD } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['**/*.gpu.test.ts'],
          testTimeout: 30_000,
          deps: { optimizer: { ssr: { enabled: true, include: BUNDLED_AHEAD } } },
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false, // one GPU, two cores
          setupFiles: ['src/cli/need-webgpu.ts'],
          env: { STILLROOM_ADAPTER: process.env.STILLROOM_ADAPTER ?? 'software' },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await launchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
