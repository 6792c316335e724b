// Teachers that were trained before: committed weights and how they came about.
import * as v from 'valibot';
import { type KnobValues, withDefaults } from '../contract/cards.ts';
import type { Setup } from '../contract/setup.ts';
import { datasetById } from '../data/registry.ts';
import type { Network } from '../nn/network.ts';
import { modelById } from '../nn/registry.ts';

const Entry = v.object({
  file: v.pipe(v.string(), v.regex(/^[a-z0-9-]+\.bin$/)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  data: v.string(),
  model: v.string(),
  widths: v.array(v.number()),
  knobs: v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])),
  seed: v.number(),
  steps: v.number(),
  validationAccuracy: v.number(),
  testAccuracy: v.number(),
  engine: v.string(),
  /** Scenes it learned from, where those are more than the set has by itself, whose are the first of them. */
  scenes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Parameters in file order: float32, little endian. */
  parameters: v.array(
    v.object({ name: v.string(), shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  ),
});
export const TeacherManifest = v.object({ teachers: v.array(Entry) });
export type TeacherEntry = v.InferOutput<typeof Entry>;

/** Reads one file of public/teachers. */
export type ReadTeacher = (file: string) => Promise<Uint8Array>;

export interface Pretrained {
  readonly entry: TeacherEntry;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/**
 * The committed teacher that fits a set-up: same data set as it comes (no noise), same network, all labels; of scenes, maybe
 * more of the same.
 * Throws a sentence where none does, or where a file is not what the manifest says.
 */
export async function loadPretrained(setup: Setup, network: Network, read: ReadTeacher): Promise<Pretrained> {
  const text = new TextDecoder().decode(await read('manifest.json'));
  const { teachers } = v.parse(TeacherManifest, JSON.parse(text));
  const { net } = setup.teacher;
  const { teachersOf = setup.data.id } = datasetById(setup.data.id);
  const all = (knobs: KnobValues) => withDefaults(modelById(net.model).knobs, knobs);
  const entry = teachers.find(
    (t) =>
      t.data === teachersOf &&
      t.model === net.model &&
      String(t.widths) === String(net.widths) &&
      sameValues(all(t.knobs), all(net.knobs)),
  );
  const asked = `${setup.data.id} with ${net.model} ${net.widths.join('-')}`;
  const advice = 'Choose a teacher trained here first.';
  if (!entry) {
    const known = teachers.map((t) => `${t.data} with ${t.model} ${t.widths.join('-')}`).join(', ');
    throw new Error(`There is no pretrained teacher for ${asked}; there are ${known}. ${advice}`);
  }
  if (setup.data.labels.teacher !== 0 || changesData(setup) || setup.teacher.knobs) {
    throw new Error(
      `The pretrained teacher for ${asked} saw all labels of the data as they come; this set-up changes them. ${advice}`,
    );
  }
  const bytes = await read(entry.file);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  const sha256 = Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
  if (sha256 !== entry.sha256)
    throw new Error(`${entry.file}: sha256 is ${sha256}, the manifest says ${entry.sha256}.`);
  return { entry, weights: unpack(entry, network, bytes) };
}

/** Whether the data are another draw, or one of their knobs stands elsewhere than it stood for the teacher. */
function changesData({ data }: Setup): boolean {
  if (data.draw !== undefined) return true;
  const { knobs } = datasetById(data.id);
  return Object.entries(data.knobs).some(([name, value]) => value !== knobs[name]?.default);
}

const sameValues = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value);

function unpack(entry: TeacherEntry, network: Network, bytes: Uint8Array): Record<string, Float32Array> {
  const wanted = entry.parameters.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (wanted !== bytes.length)
    throw new Error(`${entry.file}: holds ${bytes.length} bytes, its parameters take ${wanted}.`);
  const weights: Record<string, Float32Array> = {};
  let offset = 0; // in numbers
  for (const { name, shape } of entry.parameters) {
    const size = shape.reduce((a, b) => a * b, 1);
    weights[name] = new Float32Array(Uint8Array.from(bytes.subarray(4 * offset, 4 * (offset + size))).buffer);
    offset += size;
  }
  for (const { name, shape } of network.parameters) {
    const there = entry.parameters.find((p) => p.name === name);
    if (!there) throw new Error(`${entry.file}: ${name} is missing, the network needs it.`);
    if (String(there.shape) !== String(shape))
      throw new Error(`${entry.file}: ${name} is [${there.shape}], the network needs [${shape}].`);
  }
  return weights;
}

/** The bytes of a committed teacher, parameters in the network's order. */
export function pack(network: Network, weights: Readonly<Record<string, Float32Array>>): Uint8Array {
  const all = network.parameters.flatMap(({ name }) => Array.from(weights[name] as Float32Array));
  return new Uint8Array(Float32Array.from(all).buffer);
}
