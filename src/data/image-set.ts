// How a set of images comes from its shards: read, split, scale to [0, 1], and spoil as much as the knobs say.
import type { DatasetCard, RangeKnob } from '../contract/cards.ts';
import { DATA_SEED, knob, type LoadContext, type Part, type Samples } from './dataset.ts';
import { entryOf, MANIFEST, type ManifestEntry, readManifest } from './manifest.ts';
import { addNoise, flipLabels, labelNoiseKnob, noiseKnob } from './noise.ts';
import { random } from './random.ts';
import { type RawPart, readPart } from './shards.ts';
import { everyPosition, stratify } from './split.ts';

export interface HoldOut {
  /** Samples a class for validation, taken from the training part. */
  readonly validation: number;
  /** Samples a class for the test, where the source has no test part of its own. */
  readonly test?: number;
}

export const imageKnobs = (): Readonly<Record<string, RangeKnob>> => ({
  noise: noiseKnob(1, 0),
  labelNoise: labelNoiseKnob(),
});

/** @throws a sentence when the files are missing, damaged, or not those the card describes. */
export async function loadImages(card: DatasetCard, hold: HoldOut, context: LoadContext): Promise<Samples> {
  const entry = entryOf(await readManifest(context.read), card.id);
  checkCard(card, entry);
  const split = (raw: RawPart, perClass: readonly number[]) =>
    shareOut(card, raw.labels, perClass, context.seed);
  const part = (raw: RawPart, name: string, indices: Int32Array | undefined) =>
    scale(raw, name, indices ?? new Int32Array(), entry, context);

  let parts: [train: Part, validation: Part, test: Part];
  if (hold.test === undefined) {
    const [train, test] = await Promise.all([
      readPart(context.read, entry, 'train'),
      readPart(context.read, entry, 'test'),
    ]);
    const [validation, rest] = split(train, [hold.validation]);
    parts = [
      part(train, 'train', rest),
      part(train, 'train', validation),
      part(test, 'test', everyPosition(test.labels.length)),
    ];
  } else {
    const all = await readPart(context.read, entry, 'all');
    const [test, validation, rest] = split(all, [hold.test, hold.validation]);
    parts = [part(all, 'all', rest), part(all, 'all', validation), part(all, 'all', test)];
  }
  const [{ x, y }, validation, test] = parts;
  const labels = flipLabels(
    y,
    knob(context, 'labelNoise'),
    card.classes.length,
    random(context.seed, card.id, 'flips'),
  );
  return { shape: card.shape, classes: card.classes, train: { x, y: labels }, validation, test };
}

/** All samples of a set of one part, as they lie in the files, with as much noise as the knob says. */
export async function loadWhole(id: string, context: LoadContext): Promise<Part> {
  const entry = entryOf(await readManifest(context.read), id);
  const raw = await readPart(context.read, entry, 'all');
  return scale(raw, 'all', everyPosition(raw.labels.length), entry, context);
}

/**
 * Parts of so many samples a class, and the rest. Only the last part and the rest are told apart anew in every draw of the
 * data: what is kept for the test is never trained or tuned on, whichever draw.
 */
function shareOut(
  { id, classes }: DatasetCard,
  labels: Uint8Array,
  perClass: readonly number[],
  seed: number,
): Int32Array[] {
  const split = (y: Uint8Array, counts: readonly number[], draw: number) =>
    stratify(id, y, classes, counts, random(draw, id, 'split'));
  const parts = split(labels, perClass, DATA_SEED);
  if (seed === DATA_SEED) return parts;
  const others = Int32Array.from(parts.splice(-2).flatMap((part) => [...part])).sort();
  const again = split(
    Uint8Array.from(others, (index) => labels[index] as number),
    perClass.slice(-1),
    seed,
  );
  return [...parts, ...again.map((part) => part.map((at) => others[at] as number))];
}

/** Picks samples, divides by the largest value, and shakes each with chance that belongs to its place in the source. */
function scale(
  raw: RawPart,
  name: string,
  indices: Int32Array,
  entry: ManifestEntry,
  context: LoadContext,
): Part {
  const size = raw.pixels.length / raw.labels.length;
  const sigma = knob(context, 'noise');
  const x = new Float32Array(indices.length * size);
  const y = new Int32Array(indices.length);
  for (const [row, index] of indices.entries()) {
    const sample = x.subarray(row * size, (row + 1) * size);
    for (let k = 0; k < size; k++) sample[k] = (raw.pixels[index * size + k] as number) / entry.max;
    if (sigma > 0) addNoise(sample, sigma, random(context.seed, entry.id, 'noise', name, index));
    y[row] = raw.labels[index] as number;
  }
  return { x, y };
}

/** The card is what the page shows before anything is loaded; the files must be what it says. */
function checkCard(card: DatasetCard, entry: ManifestEntry): void {
  const count = card.counts.train + card.counts.validation + card.counts.test;
  if (entry.count !== count)
    throw new Error(`${MANIFEST}: ${card.id} has ${entry.count} samples, its card says ${count}.`);
  if (entry.shape.join() !== card.shape.join())
    throw new Error(`${MANIFEST}: ${card.id} has the shape [${entry.shape}], its card says [${card.shape}].`);
  if (entry.classes.join() !== card.classes.join())
    throw new Error(
      `${MANIFEST}: ${card.id} has the classes ${entry.classes.join(', ')}; its card says ${card.classes.join(', ')}.`,
    );
}
