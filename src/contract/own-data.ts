// A data set that the visitor brought: what it is, how much it may be, and its name, which is a hash of what is in it.

export interface OwnData {
  /** `own-` and eight hex digits of its content: the same data have the same name, and give the same bits. */
  readonly id: string;
  readonly kind: 'points' | 'table' | 'images';
  /** What the visitor calls it; no part of the hash. */
  readonly name: string;
  /** [2] for points, [features] for a table, [height, width, channels] for images. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** [n, …shape], row-major: numbers as they came, or pixels from 0 to 255. */
  readonly x: Float64Array | Uint8Array;
  /** A class each, [n]. */
  readonly y: Int32Array;
  /** What part of every class is set aside. */
  readonly shares: Shares;
}

export interface Shares {
  readonly validation: number;
  readonly test: number;
}

export const SHARES: Shares = { validation: 0.2, test: 0.2 };
export const MIN_SHARE = 0.05;
export const MAX_SHARE = 0.4;
export const MAX_CLASSES = 100;
export const MAX_ROWS = 100_000;
export const MAX_FEATURES = 1024;
export const MAX_IMAGES = 20_000;
export const MIN_SIDE = 8;
export const MAX_SIDE = 32;
export const MAX_NAME = 60;
/** Samples a class needs, so that each part has at least one of it. */
export const SMALLEST_CLASS = 5;
/** No number may be larger than this: its square must still be one, in single precision. */
export const LARGEST_NUMBER = 1e15;
/** Bytes of the numbers of one data set, as the network sees them: four each. */
export const MAX_OWN_BYTES = 250 * 1024 * 1024;

export const isOwn = (id: string): boolean => id.startsWith('own-');

/** How many samples of a class of `n` go where; each part gets at least one. */
export function partSizes(n: number, shares: Shares): { train: number; validation: number; test: number } {
  const test = Math.max(1, Math.round(n * shares.test));
  const validation = Math.max(1, Math.round(n * shares.validation));
  return { train: n - validation - test, validation, test };
}

/** How many samples each class has. */
export function classCounts(y: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < y.length; i++) counts[y[i] as number] = (counts[y[i] as number] ?? 0) + 1;
  return counts;
}

/** The name that belongs to the content: MurmurHash3, 32 bits, over everything the numbers of a run depend on. */
export function ownId(data: Omit<OwnData, 'id' | 'name'>): string {
  const head = JSON.stringify([data.kind, data.shape, data.classes, data.shares, data.y.length]);
  let hash = hashWords(
    Uint32Array.from(head, (letter) => letter.codePointAt(0) as number),
    0x5717,
  );
  hash = hashWords(new Uint32Array(data.y.buffer, data.y.byteOffset, data.y.length), hash);
  const { buffer, byteOffset, byteLength } = data.x;
  hash = hashWords(new Uint32Array(buffer, byteOffset, byteLength >>> 2), hash);
  hash = hashWords(
    Uint32Array.from(new Uint8Array(buffer, byteOffset + (byteLength & ~3), byteLength & 3)),
    hash,
  );
  return `own-${hash.toString(16).padStart(8, '0')}`;
}

function hashWords(words: Uint32Array, seed: number): number {
  let h = seed;
  for (let i = 0; i < words.length; i++) {
    const k = Math.imul(words[i] as number, 0xcc9e2d51);
    h ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  h ^= words.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** What is wrong with a data set, in a sentence; null where nothing is. Whoever made it, the engine looks itself. */
export function problemOf(data: OwnData): string | null {
  const { id, name, shape, classes, x, y, shares, kind } = data;
  const size = shape.reduce((product, n) => product * n, 1);
  if (!whole(shape, 1, MAX_FEATURES) || (kind === 'images') !== (shape.length === 3))
    return `Your data: samples of shape [${shape}] cannot be used.`;
  if (classes.length < 2 || classes.length > MAX_CLASSES)
    return `Your data: there must be from 2 to ${MAX_CLASSES} classes, there are ${classes.length}.`;
  if (new Set(classes).size < classes.length) return 'Your data: two classes have the same name.';
  if (y.length > MAX_ROWS) return `Your data: ${y.length} samples are more than ${MAX_ROWS}.`;
  if (x.length !== y.length * size)
    return `Your data: there are ${x.length} numbers for ${y.length} samples of shape [${shape}].`;
  if (4 * x.length > MAX_OWN_BYTES)
    return `Your data: ${x.length} numbers take ${4 * x.length} bytes, at most ${MAX_OWN_BYTES} are allowed.`;
  if (name.length > MAX_NAME)
    return `Your data: the name has ${name.length} characters, at most ${MAX_NAME}.`;
  for (const [part, share] of Object.entries(shares)) {
    if (!(share >= MIN_SHARE && share <= MAX_SHARE))
      return `Your data: the share for ${part} is ${share}, it goes from ${MIN_SHARE} to ${MAX_SHARE}.`;
  }
  const stray = y.find((label) => !(label >= 0 && label < classes.length));
  if (stray !== undefined) return `Your data: there is the label ${stray}, and ${classes.length} classes.`;
  const counts = classCounts(y, classes.length);
  const small = counts.findIndex((count) => count < SMALLEST_CLASS);
  if (small >= 0)
    return `Your data: class ${classes[small]} has ${counts[small]} samples, a class needs ${SMALLEST_CLASS}.`;
  const bad = x.findIndex((value) => !(Math.abs(value) <= LARGEST_NUMBER));
  if (bad >= 0) return `Your data: number ${bad} is ${x[bad]}; numbers go up to ${LARGEST_NUMBER}.`;
  const named = ownId(data);
  return named === id ? null : `Your data: the content gives the name ${named}, it came as ${id}.`;
}

const whole = (numbers: readonly number[], min: number, max: number): boolean =>
  numbers.length > 0 && numbers.every((n) => Number.isInteger(n) && n >= min && n <= max);

/** Why a set-up that names someone's own data cannot be loaded. */
export const missingOwn = (id: string): string =>
  `data.id: "${id}" is a visitor's own data set, and it is not here: a link and a set-up file name the data by a hash, they do not hold them. Bring the same file under "Your own data", with the same choices, and this set-up is taken up again.`;
