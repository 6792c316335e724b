// Finds a Chromium for the tests, or installs one. Used by vite.config.ts, by e2e and by `npm test`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** STILLROOM_ADAPTER=hardware tests on the machine's own GPU; else results are alike on every machine. */
const hardware = process.env.STILLROOM_ADAPTER === 'hardware';
const SOFTWARE_FLAGS = ['--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];
const HARDWARE_FLAGS = process.platform === 'linux' ? ['--enable-features=Vulkan'] : [];

/** How Playwright starts a quiet browser with WebGPU. */
export async function launchOptions() {
  const executablePath = await findChromium();
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(hardware ? HARDWARE_FLAGS : SOFTWARE_FLAGS),
    ],
  };
}

/** Where browsers usually live, the most specific first. */
function usualPlaces() {
  const { env, platform } = process;
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Chromium', 'Application', 'chrome.exe'),
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]);
  }
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
    (name) => `/usr/bin/${name}`,
  );
}

/** The path Playwright's own Chromium has, or would have once installed. */
async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright');
    return [chromium.executablePath()];
  } catch {
    return []; // Playwright is not installed, or has no Chromium for this system.
  }
}

/**
 * The path of a Chromium on this machine, if there is one.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const named = process.env.STILLROOM_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`STILLROOM_CHROMIUM names ${named}, and there is no such file.`);
  }
  return [...(await playwrightsOwn()), ...usualPlaces()].find((path) => path && existsSync(path));
}

/**
 * As findChromium, but installs one where there is none.
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const there = await findChromium();
  if (there) return there;
  const root = process.getuid?.() === 0;
  const linux = process.platform === 'linux';
  console.log('There is no Chromium on this machine; installing one.');
  run('npx', ['playwright', 'install', ...(root && linux ? ['--with-deps'] : []), '--no-shell', 'chromium']);
  let found = await findChromium();
  if (!found && root && linux && run('apt-get', ['update'])) {
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
    found = await findChromium();
  }
  if (found) return found;
  throw new Error(
    'The tests need a Chromium and none could be installed: install Chrome or Chromium, or set STILLROOM_CHROMIUM to the path of one.',
  );
}

/** @param {string} program @param {string[]} args */
function run(program, args) {
  return spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}
