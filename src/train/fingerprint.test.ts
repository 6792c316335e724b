// One hash of all state.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { Slots } from '../gpu/slots.ts';
import { fingerprint } from './fingerprint.ts';

beforeAll(() => tf.setBackend('cpu'));

async function hashOf(state: Readonly<Record<string, number[]>>): Promise<string> {
  const slots = new Slots();
  for (const [name, values] of Object.entries(state)) slots.create(name, values, [values.length]);
  const hash = await fingerprint(slots);
  slots.dispose();
  return hash;
}

test('it is 64 hexadecimal digits, the same for the same state in whatever order it was made', async () => {
  const hash = await hashOf({ a: [1, 2], b: [3] });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf({ b: [3], a: [1, 2] })).toBe(hash);
});

test.each([
  ['the last bit of a number', { a: [1, 2 + 2 ** -22], b: [3] }],
  ['the sign of a zero', { a: [1, 2], b: [3], c: [-0] }],
  ['the name of a slot', { a: [1, 2], c: [3] }],
  ['the order of the numbers', { a: [2, 1], b: [3] }],
])('it notices %s', async (_what, state) => {
  expect(await hashOf(state)).not.toBe(
    await hashOf('c' in state && state.c[0] === 0 ? { a: [1, 2], b: [3], c: [0] } : { a: [1, 2], b: [3] }),
  );
});
