// For tests: tries a kernel or an update on the present backend with numbers that depend on the case alone.
import * as tf from '@tensorflow/tfjs-core';
import { Backend } from './backend.ts';
import { applyUpdate, type Case, type Host, type KernelSpec, type UpdateSpec } from './kernel.ts';
import { read } from './readback.ts';
import { type Dims, type Signature, sizesOf } from './shapes.ts';
import { Slot } from './slots.ts';

export type Hosts = Readonly<Record<string, Host>>;
/** What a trial gave, by name; a gradient is named `d` and its input, e.g. `d logits`. */
export type Outcome = Readonly<Record<string, Float32Array>>;

type Spec = KernelSpec | UpdateSpec;

/** The dimensions a signature names, in order of first appearance: the first fields of the uniforms. */
export function dimensionsOf(signature: Signature): string[] {
  return [...new Set(Object.values(signature).flat())].filter((name) => !Number.isInteger(Number(name)));
}

/** All that a case of this spec gives numbers to: inputs and, of an update, the state. */
export function givenOf(spec: Spec): Signature {
  return 'updates' in spec ? { ...spec.inputs, ...spec.updates } : spec.inputs;
}

const SIZES = [1, 7, 64, 130];
const CAP = 200_000; // elements; the processor evaluates the references

/** The cases of a spec, or every dimension at every size; with one seed and with three. */
export function casesOf(spec: Spec): Required<Case>[] {
  const names = dimensionsOf(givenOf(spec));
  const free = names.filter((name) => name !== 'seeds');
  const bases: readonly Case[] =
    spec.cases ??
    [
      ...SIZES.map((_, turn) => free.map((_, k) => SIZES[(turn + k) % SIZES.length] as number)),
      free.map(() => 7),
    ].map((sizes) => ({
      dims: Object.fromEntries(free.map((name, k) => [name, capped(sizes)[k] as number])),
    }));
  const params = Object.fromEntries(Object.keys(spec.params).map((name) => [name, 1]));
  return bases.flatMap((base) => {
    const seeds = names.includes('seeds') && base.dims.seeds === undefined ? [1, 3] : [undefined];
    return seeds.map((n) => ({
      dims: n === undefined ? base.dims : { seeds: n, ...base.dims },
      params: { ...params, ...base.params },
      fill: base.fill ?? {},
    }));
  });
}

function capped(sizes: readonly number[]): number[] {
  const result = [...sizes];
  while (result.reduce((a, b) => a * b, 3) > CAP) result[result.indexOf(Math.max(...result))] = 5;
  return result;
}

/** Normal numbers that depend on the name and the index only. */
export function normal(name: string, i: number): number {
  const u = (uniform(name, 2 * i) + 1) / 4294967297;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * (uniform(name, 2 * i + 1) / 4294967296));
}
function uniform(name: string, i: number): number {
  let h = i | 0;
  for (let k = 0; k < name.length; k++) h = Math.imul(h ^ name.charCodeAt(k), 0x9e3779b1) ^ (h >>> 15);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Fills the tensors of a signature; normal numbers where the case says nothing. */
export function fillAll(signature: Signature, dims: Dims, fill: Required<Case>['fill']): Hosts {
  return Object.fromEntries(
    Object.entries(signature).map(([name, names]) => {
      const shape = sizesOf(names, dims);
      const length = shape.reduce((a, b) => a * b, 1);
      const of = fill[name] ?? ((i: number) => normal(name, i));
      return [name, { shape, values: Float32Array.from({ length }, (_, i) => of(i)) }];
    }),
  );
}

/** The part of the tensors that belongs to one seed. */
export function onlySeed(signature: Signature, hosts: Hosts, seed: number): Hosts {
  return Object.fromEntries(
    Object.entries(hosts).map(([name, { shape, values }]) => {
      const axis = signature[name]?.indexOf('seeds') ?? -1;
      if (axis < 0) return [name, { shape, values }];
      const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
      const isOf = (i: number) => Math.floor(i / inner) % (shape[axis] as number) === seed;
      return [name, { shape: shape.with(axis, 1), values: values.filter((_, i) => isOf(i)) }];
    }),
  );
}

/** Inputs that have a gradient on WebGPU; must run there. */
export function differentiable(
  spec: KernelSpec,
  given: Hosts,
  params: Readonly<Record<string, number>>,
): string[] {
  return tf.tidy(() => {
    const inputs = upload(spec, given);
    const made = tf.engine().runKernel(spec.name, inputs, params) as unknown as tf.Tensor[];
    const names = [...Object.keys(spec.outputs), ...Object.keys(spec.saved)];
    const results = Object.fromEntries(names.map((n, i) => [n, made[i] as tf.Tensor]));
    return Object.keys(spec.gradient(results, inputs, results, params));
  });
}

/**
 * Outputs, and the gradients of `wanted` inputs for the upstream gradients given: of the shader where
 * the backend is ours, else of the reference.
 */
export async function tryKernel(
  spec: KernelSpec,
  given: Hosts,
  upstream: Hosts,
  params: Readonly<Record<string, number>>,
  wanted: readonly string[],
): Promise<Outcome> {
  const outputs = Object.keys(spec.outputs);
  const run = (inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    if (!(tf.backend() instanceof Backend))
      return spec.reference(inputs, params) as Record<string, tf.Tensor>;
    const made = tf.engine().runKernel(spec.name, inputs, params) as unknown as tf.Tensor[];
    return Object.fromEntries(outputs.map((n, i) => [n, made[i] as tf.Tensor]));
  };
  const results = tf.tidy(() => {
    const inputs = upload(spec, given);
    const made = { ...run(inputs) };
    if (wanted.length === 0) return made;
    const above = Object.entries(upload({ ints: [] }, upstream));
    const gradients = tf.grads((...moving: tf.Tensor[]) => {
      const got = run({
        ...inputs,
        ...Object.fromEntries(wanted.map((n, i) => [n, moving[i] as tf.Tensor])),
      });
      return tf.addN(above.map(([n, dy]) => tf.sum(tf.mul(got[n] as tf.Tensor, dy))));
    })(wanted.map((n) => inputs[n] as tf.Tensor));
    return Object.assign(
      made,
      Object.fromEntries(wanted.map((n, i) => [`d ${n}`, gradients[i] as tf.Tensor])),
    );
  });
  return download(results);
}

/** The state after one update, on the present backend. */
export async function tryUpdate(
  spec: UpdateSpec,
  given: Hosts,
  params: Readonly<Record<string, number>>,
): Promise<Outcome> {
  const tensors = upload(spec, given);
  const state = Object.fromEntries(
    Object.keys(spec.updates).map((n) => [n, new Slot(n, tensors[n] as tf.Tensor)]),
  );
  const inputs = Object.fromEntries(Object.keys(spec.inputs).map((n) => [n, tensors[n] as tf.Tensor]));
  applyUpdate(spec, inputs, state, params);
  tf.dispose(inputs);
  return download(Object.fromEntries(Object.entries(state).map(([n, slot]) => [n, slot.tensor])));
}

function upload(
  spec: { readonly ints?: readonly string[] | undefined },
  hosts: Hosts,
): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(hosts).map(([n, { shape, values }]) => {
      const int = spec.ints?.includes(n);
      return [n, tf.tensor(int ? Int32Array.from(values) : values, [...shape], int ? 'int32' : 'float32')];
    }),
  );
}

/** Reads the tensors and disposes them. */
async function download(tensors: Readonly<Record<string, tf.Tensor>>): Promise<Outcome> {
  const values = await read(Object.values(tensors));
  tf.dispose(Object.values(tensors));
  return Object.fromEntries(Object.keys(tensors).map((n, i) => [n, values[i] as Float32Array]));
}

/** The largest |a − b| / max(1, |b|), and where; infinite where only one of them is a number. */
export function worst(a: Float32Array, b: Float32Array): { error: number; at: number } {
  let found = { error: a.length === b.length ? 0 : Infinity, at: -1 };
  b.forEach((truth, i) => {
    const got = a[i] as number;
    const error = Object.is(got, truth) ? 0 : Math.abs(got - truth) / Math.max(1, Math.abs(truth));
    if (!(error <= found.error)) found = { error: Number.isNaN(error) ? Infinity : error, at: i };
  });
  return found;
}

/** The fields of a shader's `struct Params`, as `name: type`. */
export function uniformsOf(shader: string): string[] {
  const body = /struct Params\s*\{([^}]*)\}/.exec(shader)?.[1] ?? '';
  return [...body.replace(/\/\/.*$/gm, '').matchAll(/(\w+)\s*:\s*(\w+)/g)].map(
    ([, name, type]) => `${name}: ${type}`,
  );
}

/** Does `act` inside error scopes; the sentences of what the GPU objects to. */
export async function objections(act: () => Promise<void>): Promise<string[]> {
  const { device } = tf.backend() as unknown as Backend;
  const filters = ['validation', 'out-of-memory', 'internal'] as const;
  for (const filter of filters) device.pushErrorScope(filter);
  try {
    await act();
  } finally {
    (tf.backend() as unknown as Backend).flush();
  }
  const errors = await Promise.all(filters.map(() => device.popErrorScope()));
  return errors.flatMap((error) => (error ? [error.message] : []));
}

/** What the compiler says about a shader: nothing, if all is well. */
export async function complaints(shader: string): Promise<string[]> {
  const { device } = tf.backend() as unknown as Backend;
  device.pushErrorScope('validation'); // the device repeats what the compiler says
  const info = await device.createShaderModule({ code: shader }).getCompilationInfo();
  await device.popErrorScope();
  return info.messages.map((m) => `${m.type} in line ${m.lineNum}: ${m.message}`);
}
