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
    const file = { size: MAX_FILE + 1, text: () => Promise.reject(new Error('it was read')) };
    const parsed = await readSetupFile(file);
    expect(parsed.ok ? '' : parsed.problems[0]).toContain('at most 262144');
  });

  it.each([
    ['not json', 'not JSON'],
    ['{"format":"stillroom-setup","version":2}', 'expected 1, got 2'],
    ['[]', 'data: expected'],
    ['null', 'set-up'],
  ])('that holds %s is refused with a sentence', (text, sentence) => {
    expect(said(text)).toContain(sentence);
  });
});
