// Weights written and read again, and files that are not what they say: a sentence each.
import { expect, test } from 'vitest';
import { fitWeights, MAX_WEIGHTS, readSafetensors, writeSafetensors } from './safetensors.ts';

const A = { shape: [2, 2], values: Float32Array.of(1, -2, 3.5, 0) };
const B = { shape: [3], values: Float32Array.of(7, 8, 9) };
const GOOD = writeSafetensors({ a: A, b: B }, { seed: '7' });

/** A file with a header of our own making. */
function file(header: unknown, data: Uint8Array = new Uint8Array(16), length?: bigint): Uint8Array {
  const text =
    header instanceof Uint8Array
      ? header
      : new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
const entry = (change: object = {}) => ({
  a: { dtype: 'F32', shape: [4], data_offsets: [0, 16], ...change },
});
const numbers = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

test('what was written is read', () => {
  const read = readSafetensors(GOOD);
  expect(read).toEqual({ ok: true, value: { tensors: { a: A, b: B }, metadata: { seed: '7' } } });
  expect(readSafetensors(file(entry())).ok).toBe(true);
});

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(), 'has 0 bytes'],
  ['seven bytes', GOOD.slice(0, 7), 'has 7 bytes'],
  ['a header cut off', GOOD.slice(0, 40), 'only 32 follow'],
  ['data cut off', GOOD.slice(0, -1), 'but the file has 27 bytes'],
  ['a byte too many', Uint8Array.from([...GOOD, 0]), '1 bytes belong to none'],
  ['too large', new Uint8Array(MAX_WEIGHTS + 1), `${MAX_WEIGHTS + 1} bytes`],
  [
    'a forged length of the header',
    file(entry(), undefined, 2n ** 63n),
    'says that its header has 9223372036854775808',
  ],
  ['a length just past the end', file(entry(), undefined, 500n), 'only'],
  ['no UTF-8', file(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)), 'not UTF-8'],
  ['no JSON', file('{"a":'), 'not JSON'],
  ['a list', file([1]), 'no JSON object'],
  ['no tensors', file({}, new Uint8Array()), 'no tensors'],
  ['__proto__', file('{"__proto__":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'), '"__proto__"'],
  [
    'constructor within',
    file('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"constructor":1}}'),
    '"constructor"',
  ],
  ['an entry that is a number', file({ a: 3 }), 'no entry'],
  ['double precision', file(entry({ dtype: 'F64' })), 'type "F64"'],
  ['no type', file(entry({ dtype: undefined })), 'type nothing'],
  ['a shape of text', file(entry({ shape: 'many' })), 'no shape'],
  ['a negative axis', file(entry({ shape: [-4] })), 'no shape'],
  ['a broken axis', file(entry({ shape: [1.5] })), 'no shape'],
  ['nine axes', file(entry({ shape: [1, 1, 1, 1, 1, 1, 1, 1, 4] })), '9 axes'],
  ['a shape beyond all bounds', file(entry({ shape: [2 ** 50, 2 ** 50] })), 'its offsets say 16'],
  ['one offset', file(entry({ data_offsets: [0] })), 'no two offsets'],
  ['offsets back to front', file(entry({ data_offsets: [16, 0] })), 'lies at 16 to 0'],
  ['offsets past the end', file(entry({ data_offsets: [0, 1e9] })), 'lies at 0 to 1000000000'],
  ['another size than the shape', file(entry({ shape: [3] })), 'takes 12 bytes'],
  [
    'overlapping tensors',
    file({ a: entry().a, b: { dtype: 'F32', shape: [2], data_offsets: [8, 16] } }),
    'within another',
  ],
  ['a hole', file(entry({ shape: [2], data_offsets: [8, 16] })), '8 bytes belong to no tensor'],
  ['not a number', file(entry(), numbers(1, Number.NaN, 2, 3)), 'number 1 is NaN'],
  ['infinity', file(entry(), numbers(1, 2, 3, Number.NEGATIVE_INFINITY)), 'number 3 is -Infinity'],
  ['metadata of numbers', file({ ...entry(), __metadata__: { seed: 7 } }), 'metadata "seed" is no text'],
  [
    'too many tensors',
    file(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`t${i}`, entry().a]))),
    '300 tensors',
  ],
])('%s is refused', (_, bytes, sentence) => {
  const read = readSafetensors(bytes);
  expect(read.ok).toBe(false);
  expect(read.ok ? [] : read.problems).toEqual([expect.stringContaining(sentence)]);
});

test('names and shapes must be the network’s', () => {
  const read = readSafetensors(GOOD);
  if (!read.ok) throw new Error('It should be good.');
  const wanted = [
    { name: 'a', shape: [2, 2] },
    { name: 'b', shape: [3] },
  ];
  expect(fitWeights(read.value, wanted)).toEqual({ ok: true, value: { a: A.values, b: B.values } });
  expect(
    fitWeights(read.value, [
      { name: 'a', shape: [4] },
      { name: 'toString', shape: [] },
    ]),
  ).toEqual({
    ok: false,
    problems: [
      'a is [2,2], the network needs [4].',
      'toString is missing, the network needs it.',
      '"b" is no parameter of the network.',
    ],
  });
});
