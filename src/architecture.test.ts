// The arrows between the folders, and what no folder may do. Each rule also has control cases: code that
// breaks it, which must be found, so that a rule that looks at nothing cannot pass.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** What a folder may import: other folders, and packages by name or by beginning (`@tensorflow/*`). */
interface Layer {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

const CORE = '@tensorflow/tfjs-core';

const LAYERS: Readonly<Record<string, Layer>> = {
  contract: { folders: [], packages: ['valibot'] },
  gpu: { folders: ['contract', 'shaders'], packages: ['@tensorflow/*'] },
  nn: { folders: ['contract', 'gpu', 'detect', 'shaders'], packages: [CORE] },
  data: { folders: ['contract', 'gpu', 'detect', 'shaders'], packages: [CORE, 'pure-rand', 'valibot'] },
  detect: { folders: ['contract'], packages: [] },
  distill: { folders: ['contract', 'gpu', 'nn', 'detect', 'shaders'], packages: [CORE] },
  train: {
    folders: ['contract', 'gpu', 'nn', 'data', 'detect', 'distill'],
    packages: [CORE, 'valibot', 'ml-pca'],
  },
  bench: {
    folders: ['contract', 'gpu', 'nn', 'data', 'detect', 'distill', 'train'],
    packages: ['@tensorflow/*', '@jax-js/jax'],
  },
  study: { folders: ['contract'], packages: [] },
  state: {
    folders: ['contract', 'study'],
    packages: ['zustand', 'valibot', 'idb', 'fflate', 'papaparse', 'pbf', 'workbox-window'],
  },
  ui: {
    folders: ['contract', 'state'],
    packages: [
      'react',
      'react-dom',
      'recharts',
      'temml',
      'zustand',
      '@codemirror/*',
      '@lezer/highlight',
      '@dnd-kit/*',
      'cmdk',
    ],
  },
  'main.tsx': { folders: ['contract', 'state', 'ui'], packages: ['react', 'react-dom'] },
  cli: {
    folders: [
      ...['contract', 'gpu', 'nn', 'data', 'detect', 'distill', 'train', 'bench', 'study'],
      ...['shaders', 'public', 'dist', '.'],
    ],
    packages: ['*'],
  },
};

/** Takes a worker's place in the benchmark of the page. */
const STAND_IN = 'src/cli/recorded-worker.ts';
const ENGINE = ['gpu', 'nn', 'data', 'detect', 'distill', 'train'];
/** Each worker, who alone starts it, and by which address. No one else sends messages. */
const WORKERS = [
  { worker: 'src/train/worker.ts', page: 'src/state/engine.ts', address: '../train/worker.ts?worker&url' },
  { worker: 'src/bench/worker.ts', page: 'src/state/bench.ts', address: '../bench/worker.ts?worker&url' },
  {
    worker: 'src/train/study-worker.ts',
    page: 'src/state/study-run.ts',
    address: '../train/study-worker.ts?worker&url',
  },
  {
    worker: 'src/state/own-data-worker.ts',
    page: 'src/state/own-data-files.ts',
    address: './own-data-worker.ts?worker&url',
  },
];
/** Says what part of a worker the page uses. */
const THREADS = 'src/state/threads.ts';
/** A worker's message to itself, by which it hears what waits. */
const BREATHE = 'src/train/breathe.ts';
/** Tabs of one browser tell each other that their archive has changed. */
const TABS = 'src/state/archive-tabs.ts';
/** Reads at once where no GPU is waited for. */
const READS_AT_ONCE = 'src/gpu/readback.ts';

/** Something no code may say, except in some places. */
interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly appliesTo: (path: string) => boolean;
}

const BANS: readonly Ban[] = [
  {
    what: 'chance or a clock inside the engine',
    pattern:
      /\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\bperformance\.now\b|\bgetRandomValues\b|\brandomUUID\b/,
    appliesTo: (path) => ENGINE.includes(layerOf(path)) && !/^(seeds|meter|pump)/.test(posix.basename(path)),
  },
  {
    what: 'WebGPU outside src/gpu',
    pattern: /\bGPUDevice\b|\bnavigator\??\.gpu\b/,
    appliesTo: (path) => !['gpu', 'cli'].includes(layerOf(path)),
  },
  {
    what: 'a dispatch that does not pass the one door, issue()',
    pattern: /\bdispatchWorkgroups\w*\b/,
    appliesTo: (path) => path !== 'src/gpu/backend.ts' && path !== 'src/bench/dispatches.ts', // that counts them
  },
  {
    what: 'postMessage outside the pairs that own the thread boundary',
    pattern: /\bpostMessage\b/,
    appliesTo: (path) =>
      ![THREADS, TABS, STAND_IN, BREATHE, ...WORKERS.flatMap(({ worker, page }) => [worker, page])].includes(
        path,
      ),
  },
  {
    what: 'a synchronous read-back',
    pattern: /(?<!\bsuper)\??\.(?:dataSync|readSync|arraySync|bytesSync)\b/,
    appliesTo: (path) => path !== READS_AT_ONCE,
  },
];

/** The ways to reach another module; each finds the target as its last group. */
const REACHES: readonly RegExp[] = [
  /^\s*(?:import|export)\s[^'"`;=()]*?\bfrom\s*(['"])(.+?)\1/gm,
  /^\s*import\s*(['"])(.+?)\1/gm,
  /\bimport\s*\(\s*(['"`])(.+?)\1/g,
  /\bimport\.meta\.glob(?:<[^(]*>)?\s*\(\s*\[?\s*(['"])(.+?)\1/g,
];
/** A file named by its address beside this one, as a worker is. */
const ADDRESS = /\bnew URL\s*\(\s*(['"])(.+?)\1\s*,\s*import\.meta\.url/g;

const found = (code: string, pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[2] ?? '');
const importsOf = (source: string) => REACHES.flatMap((pattern) => found(withoutComments(source), pattern));

/** The folder of src, or the file itself where it stands in src. */
function layerOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** The source with its comments blanked: a comment may name what the code may not. */
function withoutComments(source: string): string {
  const stringOrComment =
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return source.replace(stringOrComment, (_match, string: string | undefined) => string ?? ' ');
}

/** The folder that an import leads to: one of src, or one beside src. */
function folderOf(target: string, importer: string): string {
  const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(importer), target);
  return path.startsWith('src/') ? layerOf(path) : (path.split('/')[0] ?? '');
}

function mayName(layer: Layer, target: string): boolean {
  return layer.packages.some((allowed) =>
    allowed.endsWith('*') ? target.startsWith(allowed.slice(0, -1)) : `${target}/`.startsWith(`${allowed}/`),
  );
}

/** Everything that is wrong with a file, as sentences. */
function violations(path: string, source: string): string[] {
  const name = layerOf(path);
  const layer = LAYERS[name];
  if (!layer) return [`${path}: there is no layer ${name}; add it to LAYERS or move the file.`];
  const code = withoutComments(source);
  const mayReach = (target: string) => {
    if (!/^[./]/.test(target)) return mayName(layer, target);
    if (target.endsWith('/testing.ts')) return false;
    const folder = folderOf(target, path);
    return folder === name || layer.folders.includes(folder);
  };
  // `new URL` would do too, but also tempt to start it outside of the page's policy.
  const startsWorker = (target: string) =>
    WORKERS.some(({ page, address }) => path === page && target === address);
  const wrong = [
    ...importsOf(source).filter((target) => !mayReach(target) && !startsWorker(target)),
    ...found(code, ADDRESS).filter((address) => !mayReach(address)),
  ].map((target) => `${path} imports ${target}.`);
  for (const { what, pattern, appliesTo } of BANS) {
    const match = appliesTo(path) ? pattern.exec(code) : null;
    if (match) wrong.push(`${path} says ${match[0]}: ${what}.`);
  }
  return wrong;
}

/** What is wrong with the name of a file. */
function misnamed(path: string): string[] {
  if (/\/index\.(ts|tsx|mjs|js)$/.test(path)) return [`${path}: name the file for what is in it, not index.`];
  if (/\/(utils?|helpers?|misc)\//.test(path)) return [`${path}: name the folder for its subject.`];
  return [];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const paths = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts'));
/** Tests, and what only they import, may cross layers, read back at once and look at the clock. */
const code = paths.filter((path) => !/\.test\.tsx?$|\/testing\.ts$/.test(path));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

describe('the house', () => {
  test('has files in every layer, and all of them are looked at', () => {
    const seen = new Set(code.map(layerOf));
    expect(Object.keys(LAYERS).filter((name) => !seen.has(name))).toEqual([]);
    expect(code.length).toBeGreaterThan(50);
  });

  test('has imports in most of its files, so the pattern that finds them works', () => {
    const importing = code.filter((path) => importsOf(read(path)).length > 0);
    expect(importing.length).toBeGreaterThan(code.length / 2);
  });

  test('keeps its arrows', () => {
    expect(code.flatMap((path) => violations(path, read(path)))).toEqual([]);
  });

  test('names its files and folders for their subject', () => {
    expect(paths.flatMap(misnamed)).toEqual([]);
  });

  test('bundles every TensorFlow.js module ahead, so that there is only one of each', () => {
    const config = read('vite.config.ts');
    const targets = code.flatMap((path) => importsOf(read(path)));
    const modules = new Set(
      targets.filter((target) => target.startsWith('@tensorflow/') && !target.includes('?')),
    );
    expect(modules.size).toBeGreaterThan(2);
    expect([...modules].filter((module) => !config.includes(`'${module}'`))).toEqual([]);
  });
});

describe('control cases', () => {
  test.each([
    ['src/contract/a.ts', "import * as tf from '@tensorflow/tfjs-core';"],
    ['src/contract/a.ts', "import { step } from '../train/step.ts';"],
    ['src/gpu/a.ts', "import { run } from '../train/run.ts';"],
    ['src/gpu/deep/a.ts', "import { mlp } from '../../nn/mlp.ts';"],
    ['src/nn/a.ts', "import { kd } from '../distill/methods/kd.ts';"],
    ['src/nn/a.ts', "import { fork } from '../data/random.ts';"],
    ['src/nn/a.ts', "import '@tensorflow/tfjs-backend-webgpu';"],
    ['src/nn/a.ts', "import { x } from '@tensorflow/tfjs-core-of-another';"],
    ['src/distill/a.ts', "import { sample } from './testing.ts';"],
    ['src/data/a.ts', "export * from '../nn/mlp.ts';"],
    ['src/distill/a.ts', "const all = import.meta.glob('../data/*.ts');"],
    ['src/distill/a.ts', "const all = import.meta.glob<Module>(['../data/*.ts'], { eager: true });"],
    ['src/train/a.ts', "import { useRun } from '../state/run.ts';"],
    ['src/train/a.ts', "import { useState } from 'react';"],
    ['src/study/a.ts', "import { run } from '../train/run.ts';"],
    ['src/state/a.ts', "const tf = await import('@tensorflow/tfjs-core');"],
    ['src/state/a.ts', "import { App } from '../ui/app.tsx';"],
    ['src/ui/a.tsx', "import type { Method } from '../distill/method.ts';"],
    ['src/ui/a.tsx', "new Worker(new URL('../train/worker.ts', import.meta.url));"],
    ['src/state/engine.ts', "new Worker(new URL('../train/worker.ts', import.meta.url));"],
    ['src/state/engine.ts', "import '../train/worker.ts';"],
    ['src/state/a.ts', "import workerUrl from '../train/worker.ts?worker&url';"],
    ['src/state/bench.ts', "import workerUrl from '../train/worker.ts?worker&url';"],
    ['src/main.tsx', "import workerUrl from './train/worker.ts?worker&url';"],
    ['src/ui/a.tsx', "import {\n  a,\n  b,\n} from '../study/compare.ts';"],
    ['src/main.tsx', "import './train/worker.ts';"],
    ['src/main.tsx', "import { run } from './train/run.ts';"],
    ['src/cli/a.ts', "import { App } from '../ui/app.tsx';"],
    ['src/elsewhere/a.ts', 'export const one = 1;'],
    ['src/train/run.ts', 'const jitter = Math.random();'],
    ['src/data/batches.ts', 'const started = Date.now();'],
    ['src/gpu/profile.ts', 'const started = performance.now();'],
    ['src/train/step.ts', 'let device: GPUDevice;'],
    ['src/ui/a.tsx', 'if (navigator.gpu) show();'],
    ['src/gpu/kernel.ts', 'pass.dispatchWorkgroups(8);'],
    ['src/train/run.ts', 'self.postMessage(event);'],
    ['src/ui/a.tsx', 'worker.postMessage(command);'],
    ['src/nn/a.ts', 'const values = loss.dataSync();'],
    ['src/gpu/a.ts', 'return backend?.readSync(id);'],
    ['src/nn/a.ts', "const url = 'https://example.org'; const r = Math.random();"],
  ])('%s may not: %s', (path, source) => {
    expect(violations(path, source)).toHaveLength(1);
  });

  test.each([
    ['src/gpu/a.ts', "import '@tensorflow/tfjs-backend-webgpu'; let device: GPUDevice;"],
    ['src/nn/a.ts', "import shader from '../../shaders/dense.wgsl?raw';"],
    ['src/nn/a.ts', "import '@tensorflow/tfjs-core/dist/register_all_gradients';"],
    ['src/nn/a.ts', '// Not Math.random: see seeds. /* dataSync */'],
    ['src/distill/a.ts', "const all = import.meta.glob('./methods/*.ts');"],
    ['src/train/seeds.ts', 'const fresh = Math.random();'],
    ['src/train/meter.ts', 'const now = performance.now();'],
    ['src/train/worker.ts', 'self.postMessage(event);'],
    ['src/gpu/backend.ts', 'return super.readSync(id);'],
    ['src/gpu/readback.ts', 'const step = clock.dataSync()[0];'],
    ['src/state/engine.ts', "import workerUrl from '../train/worker.ts?worker&url';"],
    ['src/state/bench.ts', "import workerUrl from '../bench/worker.ts?worker&url';"],
    ['src/train/worker.ts', "const shards = new URL('data/', base);"],
    ['src/ui/a.tsx', "export const words = { from: 'a', import: 'b' }; say('from \\'here\\' on');"],
    ['src/ui/a.tsx', "import { createRoot } from 'react-dom/client';"],
  ])('%s may: %s', (path, source) => {
    expect(violations(path, source)).toEqual([]);
  });

  test.each(['src/nn/index.ts', 'src/ui/utils/format.ts', 'src/gpu/helpers/a.ts'])(
    '%s is misnamed',
    (path) => {
      expect(misnamed(path)).toHaveLength(1);
    },
  );
});
