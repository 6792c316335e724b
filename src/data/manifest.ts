// The list of what lies in `public/data`: which shards make up a set, their sizes and checksums. Parsed at the door,
// with bounds, so that a truncated or hostile list fails with a sentence and never with an allocation.
import * as v from 'valibot';
import type { Read } from './dataset.ts';

export const MANIFEST = 'manifest.json';
const MAX_MANIFEST_BYTES = 262_144;
/** The largest shard, unpacked. */
export const MAX_SHARD_BYTES = 4_194_304;

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));

const ShardSchema = v.strictObject({
  file: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}\.bin\.gz$/)),
  /** Which part of its source the shard comes from; `all` where the source has one part only. */
  part: v.picklist(['all', 'train', 'test']),
  kind: v.picklist(['images', 'labels']),
  /** Samples in the shard. */
  count: whole(1, 100_000),
  /** Bytes when unpacked. */
  bytes: whole(1, MAX_SHARD_BYTES),
  /** SHA-256 of the unpacked bytes, hex. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const EntrySchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  /** [height, width, channels] */
  shape: v.pipe(v.array(whole(1, 256)), v.length(3)),
  /** Samples in all parts together. */
  count: whole(1, 100_000),
  /** The largest value a pixel can have; inputs are divided by it. */
  max: whole(1, 255),
  classes: v.pipe(v.array(text(40)), v.minLength(2), v.maxLength(256)),
  licence: text(60),
  credit: text(400),
  source: v.strictObject({ registry: text(40), package: text(80), version: text(80) }),
  shards: v.pipe(v.array(ShardSchema), v.minLength(2), v.maxLength(64)),
});

const ManifestSchema = v.strictObject({
  sets: v.pipe(v.array(EntrySchema), v.minLength(1), v.maxLength(32)),
});

export type Shard = v.InferOutput<typeof ShardSchema>;
export type ManifestEntry = v.InferOutput<typeof EntrySchema>;
export type Manifest = v.InferOutput<typeof ManifestSchema>;

/**
 * Reads and checks the manifest.
 * @throws a sentence with the path, the wanted and the found value.
 */
export async function readManifest(read: Read): Promise<Manifest> {
  const bytes = await read(MANIFEST);
  if (bytes.byteLength > MAX_MANIFEST_BYTES)
    throw new Error(
      `${MANIFEST}: is ${bytes.byteLength} bytes long, at most ${MAX_MANIFEST_BYTES} are expected.`,
    );
  return parseManifest(new TextDecoder().decode(bytes));
}

/** @throws a sentence with the path, the wanted and the found value. */
export function parseManifest(source: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    throw new Error(`${MANIFEST}: is not JSON; it begins with "${source.slice(0, 20)}".`);
  }
  const result = v.safeParse(ManifestSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw new Error(
      `${MANIFEST}: ${v.getDotPath(issue) ?? 'the whole'} should be ${issue.expected ?? 'another value'}, it is ${issue.received.slice(0, 80)}.`,
    );
  }
  const seen = new Set<string>();
  for (const entry of result.output.sets) {
    if (seen.has(entry.id)) throw new Error(`${MANIFEST}: "${entry.id}" is there twice.`);
    seen.add(entry.id);
    checkSums(entry);
  }
  return result.output;
}

/** The numbers of an entry must agree with one another. */
function checkSums(entry: ManifestEntry): void {
  const sampleBytes = entry.shape.reduce((product, n) => product * n, 1);
  const counts = { images: new Map<string, number>(), labels: new Map<string, number>() };
  for (const shard of entry.shards) {
    const expected = shard.count * (shard.kind === 'images' ? sampleBytes : 1);
    if (shard.bytes !== expected) {
      throw new Error(
        `${MANIFEST}: ${shard.file} holds ${shard.count} ${shard.kind}, that is ${expected} bytes, the manifest says ${shard.bytes}.`,
      );
    }
    counts[shard.kind].set(shard.part, (counts[shard.kind].get(shard.part) ?? 0) + shard.count);
  }
  let total = 0;
  for (const part of new Set(entry.shards.map((shard) => shard.part))) {
    const images = counts.images.get(part) ?? 0;
    const labels = counts.labels.get(part) ?? 0;
    if (images !== labels)
      throw new Error(
        `${MANIFEST}: ${entry.id} has ${images} images and ${labels} labels in its part "${part}".`,
      );
    total += images;
  }
  if (total !== entry.count)
    throw new Error(
      `${MANIFEST}: ${entry.id} has shards for ${total} samples, the manifest says ${entry.count}.`,
    );
}

/** @throws when the manifest has no such set. */
export function entryOf(manifest: Manifest, id: string): ManifestEntry {
  const entry = manifest.sets.find((set) => set.id === id);
  if (!entry)
    throw new Error(
      `${MANIFEST}: there is no "${id}"; there are ${manifest.sets.map((set) => set.id).join(', ')}.`,
    );
  return entry;
}
