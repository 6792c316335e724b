// Vite builds the page; Vitest tests it: `unit` in Node, `gpu` in a browser with WebGPU.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
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

/**
 * The page opens without a network once it was opened with one, and can be installed. All code is kept at once; data
 * sets and teachers are kept when they are first used.
 */
const offline = VitePWA({
  registerType: 'prompt',
  injectRegister: false, // src/state/offline.ts does
  manifest: {
    name: 'Stillroom',
    short_name: 'Stillroom',
    description: 'A knowledge-distillation playground that trains in the browser, on your own GPU.',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#faf9f6',
    theme_color: '#faf9f6',
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    ],
  },
  workbox: {
    globPatterns: [
      '**/*.{html,js,css,wasm,svg,webmanifest}',
      'data/manifest.json',
      'data/digits-*',
      'teachers/*',
    ],
    globIgnores: ['**/licenses.md', '**/.vite/**'],
    maximumFileSizeToCacheInBytes: 8_000_000,
    clientsClaim: true, // the first visit is kept too
    runtimeCaching: [
      {
        urlPattern: ({ url }) => /\/data\/[^/]+\.bin\.gz$/.test(url.pathname),
        handler: 'NetworkFirst', // a file belongs to its checksum in data/manifest.json, so an old one may not come first
        options: { cacheName: 'stillroom-data' },
      },
    ],
  },
});

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

/** Which version of the page a run was kept by. A checkout or a machine without git has no revision. */
function revision(): string | null {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      encoding: 'utf8',
      stdio: [...stdio],
    }).trim();
  } catch {
    return null;
  }
}
const { version, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default defineConfig({
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __APP_REVISION__: JSON.stringify(revision()),
    __TFJS_VERSION__: JSON.stringify(dependencies['@tensorflow/tfjs-core']),
  },
  base: './', // so that dist/ works from any folder of a static host
  plugins: [react(), contentSecurityPolicy, packagesOfChunks, offline],
  build: {
    target: 'es2023',
    manifest: true,
    license: { fileName: 'licenses.md' },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000, // the worker holds TensorFlow.js; check-size.mjs guards the page
  },
  worker: { format: 'es' },
  optimizeDeps: { include: [...BUNDLED_AHEAD, 'ml-pca', '@jax-js/jax'] }, // the last is measured against, nothing more
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
          maxWorkers: '100%', // one less by default: half of the machine where there are two cores
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
