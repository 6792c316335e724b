import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Read } from './dataset.ts';
import { entryOf, type ManifestEntry, parseManifest, readManifest, type Shard } from './manifest.ts';
import { readPart, readShard } from './shards.ts';

const read: Read = async (file) =>
  new Uint8Array(await readFile(new URL(`../../public/data/${file}`, import.meta.url)));
const manifest = await readManifest(read);
const serve =
  (bytes: Uint8Array): Read =>
  async () =>
    bytes;

const raw = Uint8Array.from({ length: 32 }, (_, i) => i % 3);
const shard: Shard = {
  file: 'made-up.bin.gz',
  part: 'all',
  kind: 'labels',
  count: 32,
  bytes: 32,
  sha256: createHash('sha256').update(raw).digest('hex'),
};

describe('the committed shards', () => {
  for (const entry of manifest.sets) {
    it(`of ${entry.id} are what the manifest says, byte for byte`, async () => {
      for (const piece of entry.shards) {
        const bytes = gunzipSync(await read(piece.file));
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(piece.sha256);
        expect(bytes.equals(await readShard(read, piece))).toBe(true);
        // Otherwise the reader could not tell that it is unpacked.
        expect([bytes[0], bytes[1]]).not.toEqual([0x1f, 0x8b]);
      }
    });
  }

  it.each(['mnist', 'fashion'])('of %s hold equally many of every class', async (id) => {
    const entry = entryOf(manifest, id);
    for (const [part, each] of [
      ['train', 2000],
      ['test', 500],
    ] as const) {
      const { labels, pixels } = await readPart(read, entry, part);
      expect(entry.classes.map((_, label) => labels.filter((found) => found === label).length)).toEqual(
        new Array(10).fill(each),
      );
      expect(pixels.length).toBe(each * 10 * 784);
    }
  });

  it('of digits hold all 1,797', async () => {
    const { labels, pixels } = await readPart(read, entryOf(manifest, 'digits'), 'all');
    expect(labels.length).toBe(1797);
    expect(pixels.reduce((a, b) => Math.max(a, b), 0)).toBe(16);
  });
});

describe('reading a shard', () => {
  it('unpacks it, unless the server has done so already', async () => {
    expect(await readShard(serve(gzipSync(raw)), shard)).toEqual(raw);
    expect(await readShard(serve(raw), shard)).toEqual(raw);
  });

  it('refuses one flipped bit', async () => {
    const broken = Uint8Array.from(raw);
    broken[7]! ^= 1;
    await expect(readShard(serve(gzipSync(broken)), shard)).rejects.toThrow(
      `made-up.bin.gz: sha256 is ${createHash('sha256').update(broken).digest('hex')}, the manifest says ${shard.sha256}.`,
    );
  });

  it('refuses a truncated file', async () => {
    const packed = gzipSync(raw);
    await expect(readShard(serve(packed.subarray(0, packed.length - 9)), shard)).rejects.toThrow(
      /^made-up\.bin\.gz: could not be unpacked after \d+ of 32 bytes/,
    );
    await expect(readShard(serve(raw.subarray(0, 31)), shard)).rejects.toThrow(
      'made-up.bin.gz: is 31 bytes long, the manifest says 32.',
    );
    await expect(readShard(serve(new Uint8Array()), shard)).rejects.toThrow('is 0 bytes long');
  });

  it('stops a file that unpacks to more than it may', async () => {
    await expect(readShard(serve(gzipSync(new Uint8Array(50_000_000))), shard)).rejects.toThrow(
      'made-up.bin.gz: unpacks to more than 32 bytes, which the manifest says it has.',
    );
  });

  it('refuses labels beyond the classes', async () => {
    const entry: ManifestEntry = {
      ...entryOf(manifest, 'digits'),
      id: 'made-up',
      shape: [1, 1, 1],
      classes: ['a', 'b'],
      count: 32,
      shards: [shard, { ...shard, kind: 'images' }],
    };
    await expect(readPart(serve(raw), entry, 'all')).rejects.toThrow(
      'made-up: label 2 is 2, the largest there can be is 1.',
    );
    expect((await readPart(serve(raw), { ...entry, classes: ['a', 'b', 'c'] }, 'all')).labels).toEqual(raw);
    await expect(readPart(serve(raw), entry, 'train')).rejects.toThrow(
      'made-up: the manifest has no images in the part "train".',
    );
  });
});

describe('a manifest', () => {
  const source = () => structuredClone(manifest);
  const spoil = (change: (copy: ReturnType<typeof source>) => unknown) => {
    const copy = source();
    change(copy);
    return () => parseManifest(JSON.stringify(copy));
  };

  it('is taken when all is well', () => {
    expect(spoil(() => null)()).toEqual(manifest);
  });

  it('is refused when it is cut short or no manifest', () => {
    expect(() => parseManifest(JSON.stringify(manifest).slice(0, 900))).toThrow(
      'manifest.json: is not JSON; it begins with "{"sets":',
    );
    expect(() => parseManifest('<!doctype html><title>')).toThrow('is not JSON');
    expect(() => parseManifest('[]')).toThrow('manifest.json:');
  });

  it('is refused when it asks for too much or for another folder', () => {
    expect(spoil((m) => Object.assign(m.sets[0]!.shards[0]!, { bytes: 9e9 }))).toThrow(
      'sets.0.shards.0.bytes should be <=4194304, it is 9000000000.',
    );
    expect(spoil((m) => Object.assign(m.sets[0]!.shards[0]!, { file: '../secret.bin.gz' }))).toThrow(
      'sets.0.shards.0.file',
    );
    expect(spoil((m) => Object.assign(m.sets[0]!, { count: -1 }))).toThrow(
      'sets.0.count should be >=1, it is -1.',
    );
  });

  it('is refused when its numbers do not agree', () => {
    expect(spoil((m) => Object.assign(m.sets[0]!.shards[0]!, { count: 7 }))).toThrow(
      'digits-images-0.bin.gz holds 7 images, that is 448 bytes, the manifest says 115008.',
    );
    expect(spoil((m) => m.sets.find(({ id }) => id === 'mnist')!.shards.shift())).toThrow(
      'mnist has 15000 images and 20000 labels in its part "train".',
    );
    expect(spoil((m) => Object.assign(m.sets[0]!, { count: 5 }))).toThrow(
      'digits has shards for 1797 samples, the manifest says 5.',
    );
    expect(spoil((m) => m.sets.push(m.sets[0]!))).toThrow('"digits" is there twice.');
  });
});
