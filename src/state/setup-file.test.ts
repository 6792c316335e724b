// Set-ups as files.
import { describe, expect, it } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { MAX_FILE, readSetup, readSetupFile, writeSetupFile } from './setup-file.ts';

const said = (text: string) => {
  const parsed = readSetup(text);
  return parsed.ok ? '' : parsed.problems.join(' ');
};

describe('a set-up file', () => {
  it('is read as it was written', () => {
    expect(readSetup(writeSetupFile(DEFAULT_PRESET.setup))).toEqual({
      ok: true,
      value: DEFAULT_PRESET.setup,
    });
  });

  it('may be the bare set-up', () => {
    expect(readSetup(JSON.stringify(DEFAULT_PRESET.setup)).ok).toBe(true);
  });

  it('with a key that reaches a prototype is refused with a sentence', () => {
    const text = writeSetupFile(DEFAULT_PRESET.setup).replace(
      '"seed": 1',
      '"seed": 1, "__proto__": { "polluted": true }',
    );
    expect(said(text)).toContain('a key named "__proto__"');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('that is too large is refused unread', async () => {
    const text = () => Promise.reject(new Error('it was read'));
    const file = (head: string) => ({ text, slice: () => new Blob([head]) });
    const parsed = await readSetupFile({ ...file('{"format": "stillroom-setup"'), size: MAX_FILE + 1 });
    expect(parsed.ok ? '' : parsed.problems[0]).toContain('at most 262144');
    const results = await readSetupFile({ ...file('{"format": "stillroom-results"'), size: 9e6 });
    expect(results.ok ? '' : results.problems[0]).toContain('9000000 bytes; results have at most 8388608');
  });

  it('may be that of exported results, however much was measured', async () => {
    const { setup } = DEFAULT_PRESET;
    const results = { format: 'stillroom-results', version: 1, setup, lanes: ['x'.repeat(MAX_FILE)] };
    const read = (change: object) => readSetupFile(new Blob([JSON.stringify({ ...results, ...change })]));
    expect(await read({})).toEqual({ ok: true, value: setup });
    for (const [change, sentence] of [
      [{ version: 2 }, 'version: expected 1, got 2.'],
      [{ setup: undefined }, 'set-up: expected Object, got null.'],
      [{ setup: { ...setup, seed: -1 } }, 'seed: expected >=0, got -1.'],
      [{ setup: JSON.parse('{"__proto__": {}}') }, 'a key named "__proto__"'],
    ] as const) {
      const parsed = await read(change);
      expect(parsed.ok ? '' : parsed.problems.join(' ')).toContain(sentence);
    }
  });

  it.each([
    ['{"format":"stillroom-pytorch","version":1}', 'expected "stillroom-setup" or "stillroom-results"'],
    ['not json', 'not JSON'],
    ['{"format":"stillroom-setup","version":2}', 'expected 1, got 2'],
    ['[]', 'data: expected'],
    ['null', 'set-up'],
  ])('that holds %s is refused with a sentence', (text, sentence) => {
    expect(said(text)).toContain(sentence);
  });
});
