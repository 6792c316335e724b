// Every kernel and update in the house: the shader agrees with its reference, and keeps the convention.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from './backend.ts';
import { bootEngine } from './engine.ts';
import { type Case, definedKernels, definedUpdates, type KernelSpec, type UpdateSpec } from './kernel.ts';
import { type Signature, sizesOf } from './shapes.ts';
import {
  casesOf,
  complaints,
  differentiable,
  dimensionsOf,
  fillAll,
  givenOf,
  type Hosts,
  type Outcome,
  objections,
  onlySeed,
  tryKernel,
  tryUpdate,
  uniformsOf,
  worst,
} from './testing.ts';

import.meta.glob(['../nn/losses/*.ts', '../nn/kernels/*.ts', '../distill/losses/*.ts', '!../**/*.test.ts'], {
  eager: true,
});

const faults: string[] = [];
beforeAll(async () => {
  const engine = await bootEngine('webgpu');
  expect(engine.engine, engine.why).toBe('webgpu');
  engine.onFault((sentence) => faults.push(sentence));
  console.log(`${definedKernels.length} kernels, ${definedUpdates.length} updates on ${engine.adapter}`);
});

test('the losses are among the kernels', () => {
  expect(definedKernels.map((k) => k.name)).toEqual(
    expect.arrayContaining(['cross-entropy', 'soft-targets', 'adaptive', 'curriculum-temperature']),
  );
});

describe('the checks themselves', () => {
  test('see a shader that does other than its reference', async () => {
    const spec = definedKernels.find((k) => k.name === 'cross-entropy')!;
    const dims = { seeds: 1, batch: 7, classes: 10 };
    const given = fillAll(spec.inputs, dims, { labels: (i) => i });
    const { outcome, wanted } = await onShader(spec, given, dims, { smoothing: 0.001 });
    const other = await onProcessor(spec, given, dims, { smoothing: 0 }, wanted);
    for (const name of ['loss', 'd logits']) {
      expect(worst(outcome[name]!, other[name]!).error, name).toBeGreaterThan(spec.tolerance);
    }
    expect(worst(Float32Array.of(Number.NaN), Float32Array.of(1)).error).toBe(Infinity);
  });

  test('hear the compiler and the device', async () => {
    expect(await complaints('fn broken( {')).not.toEqual([]);
    const refused = async (): Promise<void> => void device().createBuffer({ size: 4, usage: 0x3 }); // maps to read and to write
    expect(await objections(refused)).not.toEqual([]);
  });
});

const all = [...definedKernels, ...definedUpdates];

test('no two shaders share a name', () => {
  const names = all.flatMap((spec) => [spec, ...(spec.variants ?? [])]).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

/** Every shader there is, the variants beside those they stand in for. */
const shaders = all.flatMap((spec) => [
  { name: spec.name, shader: spec.shader, spec, hardware: false, able: () => true },
  ...(spec.variants ?? []).map(({ name, shader, hardware = false, when }) => ({
    name,
    shader,
    spec,
    hardware,
    able: ({ dims, params }: Pick<Required<Case>, 'dims' | 'params'>) =>
      when({ ...dims, ...spec.derived?.(dims, params) }, params),
  })),
]);

describe.each(shaders)('$name', ({ name, shader, spec, hardware, able }) => {
  const cases = casesOf(spec).filter(able);

  test('compiles without a message', async () => {
    expect(await complaints(shader)).toEqual([]);
  });

  test('names its uniforms as the convention says', () => {
    const derived = Object.keys(spec.derived?.(cases[0]!.dims, cases[0]!.params) ?? {});
    expect(uniformsOf(shader)).toEqual([
      ...[...dimensionsOf(givenOf(spec)), ...derived].map((name) => `${name}: u32`),
      ...Object.entries(spec.params).map(([name, type]) => `${name}: ${type}`),
    ]);
  });

  test('binds what it says, within eight storage buffers', () => {
    const written = 'updates' in spec ? spec.updates : { ...spec.outputs, ...spec.saved };
    const access = [...shader.matchAll(/var<storage,\s*(read|read_write)>/g)].map((m) => m[1]);
    expect(access).toEqual([
      ...Object.keys(spec.inputs).map(() => 'read'),
      ...Object.keys(written).map(() => 'read_write'),
    ]);
    expect(access.length).toBeLessThanOrEqual(8);
    if (!hardware) expect(shader).not.toMatch(/var<workgroup>|workgroupBarrier/);
    expect(shader).not.toMatch(/atomic</);
  });

  test('has a case to be compared at', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  test.each(cases.map((c) => ({ ...c, title: JSON.stringify({ ...c.dims, ...c.params }) })))(
    'agrees with the reference: $title',
    async ({ dims, params, fill }) => {
      const given = fillAll(givenOf(spec), dims, fill);
      const got = await onShader(spec, given, dims, params, undefined, name);
      const reference = await onProcessor(spec, given, dims, params, got.wanted);
      expect(Object.keys(got.outcome)).toEqual(Object.keys(reference));
      for (const [name, truth] of Object.entries(reference)) {
        const { error, at } = worst(got.outcome[name]!, truth);
        const where = `${name}[${at}] is ${got.outcome[name]![at]}, the reference ${truth[at]}`;
        expect(error, where).toBeLessThanOrEqual(spec.tolerance);
      }
    },
  );

  if (!dimensionsOf(givenOf(spec)).includes('seeds')) return;
  test('gives a seed among others the bits it has alone', async () => {
    for (const { dims, params, fill } of cases) {
      const given = fillAll(givenOf(spec), { ...dims, seeds: 3 }, fill);
      const three = await onShader(spec, given, { ...dims, seeds: 3 }, params, undefined, name);
      const first = onlySeed(givenOf(spec), given, 1);
      const alone = await onShader(spec, first, { ...dims, seeds: 1 }, params, 1, name);
      for (const [name, bits] of Object.entries(alone.outcome)) {
        const among = three.outcome[name]!;
        if (among.length === bits.length) continue; // has no axis for seeds
        const signature = outcomeOf(spec);
        const whole = { ...dims, seeds: 3 };
        const shape = sizesOf(signature[name]!, { ...whole, ...spec.derived?.(whole, params) });
        const part = onlySeed(signature, { [name]: { shape, values: among } }, 1)[name]!.values;
        expect(new Uint32Array(part.buffer), name).toEqual(new Uint32Array(bits.buffer));
      }
    }
  });
});

afterAll(() => {
  (tf.backend() as unknown as Backend).only = null;
});

const device = (): GPUDevice => (tf.backend() as unknown as { device: GPUDevice }).device;
type Numbers = Readonly<Record<string, number>>;

/** The shapes of what a trial gives: outputs and gradients, or the state. */
function outcomeOf(spec: KernelSpec | UpdateSpec): Signature {
  if ('updates' in spec) return spec.updates;
  const gradients = Object.entries(spec.inputs).map(([name, shape]) => [`d ${name}`, shape]);
  return { ...spec.outputs, ...Object.fromEntries(gradients) };
}

/** The upstream gradients of a kernel; `seed` takes those of one seed out of three. */
function above(spec: KernelSpec, dims: Numbers, params: Numbers, seed?: number): Hosts {
  const whole = seed === undefined ? dims : { ...dims, seeds: 3 };
  const signature = Object.fromEntries(
    Object.entries(spec.outputs).map(([n, shape]) => [`above ${n}`, shape]),
  );
  const filled = fillAll(signature, { ...whole, ...spec.derived?.(whole, params) }, {});
  const part = seed === undefined ? filled : onlySeed(signature, filled, seed);
  return Object.fromEntries(Object.entries(part).map(([n, host]) => [n.replace('above ', ''), host]));
}

async function onShader(
  spec: KernelSpec | UpdateSpec,
  given: Hosts,
  dims: Numbers,
  params: Numbers,
  seed?: number,
  only: string | null = null,
): Promise<{ outcome: Outcome; wanted: string[] }> {
  await tf.setBackend('webgpu');
  (tf.backend() as unknown as Backend).only = only;
  const before = tf.memory().numTensors;
  let outcome: Outcome = {};
  let wanted: string[] = [];
  const objected = await objections(async () => {
    if ('updates' in spec) outcome = await tryUpdate(spec, given, params);
    else {
      wanted = differentiable(spec, given, params);
      outcome = await tryKernel(spec, given, above(spec, dims, params, seed), params, wanted);
    }
  });
  expect([...objected, ...faults.splice(0)]).toEqual([]);
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  return { outcome, wanted };
}

async function onProcessor(
  spec: KernelSpec | UpdateSpec,
  given: Hosts,
  dims: Numbers,
  params: Numbers,
  wanted: readonly string[],
): Promise<Outcome> {
  await tf.setBackend('cpu');
  try {
    if ('updates' in spec) return await tryUpdate(spec, given, params);
    return await tryKernel(spec, given, above(spec, dims, params), params, wanted);
  } finally {
    await tf.setBackend('webgpu');
  }
}
