// The visitor's text on the GPU: every weight of the gallery, and odd ones, give what JavaScript makes of the same text;
// what does not compile is told by the text's own lines; what is no number never leaves the kernel.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ARITY, PARTIAL } from '../../contract/own-code.ts';
import type { Backend } from '../../gpu/backend.ts';
import { bootEngine } from '../../gpu/engine.ts';
import { read } from '../../gpu/readback.ts';
import { normal, objections, worst } from '../../gpu/testing.ts';
import { compileText, ownWeight, ownWeightHead } from './own-weight.ts';
import { GALLERY } from './own-weight-gallery.ts';

beforeAll(async () => {
  expect((await bootEngine('webgpu')).engine).toBe('webgpu');
});

const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const SIZES = [
  { seeds: 1, batch: 1, classes: 2 },
  { seeds: 3, batch: 7, classes: 10 },
  { seeds: 1, batch: 64, classes: 7 },
  { seeds: 2, batch: 130, classes: 65 },
];
const ODD = [
  {
    id: 'branches',
    code: `${HEAD} { var w = 0.0; if (kl > entropy || progress < 0.1) { w += kl; } else { w = -0.5 * entropy; } return w; }`,
  },
  {
    id: 'functions',
    code: `const c = 1.5;\nfn sq(x: f32) -> f32 { return x * x; }\n${HEAD} { return sq(sq(c * confidence)); }`,
  },
  { id: 'negative', code: `${HEAD} { return -1.0; }` },
];

/** Values, slope (times the batch) and weights on an engine. */
async function made(engine: 'webgpu' | 'cpu', size: (typeof SIZES)[number], code: string) {
  await tf.setBackend(engine);
  try {
    const { seeds, batch, classes } = size;
    const logits = (name: string) =>
      tf.tensor(
        Float32Array.from({ length: seeds * batch * classes }, (_, i) => 2 * normal(name, i)),
        [seeds, batch, classes],
      );
    const one = (x: number) => tf.tensor1d([x]);
    const results = tf.tidy(() => {
      const labels = tf.tensor(
        Float32Array.from({ length: seeds * batch }, (_, i) => (i % 5 === 3 ? -1 : i % classes)),
        [seeds, batch],
      );
      const { values, slope, watched } = ownWeightHead(
        {
          student: logits('student'),
          teacher: logits('teacher'),
          labels,
          temperature: one(2),
          share: one(0.7),
          progress: one(0.3),
        },
        { smoothing: 0.1, labelScale: 1.25 },
        code,
      );
      return [values, tf.mul(slope, batch), watched];
    });
    const numbers = await read(results);
    tf.dispose(results);
    return numbers as [Float32Array, Float32Array, Float32Array];
  } finally {
    await tf.setBackend('webgpu');
  }
}

describe.each([...GALLERY, ...ODD])('$id', ({ code }) => {
  test.each(SIZES)(
    '$seeds × $batch, $classes classes: value, slope and weight as in JavaScript',
    async (size) => {
      expect(await compileText(code)).toEqual([]);
      const gpu = await made('webgpu', size, code);
      const truth = await made('cpu', size, code);
      gpu.forEach((numbers, i) => expect(worst(numbers, truth[i]!).error).toBeLessThan(3e-5));
    },
  );
});

test('the check sees another weight', async () => {
  const [size] = [SIZES[1]!];
  const [values, slope] = await made('webgpu', size, GALLERY[0]!.code);
  const other = await made('cpu', size, GALLERY[2]!.code);
  expect(worst(values, other[0]).error).toBeGreaterThan(1e-3);
  expect(worst(slope, other[1]).error).toBeGreaterThan(1e-3);
});

test('every function that may be called gives on the GPU what it gives in JavaScript', async () => {
  const spread = (i: number) => ((i * 7) % 11) / 12 + 0.04; // in ]0, 1[, where all of them are numbers
  const on = async (engine: 'webgpu' | 'cpu', code: string) => {
    await tf.setBackend(engine);
    const one = (from: number) => tf.tensor2d([Array.from({ length: 7 }, (_, i) => spread(i + from))]);
    const { weights } = ownWeight(
      { gap: one(0), uncertainty: one(3), certainty: one(5), elapsed: tf.tensor1d([0.5]) },
      code,
    );
    const [numbers] = await read([weights]);
    await tf.setBackend('webgpu');
    return numbers!;
  };
  for (const [name, arity] of Object.entries(ARITY)) {
    const names = ['kl', 'entropy', 'confidence'].slice(0, arity);
    const inputs =
      name === 'acosh'
        ? ['kl + 1.0']
        : name === 'smoothstep' || name === 'clamp'
          ? ['0.25 * kl', '0.5 + 0.25 * entropy', 'confidence']
          : names;
    const order = name === 'clamp' ? [inputs[2], inputs[0], inputs[1]] : inputs;
    const code = `${HEAD} { return ${name}(${order.join(', ')}); }`;
    expect(await compileText(code), name).toEqual([]);
    expect(worst(await on('webgpu', code), await on('cpu', code)).error, name).toBeLessThan(2e-3); // WGSL asks as much of tan, acos and others
  }
});

test.each([
  ['not a number', 'log(-1.0 - kl)'],
  ['zero by zero', '(kl - kl) / (kl - kl)'],
  ['infinite', '1.0 / (kl - kl)'],
  ['too large', 'exp(1000.0 + kl)'],
])('a weight that is %s counts as nothing, and is counted', async (_, wrong) => {
  const size = SIZES[1]!;
  const code = `${HEAD} { return select(2.0, ${wrong}, confidence > 0.5); }`;
  expect(await compileText(code)).toEqual([]);
  const [values, slope, watched] = await made('webgpu', size, code);
  const truth = await made('cpu', size, code);
  const half = watched.length / 2;
  expect(Array.from(watched.subarray(half))).toEqual(Array.from(truth[2].subarray(half)));
  expect(new Set(watched.subarray(half))).toEqual(new Set([0, 1]));
  expect(new Set(watched.subarray(0, half))).toEqual(new Set([0, 2]));
  expect([...values, ...slope].every(Number.isFinite)).toBe(true);
});

test('what only the compiler sees is told by the lines of the text, and nobody else hears of it', async () => {
  const code = `// a comment\nconst a = log(-1.0);\n${HEAD} {\n  return a;\n}`;
  const heard = await objections(async () => {
    expect(await compileText(code)).toMatchObject([
      { line: 2, says: { en: expect.stringMatching(/^The shader compiler says: .*log/) } },
    ]);
  });
  expect(heard).toEqual([]);
  const backend = tf.backend() as unknown as Backend;
  expect(await backend.compile('broken', 'fn f() {\n  nonsense();\n}')).toMatchObject([
    { line: 2, column: 3 },
  ]);
});

test('a function is no number where it is not defined, also where the adapter would make one', async () => {
  const inputs: Record<string, string> = {
    acosh: 'kl * 0.0',
    acos: 'kl + 9.0',
    asin: 'kl + 9.0',
    atanh: 'kl + 9.0',
  };
  for (const name of PARTIAL) {
    const inner = `${inputs[name] ?? '-1.0 - kl'}${name === 'pow' ? ', 2.0' : ''}`;
    const code = `${HEAD} { return ${name}(${inner}); }`;
    expect(await compileText(code), name).toEqual([]);
    const given = tf.tensor2d([[0.25, 0.5]]);
    const { faults } = ownWeight(
      { gap: given, uncertainty: given, certainty: given, elapsed: tf.tensor1d([0.5]) },
      code,
    );
    const [numbers] = await read([faults]);
    expect(Array.from(numbers!), name).toEqual([1, 1]);
  }
});

test('a text that compiled is not compiled again', async () => {
  const code = `${HEAD} { return 0.125; }`;
  expect(await compileText(code)).toEqual([]);
  const { device } = tf.backend() as unknown as Backend;
  const create = device.createShaderModule.bind(device);
  let made = 0;
  device.createShaderModule = (descriptor) => {
    made++;
    return create(descriptor);
  };
  expect(await compileText(code)).toEqual([]);
  device.createShaderModule = create;
  expect(made).toBe(0);
});
