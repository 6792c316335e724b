// `npm start`: installs what is missing, builds, serves the page and opens it. Ctrl-C ends it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';

const USUAL_PORT = 4173;
const SOURCES = ['src', 'public', 'shaders', 'index.html', 'vite.config.ts', 'package-lock.json'];

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
try {
  installPackages();
  if (isStale('dist/index.html')) build();
  await serve();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Whether the file is missing, or older than a source. @param {string} file */
function isStale(file) {
  return !existsSync(file) || newest(SOURCES) > statSync(file).mtimeMs;
}

/** The time of the last change to any of these files and folders. @param {string[]} paths @returns {number} */
function newest(paths) {
  const times = paths.filter(existsSync).map((path) => {
    const { mtimeMs } = statSync(path);
    if (!statSync(path).isDirectory()) return mtimeMs;
    return Math.max(mtimeMs, newest(readdirSync(path).map((name) => join(path, name))));
  });
  return Math.max(0, ...times);
}

function build() {
  console.log('Building the page …');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) throw new Error('The page could not be built, see above.');
}

async function serve() {
  const { preview } = await import('vite'); // not before it is installed
  const asked = process.env.PORT;
  const port = asked ? Number(asked) : USUAL_PORT;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT must be a whole number from 1 to 65535, got ${asked}.`);
  }
  const server = await preview({
    logLevel: 'error',
    preview: { port, strictPort: asked !== undefined && asked !== '', open: hasDesktop() },
  }).catch((error) => {
    if (!/already in use/.test(String(error))) throw error;
    throw new Error(`Port ${port} is taken: set PORT to another, or leave it out to get the next free one.`);
  });
  const address = server.httpServer.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  console.log(`Stillroom is at http://localhost:${actual}/ (Ctrl-C ends it)`);
}

/** Whether there is a screen to open a browser on. BROWSER=none says not to. */
function hasDesktop() {
  const { env, platform } = process;
  if (env.BROWSER === 'none' || env.CI) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
