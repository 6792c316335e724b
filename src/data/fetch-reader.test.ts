import { afterEach, expect, it, vi } from 'vitest';
import { fetchReader } from './fetch-reader.ts';

const answer = (make: () => Response) => {
  const fetched = vi.fn(async (_address: URL) => make());
  vi.stubGlobal('fetch', fetched);
  return fetched;
};
const read = fetchReader('https://host/app/data/');

afterEach(() => vi.unstubAllGlobals());

it('reads a file beside the others', async () => {
  const fetched = answer(() => new Response(Uint8Array.of(1, 2, 3)));
  expect(await read('a.bin.gz')).toEqual(Uint8Array.of(1, 2, 3));
  expect(String(fetched.mock.calls[0]?.[0])).toBe('https://host/app/data/a.bin.gz');
});

it('says which file is not there, even where the server sends a page instead', async () => {
  answer(() => new Response('', { status: 404 }));
  await expect(read('a.bin.gz')).rejects.toThrow('a.bin.gz: the server answered 404.');
  answer(() => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }));
  await expect(read('a.bin.gz')).rejects.toThrow('a.bin.gz: the server sent a web page instead');
});

it('says which file the network failed on', async () => {
  answer(() => {
    throw new TypeError('Failed to fetch');
  });
  await expect(read('a.bin.gz')).rejects.toThrow('a.bin.gz: could not be fetched: Failed to fetch.');
});
