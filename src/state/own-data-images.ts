// Images by class: the folder a file lies in names its class. Every file is looked at, decoded, resized, or refused with
// a sentence; decoding itself is handed in, since it is the browser's.
import { MAX_IMAGES, MAX_NAME, type Shares } from '../contract/own-data.ts';
import { assemble, type Reading } from './own-data-assemble.ts';
import { type Picture, pictureOf } from './own-data-picture.ts';
import { Refused, type Remark, remark, shown } from './own-data-remarks.ts';
import { type Unpacked, unzip, type ZipLimits } from './own-data-zip.ts';

export interface ImageChoice {
  readonly name: string;
  readonly shares: Shares;
  /** Pixels a side. */
  readonly side: number;
  readonly colour: boolean;
}

/** Reads an image as [side, side, 4] bytes, red, green, blue and opacity. Rejects where it cannot. */
export type Decode = (bytes: Uint8Array, type: Picture['type'], side: number) => Promise<Uint8ClampedArray>;

export const MAX_IMAGE_BYTES = 8 * 1024 * 1024;
export const MAX_ZIP_BYTES = 256 * 1024 * 1024;
export const ZIP_LIMITS: ZipLimits = {
  entries: MAX_IMAGES + 5000,
  file: MAX_IMAGE_BYTES,
  total: 512 * 1024 * 1024,
};
/** Of a decoded image: 64 MiB of memory, which a browser can give. */
const MAX_PIXELS = 16 * 1024 * 1024;
/** Files that are named one by one; the others are counted. */
const NAMED = 20;

/** What comes with an archive or a file system and nobody meant to bring. */
const HIDDEN = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

/** The files of a zip as images. Never throws for what is in the zip. */
export const readZip = (zip: Uint8Array, choice: ImageChoice, decode: Decode, progress?: Progress) =>
  readImages(files(zip), choice, decode, progress);

function* files(zip: Uint8Array): Generator<Unpacked> {
  if (zip.length === 0) throw new Refused('refused.empty');
  yield* unzip(zip, ZIP_LIMITS);
}

type Progress = (done: number) => void;
type Files = Iterable<Unpacked> | AsyncIterable<Unpacked>;

/** Never throws for what is in the files. */
export async function readImages(
  from: Files,
  choice: ImageChoice,
  decode: Decode,
  progress: Progress = () => {},
): Promise<Reading> {
  const table = new Table(choice);
  try {
    let done = 0;
    for await (const file of from) {
      await table.take(file, decode);
      if (++done % 50 === 0) progress(done);
    }
    return table.reading();
  } catch (error) {
    if (error instanceof Refused) return { data: null, remarks: [...table.said(), error.remark] };
    throw error;
  }
}

/** What has been read of the files so far. */
class Table {
  private readonly labels: string[] = [];
  private readonly pixels: Uint8Array[] = [];
  private readonly remarks: Remark[] = [];
  private readonly paths = new Set<string>();
  private left = 0;
  private hidden = 0;

  constructor(private readonly choice: ImageChoice) {}

  async take(file: Unpacked, decode: Decode): Promise<void> {
    const parts = partsOf(file.path);
    const path = parts.join('/');
    const name = shown(path);
    if (HIDDEN.test(path)) return void this.hidden++;
    const why = 'refused' in file ? file.refused : this.placeProblem(parts, name, path);
    if (why) return this.leave(why);
    const { bytes } = file as { readonly bytes: Uint8Array };
    const picture = lookAt(bytes, name);
    if ('say' in picture) return this.leave(picture);
    if (this.labels.length >= MAX_IMAGES) throw new Refused('refused.images', { most: MAX_IMAGES });
    try {
      const { side, colour } = this.choice;
      this.pixels.push(channelsOf(await decode(bytes, picture.type, side), colour));
      this.labels.push(parts.at(-2) as string);
    } catch (error) {
      if (error instanceof Refused) throw error;
      this.leave(remark('left.file.undecodable', { name }));
    }
  }

  private placeProblem(parts: readonly string[], name: string, path: string): Remark | null {
    const folder = parts.at(-2);
    if (folder === undefined) return remark('left.file.noFolder', { name });
    if (folder.length > MAX_NAME) return remark('left.file.label', { name, most: MAX_NAME });
    if (this.paths.has(path)) return remark('left.file.duplicate', { name });
    this.paths.add(path);
    return null;
  }

  private leave(why: Remark): void {
    if (++this.left <= NAMED) this.remarks.push(why);
  }

  said(): Remark[] {
    const more = this.left > NAMED ? [remark('left.files.more', { n: this.left - NAMED })] : [];
    const hidden = this.hidden > 0 ? [remark('left.files.hidden', { n: this.hidden })] : [];
    return [...this.remarks, ...more, ...hidden];
  }

  reading(): Reading {
    if (this.labels.length === 0)
      return { data: null, remarks: [...this.said(), remark('refused.noImages')] };
    const { side, colour, name, shares } = this.choice;
    const size = side * side * (colour ? 3 : 1);
    const x = new Uint8Array(this.labels.length * size);
    for (const [i, one] of this.pixels.entries()) x.set(one, i * size);
    const shape = [side, side, colour ? 3 : 1];
    const { data, remarks } = assemble({ kind: 'images', name, shape, labels: this.labels, x, shares });
    return { data, remarks: [...this.said(), ...remarks] };
  }
}

/** The folders and the name. A path is a name here and never a place, whatever is in it. */
const partsOf = (path: string): string[] =>
  path.split(/[\\/]/).filter((part) => part.trim() !== '' && part !== '.' && part !== '..');

function lookAt(bytes: Uint8Array, name: string): Picture | Remark {
  if (bytes.length === 0) return remark('left.file.empty', { name });
  if (bytes.length > MAX_IMAGE_BYTES) {
    const [size, most] = [bytes.length, MAX_IMAGE_BYTES].map((n) => (n / 1024 / 1024).toFixed(1)) as [
      string,
      string,
    ];
    return remark('left.file.large', { name, size, most });
  }
  const picture = pictureOf(bytes);
  if (!picture) return remark('left.file.notImage', { name });
  const { width, height } = picture;
  if (width < 1 || height < 1 || width * height > MAX_PIXELS)
    return remark('left.file.pixels', { name, width, height, most: MAX_PIXELS });
  return picture;
}

/** Grey by the weights of BT.601; what is transparent lies on white. */
function channelsOf(rgba: Uint8ClampedArray, colour: boolean): Uint8Array {
  const n = rgba.length / 4;
  const out = new Uint8Array(n * (colour ? 3 : 1));
  const on = (i: number, channel: number) => {
    const opacity = (rgba[4 * i + 3] as number) / 255;
    return (rgba[4 * i + channel] as number) * opacity + 255 * (1 - opacity);
  };
  for (let i = 0; i < n; i++) {
    const [r, g, b] = [on(i, 0), on(i, 1), on(i, 2)];
    if (colour) out.set([Math.round(r), Math.round(g), Math.round(b)], 3 * i);
    else out[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  }
  return out;
}
