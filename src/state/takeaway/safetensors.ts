// Safetensors (Hugging Face): a header of JSON with names, types, shapes and places, then the numbers.
// Layout: 8 bytes length of the header (little endian), the header, the data. Float32 and int32 are all there is here.
import type { Parsed } from '../../contract/setup.ts';
import { FORBIDDEN_KEYS } from '../json.ts';

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}
export type Tensors = Readonly<Record<string, Tensor>>;

/** What is read at most: a file of weights, its header, its tensors. */
export const MAX_WEIGHTS = 64 * 1024 * 1024;
const MAX_HEADER = 1024 * 1024;
const MAX_TENSORS = 256;
const MAX_AXES = 8;

export function writeSafetensors(
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    if (shape.reduce((a, b) => a * b, 1) !== values.length)
      throw new Error(`${name} is [${shape}] and has ${values.length} numbers.`);
    const dtype = values instanceof Int32Array ? 'I32' : 'F32';
    header[name] = { dtype, shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

export interface WeightsFile {
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>
  >;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads a file of float32 weights; a problem is a sentence. Nothing in it is trusted. */
export function readSafetensors(bytes: Uint8Array): Parsed<WeightsFile> {
  try {
    return { ok: true, value: readFile(bytes) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, problems: [error.message] };
  }
}

class Refused extends Error {}
const refuse = (sentence: string): never => {
  throw new Refused(sentence);
};

function readFile(bytes: Uint8Array): WeightsFile {
  if (bytes.length > MAX_WEIGHTS)
    refuse(`The file has ${bytes.length} bytes; weights have at most ${MAX_WEIGHTS}.`);
  if (bytes.length < 8) refuse(`The file has ${bytes.length} bytes; safetensors begin with 8 of their own.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER))
    refuse(`The file says that its header has ${length} bytes; at most ${MAX_HEADER} are read.`);
  const end = 8 + Number(length);
  if (end > bytes.length)
    refuse(`The file says that its header has ${length} bytes, but only ${bytes.length - 8} follow.`);
  const header = parseHeader(bytes.subarray(8, end));
  const data = bytes.subarray(end);
  const { __metadata__: metadata, ...rest } = header;
  const names = Object.keys(rest);
  if (names.length === 0) refuse('The file holds no tensors.');
  if (names.length > MAX_TENSORS)
    refuse(`The file holds ${names.length} tensors; at most ${MAX_TENSORS} are read.`);
  const places = names.map((name) => placeOf(name, rest[name], data.length));
  checkCover(places, data.length);
  const tensors = places.map(({ name, shape, from, to }) => {
    const values = new Float32Array(data.slice(from, to).buffer);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) refuse(`${shown(name)}: number ${bad} is ${values[bad]}; weights are finite.`);
    return [name, { shape, values }] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadataOf(metadata) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    refuse('The header of the file is not UTF-8 text.');
  }
  let json: unknown;
  try {
    json = JSON.parse(text, (key, value: unknown) => {
      if (FORBIDDEN_KEYS.includes(key))
        refuse(`The header has a key named "${key}", which weights never have.`);
      return value;
    });
  } catch (error) {
    if (error instanceof Refused) throw error;
    refuse(`The header of the file is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!isRecord(json)) return refuse('The header of the file is no JSON object.');
  return json;
}

interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function placeOf(name: string, entry: unknown, length: number): Place {
  const tensor = shown(name);
  if (!isRecord(entry)) return refuse(`${tensor} has no entry with a type, a shape and offsets.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') refuse(`${tensor} is of type ${shown(dtype)}; only F32 is read.`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    return refuse(`${tensor} has no shape of whole numbers: ${shown(shape)}.`);
  if (shape.length > MAX_AXES) refuse(`${tensor} has ${shape.length} axes; at most ${MAX_AXES} are read.`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return refuse(`${tensor} has no two offsets: ${shown(offsets)}.`);
  const [from, to] = offsets as [number, number];
  if (from > to || to > length)
    refuse(`${tensor} lies at ${from} to ${to}, but the file has ${length} bytes of data.`);
  const wanted = 4 * (shape as number[]).reduce((a, b) => a * b, 1);
  if (to - from !== wanted)
    refuse(`${tensor} is [${shape}] and takes ${wanted} bytes, its offsets say ${to - from}.`);
  return { name, shape: shape as number[], from, to };
}

/** Tensors lie one after another, without overlaps and without holes. */
function checkCover(places: readonly Place[], length: number): void {
  let at = 0;
  for (const { name, from, to } of places.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < at) refuse(`${shown(name)} begins at ${from}, within another tensor.`);
    if (from > at) refuse(`Before ${shown(name)} ${from - at} bytes belong to no tensor.`);
    at = to;
  }
  if (at !== length) refuse(`After the last tensor ${length - at} bytes belong to none.`);
}

function metadataOf(metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  if (!isRecord(metadata)) return refuse('The metadata of the file are no JSON object.');
  for (const [key, value] of Object.entries(metadata))
    if (typeof value !== 'string') refuse(`The metadata "${key.slice(0, 40)}" is no text.`);
  return metadata as Record<string, string>;
}

/** The weights a network needs, or what is wrong: names and shapes must be its own. */
export function fitWeights(
  { tensors }: WeightsFile,
  wanted: readonly { readonly name: string; readonly shape: readonly number[] }[],
): Parsed<Record<string, Float32Array>> {
  const problems: string[] = [];
  const has = (name: string) => (Object.hasOwn(tensors, name) ? tensors[name] : undefined);
  for (const { name, shape } of wanted) {
    const found = has(name);
    if (!found) problems.push(`${name} is missing, the network needs it.`);
    else if (String(found.shape) !== String(shape))
      problems.push(`${name} is [${found.shape}], the network needs [${shape}].`);
  }
  const extra = Object.keys(tensors).find((name) => !wanted.some((w) => w.name === name));
  if (extra !== undefined) problems.push(`${shown(extra)} is no parameter of the network.`);
  if (problems.length) return { ok: false, problems };
  const values = wanted.map(({ name }) => [name, has(name)?.values as Float32Array] as const);
  return { ok: true, value: Object.fromEntries(values) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
/** Foreign text, short enough to be read. */
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);
