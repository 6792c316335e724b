// Results as JSON: the fingerprint is that of a run that stands.
import { afterEach, expect, test, vi } from 'vitest';
import { DEFAULT_PRESET } from '../../contract/presets.ts';
import type { App } from '../../state/app.ts';
import { makeResults } from './make.ts';

const size = { parameters: 1, macs: 1, bytes: 4, layers: [] };
const run = {
  ...{ setup: DEFAULT_PRESET.setup, shape: [2], classes: ['a'], totalSteps: 9, teacherSteps: 0 },
  counts: { labeled: 1, pool: 0, validation: 1, test: 1, teacher: 1 },
  ...{ teacher: { size, source: 'imported', file: 'mine.safetensors' }, student: size },
};
const appThat = (transport: string, ask: App['ask']) =>
  ({
    link: () => '',
    ask,
    store: { getState: () => ({ run: { run, info: { engine: 'cpu' }, transport }, moves: [] }) },
  }) as unknown as App;

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['playing', null],
  ['lost', null],
  ['paused', { step: 3, hash: 'abc' }],
  ['finished', { step: 3, hash: 'abc' }],
])('a run that is %s has the fingerprint %j', async (transport, fingerprint) => {
  vi.stubGlobal('location', { href: 'https://example.org/' });
  const ask = vi.fn(async () => ({ step: 3, hash: 'abc' }));
  const made = await makeResults(appThat(transport, ask as unknown as App['ask']), [], 'json');
  const json = JSON.parse(String(made.content));
  expect(json.fingerprint).toEqual(fingerprint);
  expect(ask).toHaveBeenCalledTimes(fingerprint ? 1 : 0);
  expect(typeof json.fingerprintReason).toBe(fingerprint ? 'undefined' : 'string');
  expect(json.teacher).toEqual({ source: 'imported', file: 'mine.safetensors' });
});
