// Installs the packages where they are missing or older than the lock file says.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Compares the lock file with npm's own record of what it installed. Packages for other systems are
 * optional and may be absent.
 */
export function packagesAreInstalled(root = '.') {
  try {
    const wanted = packagesOf(`${root}/package-lock.json`);
    const installed = packagesOf(`${root}/node_modules/.package-lock.json`);
    return Object.entries(wanted).every(([path, { version, optional, link }]) => {
      if (path === '' || link) return true;
      const there = installed[path];
      return there ? there.version === version : optional === true;
    });
  } catch {
    return false; // no node_modules, or one that npm did not make
  }
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** Installs what the lock file says, unless it is there. Throws a sentence where it can't. */
export function installPackages() {
  if (packagesAreInstalled()) return;
  console.log('Installing the packages of package-lock.json …');
  const npm = process.env.npm_execpath; // set when npm itself started us
  const args = ['ci', '--include=dev', '--no-fund', '--no-audit'];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('The packages could not be installed: `npm ci` failed, see above.');
}
