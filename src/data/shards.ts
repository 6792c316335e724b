// Reads the shards of a set: fetch, unpack, check. Nothing is believed before its checksum is right.
import type { Read } from './dataset.ts';
import type { ManifestEntry, Shard } from './manifest.ts';

/** One part of a set as it lies in its shards: pixels [n, …shape] and labels [n], a byte each. */
export interface RawPart {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * One shard's unpacked bytes, [shard.bytes].
 * @throws a sentence when it cannot be read or unpacked, or is not what the manifest says.
 */
export async function readShard(read: Read, shard: Shard): Promise<Uint8Array> {
  const stored = new Uint8Array(await read(shard.file));
  // Some servers send a .gz with Content-Encoding: gzip, and then fetch has unpacked it already.
  // No raw shard begins with these bytes; the program that writes shards sees to it.
  const packed = stored[0] === 0x1f && stored[1] === 0x8b && stored[2] === 0x08;
  const bytes = packed ? await unpack(stored, shard) : stored;
  if (bytes.byteLength !== shard.bytes)
    throw new Error(`${shard.file}: is ${bytes.byteLength} bytes long, the manifest says ${shard.bytes}.`);
  const sum = await sha256(bytes, shard.file);
  if (sum !== shard.sha256)
    throw new Error(`${shard.file}: sha256 is ${sum}, the manifest says ${shard.sha256}.`);
  return bytes;
}

/**
 * All shards of one part, joined in the order of the manifest.
 * @throws a sentence when the part is not there, a shard is wrong or a value is out of bounds.
 */
export async function readPart(read: Read, entry: ManifestEntry, part: Shard['part']): Promise<RawPart> {
  const ofKind = async (kind: Shard['kind']) => {
    const shards = entry.shards.filter((shard) => shard.part === part && shard.kind === kind);
    if (shards.length === 0)
      throw new Error(`${entry.id}: the manifest has no ${kind} in the part "${part}".`);
    return join(await Promise.all(shards.map((shard) => readShard(read, shard))));
  };
  const [pixels, labels] = await Promise.all([ofKind('images'), ofKind('labels')]);
  checkBound(entry.id, 'pixel', pixels, entry.max);
  checkBound(entry.id, 'label', labels, entry.classes.length - 1);
  return { pixels, labels };
}

function checkBound(id: string, what: string, values: Uint8Array, max: number): void {
  const at = values.findIndex((value) => value > max);
  if (at >= 0) throw new Error(`${id}: ${what} ${at} is ${values[at]}, the largest there can be is ${max}.`);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

/** Unpacks into exactly as much memory as the manifest allows: a bomb is stopped, not swallowed. */
async function unpack(stored: Uint8Array<ArrayBuffer>, shard: Shard): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([stored]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const bytes = new Uint8Array(shard.bytes);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new Error(
        `${shard.file}: could not be unpacked after ${at} of ${shard.bytes} bytes: ${error instanceof Error ? error.message : error}.`,
      );
    });
    if (done) return bytes.subarray(0, at);
    if (at + value.byteLength > bytes.byteLength) {
      await reader.cancel().catch(() => undefined);
      throw new Error(
        `${shard.file}: unpacks to more than ${shard.bytes} bytes, which the manifest says it has.`,
      );
    }
    bytes.set(value, at);
    at += value.byteLength;
  }
}

async function sha256(bytes: Uint8Array, file: string): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle)
    throw new Error(
      `${file}: its checksum cannot be computed, because this page is neither on https nor on localhost.`,
    );
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
