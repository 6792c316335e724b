// State with names, where an update replaces the tensor.
import './tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Slots } from './slots.ts';

let slots: Slots;
let before: number;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  before = tf.memory().numTensors;
  slots = new Slots();
  slots.create('a', [1, 2, 3, 4], [2, 2]);
  slots.create('b', Float32Array.of(5), [1]);
});
afterEach(() => {
  slots.dispose();
  expect(tf.memory().numTensors).toBe(before); // every test gives back what it made
});

test('a slot keeps its numbers and shape outside of any tidy', async () => {
  tf.tidy(() => void slots.create('c', [6, 7], [1, 2]));
  expect(slots.get('c').tensor.shape).toEqual([1, 2]);
  expect(await slots.snapshot()).toEqual({
    a: Float32Array.of(1, 2, 3, 4),
    b: Float32Array.of(5),
    c: Float32Array.of(6, 7),
  });
});

test('a name is used once, and a name that is not there is said', () => {
  expect(() => slots.create('a', [0], [1])).toThrow('There is already a slot named a.');
  expect(() => slots.get('z')).toThrow('There is no slot named z.');
  expect(slots.names).toEqual(['a', 'b']);
});

test('a slot takes numbers of its own length and keeps its shape', async () => {
  slots.get('a').write([9, 8, 7, 6]);
  expect(slots.get('a').tensor.shape).toEqual([2, 2]);
  expect((await slots.snapshot()).a).toEqual(Float32Array.of(9, 8, 7, 6));
});

test.each([[[]], [[1]], [[1, 2, 3, 4, 5]]])(
  '%j is another length and is refused; the slot keeps what it had',
  async (values) => {
    expect(() => slots.get('a').write(values)).toThrow(`a holds 4 numbers, got ${values.length}.`);
    expect((await slots.snapshot()).a).toEqual(Float32Array.of(1, 2, 3, 4));
  },
);

test('what replaces a tensor outlives the tidy it was made in, and the old one is gone', async () => {
  const old = slots.get('b').tensor;
  tf.tidy(() => slots.get('b').replace(tf.add(old, 1)));
  expect(old.isDisposed).toBe(true);
  expect((await slots.snapshot()).b).toEqual(Float32Array.of(6));
});

test('a snapshot may be of some slots, and does not follow what happens later', async () => {
  const snapshot = await slots.snapshot((name) => name === 'b');
  slots.get('b').write([0]);
  expect(snapshot).toEqual({ b: Float32Array.of(5) });
});

test('restoring writes back what is in the snapshot and leaves the rest', async () => {
  const snapshot = await slots.snapshot((name) => name === 'a');
  slots.get('a').write([0, 0, 0, 0]);
  slots.get('b').write([0]);
  slots.restore(snapshot);
  expect(await slots.snapshot()).toEqual({ a: Float32Array.of(1, 2, 3, 4), b: Float32Array.of(0) });
});

test('a snapshot of other slots is refused with the name', () => {
  expect(() => slots.restore({ z: Float32Array.of(1) })).toThrow('There is no slot named z.');
});

test('slots that are disposed can be made anew', () => {
  slots.dispose();
  expect(slots.names).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
  slots.create('a', [1], [1]);
});
