// `npm run study` with arguments that cannot be: a sentence and an exit code, no stack.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillroom-study-'));
afterAll(() => rmSync(folder, { recursive: true }));

function study(...args: string[]) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['src/cli/run-ts.mjs', 'src/cli/study.ts', ...args],
    { encoding: 'utf8' },
  );
  return { status, stderr: stderr.trim(), stdout };
}

test('a name that is neither a preset nor a file is refused, with the presets there are', () => {
  const { status, stderr, stdout } = study('nonsense');
  expect(stderr).toBe('nonsense is neither a preset (digits, spirals, mnist-few, mnist-pool) nor a file.');
  expect(status).toBe(2);
  expect(stdout).toBe('');
});

test('a file whose set-up is wrong is refused with the path and the value', () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify({ ...DEFAULT_PRESET.setup, engine: 'cuda' }));
  const { status, stderr } = study(file, '--seeds', '99');
  expect(stderr.split('\n')).toEqual([
    'seeds: expected <=32, got 99.',
    'engine: expected ("auto" | "webgpu" | "webgl" | "wasm" | "cpu"), got "cuda".',
  ]);
  expect(status).toBe(2);
});
