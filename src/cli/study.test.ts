// `npm run study` with arguments that cannot be: a sentence and an exit code, no stack.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DEFAULT_PRESET, PRESETS } from '../contract/presets.ts';
import { briefly } from '../study/testing.ts';

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

test('a name that is no study, no preset and no file is refused, with the presets there are', () => {
  const { status, stderr, stdout } = study('nonsense');
  expect(stderr).toBe(
    `nonsense is neither a study in src/study/studies, nor a preset (${PRESETS.map(({ id }) => id).join(', ')}), nor a file.`,
  );
  expect(status).toBe(2);
  expect(stdout).toBe('');
});

test('a file whose set-up is wrong is refused with the path and the value', () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify({ ...DEFAULT_PRESET.setup, engine: 'cuda' }));
  const { status, stderr } = study(file);
  expect(stderr.split('\n')).toEqual([
    'engine: expected ("auto" | "webgpu" | "webgl" | "wasm" | "cpu"), got "cuda".',
  ]);
  expect(study('digits', '--seeds', '99').stderr).toBe('seeds.count: expected <=32, got 99.');
  expect(status).toBe(2);
});

test('a study is done in parts, goes on where it was left, and is put together to the same tables', () => {
  const [whole, one, two, merged] = ['whole', 'one', 'two', 'merged'].map((name) =>
    join(folder, `${name}.json`),
  ) as [string, string, string, string];
  const file = join(folder, 'small.json');
  writeFileSync(
    file,
    JSON.stringify({
      id: 'small',
      title: { en: 'Small' },
      question: { en: 'Does it go on?' },
      base: briefly(5, 5),
      methods: ['alone', 'kd'],
      seeds: { first: 1, count: 2 },
      data: 'fresh',
    }),
  );
  const engine = ['--engine', 'cpu'];
  const all = study(file, ...engine, '--json', whole);
  expect(all.status).toBe(0);
  expect(study(file, ...engine, '--json', whole).stderr).toContain(
    'is there already: --resume goes on with it',
  );
  expect(study(file, ...engine, '--json', whole, '--resume').stderr).toBe(''); // nothing was left to do
  study(file, ...engine, '--json', one, '--shard', '1/2');
  study(file, ...engine, '--json', two, '--shard', '2/2');
  const together = study('merge', one, two, '--json', merged);
  expect(together.status).toBe(0);
  const cells = (path: string) =>
    JSON.parse(readFileSync(path, 'utf8'))
      .cells.map(({ key, seeds }: { key: string; seeds: unknown }) => ({ key, seeds }))
      .sort((a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1));
  expect(cells(merged)).toEqual(cells(whole));
  expect(cells(whole)).toHaveLength(4);
  expect(cells(one).length).toBeLessThan(4);
}, 120_000);
