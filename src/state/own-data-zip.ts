// The files of a zip, one after another, none larger than it says and all together bounded. The list at the end of the
// archive is read here, so that flags and sizes are seen before anything is unpacked; fflate unpacks.
// After PKWARE's APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (list) and 4.3.16 (its end).
import { Inflate } from 'fflate';
import { Refused, type Remark, remark, shown } from './own-data-remarks.ts';

export interface ZipLimits {
  readonly entries: number;
  /** Bytes of one file, unpacked. */
  readonly file: number;
  /** Bytes of all files, unpacked. */
  readonly total: number;
}

/** A file that is larger than this, unpacked, may not be this many times as large as it is packed. */
const SUSPICIOUS_BYTES = 1024 * 1024;
const MAX_RATIO = 200;
/** What is unpacked in one go; packed bytes swell to at most 1032 times as many. */
const CHUNK = 16 * 1024;

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LISTED_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly path: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly at: number;
}

export type Unpacked = { readonly path: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly refused: Remark }
);

/**
 * The files of an archive in its order, folders left out; those that cannot be used come with a sentence.
 * @throws Refused where the archive as a whole cannot be used: no zip, cut off, too many or too large files.
 */
export function* unzip(zip: Uint8Array, limits: ZipLimits): Generator<Unpacked> {
  const entries = entriesOf(zip, limits);
  const swollen = entries.find(({ size, packed }) => size > SUSPICIOUS_BYTES && size > MAX_RATIO * packed);
  if (swollen) {
    const ratio = Math.round(swollen.size / Math.max(1, swollen.packed));
    throw new Refused('refused.zipBomb', { name: shown(swollen.path), n: ratio });
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.total)
    throw new Refused('refused.tooLarge', { size: inMiB(total), most: inMiB(limits.total) });
  for (const entry of entries)
    if (!entry.path.endsWith('/')) yield { path: entry.path, ...unpack(zip, entry, limits) };
}

const inMiB = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

function entriesOf(zip: Uint8Array, limits: ZipLimits): Entry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw new Refused('refused.zip64');
  if (count > limits.entries) throw new Refused('refused.zipEntries', { n: count, most: limits.entries });
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + LISTED_BYTES > end || view.getUint32(at, true) !== LISTED) throw new Refused('refused.zip');
    const nameLength = view.getUint16(at + 28, true);
    const next =
      at + LISTED_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw new Refused('refused.zip');
    entries.push({
      path: new TextDecoder().decode(zip.subarray(at + LISTED_BYTES, at + LISTED_BYTES + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** Where the end of the list begins; behind it there is a comment of at most 65,535 bytes. */
function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - 0xffff);
  for (let at = view.byteLength - END_BYTES; at >= first; at--)
    if (view.getUint32(at, true) === END) return at;
  throw new Refused('refused.zip');
}

function unpack(
  zip: Uint8Array,
  entry: Entry,
  limits: ZipLimits,
): { readonly bytes: Uint8Array } | { readonly refused: Remark } {
  const name = shown(entry.path);
  const refuse = (say: Remark['say'], gaps: Remark['gaps'] = {}) => ({
    refused: remark(say, { name, ...gaps }),
  });
  if (entry.encrypted) return refuse('left.file.encrypted');
  if (entry.method !== STORED && entry.method !== DEFLATED)
    return refuse('left.file.method', { method: entry.method });
  if (entry.size > limits.file)
    return refuse('left.file.large', { size: inMiB(entry.size), most: inMiB(limits.file) });
  const packed = packedBytes(zip, entry);
  if (!packed) return refuse('left.file.damaged');
  if (entry.method === STORED)
    return packed.length === entry.size ? { bytes: packed } : refuse('left.file.forged');
  try {
    const bytes = inflate(packed, entry.size);
    return bytes ? { bytes } : refuse('left.file.forged');
  } catch {
    return refuse('left.file.damaged');
  }
}

/** Null where the local header is not where the list says, or the bytes end before. */
function packedBytes(zip: Uint8Array, { at, packed }: Entry): Uint8Array | null {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  if (at + LOCAL_BYTES > zip.length || view.getUint32(at, true) !== LOCAL) return null;
  const from = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return from + packed > zip.length ? null : zip.subarray(from, from + packed);
}

/** Null where there is more or less in it than `size`; no more than a chunk is unpacked beyond it. */
function inflate(packed: Uint8Array, size: number): Uint8Array | null {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length <= size) bytes.set(chunk, filled);
    filled += chunk.length;
  });
  for (let from = 0; from < packed.length && filled <= size; from += CHUNK)
    stream.push(packed.subarray(from, from + CHUNK), from + CHUNK >= packed.length);
  return filled === size ? bytes : null;
}
