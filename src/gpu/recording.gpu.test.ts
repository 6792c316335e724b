// What a recording makes of the dispatches it was given: fewer, in another order, with the same numbers.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { ACTIVATION, dense } from '../nn/kernels/dense.ts';
import { place } from '../nn/kernels/place.ts';
import type { Backend } from './backend.ts';
import { bootEngine } from './engine.ts';
import { read } from './readback.ts';
import { record } from './recording.ts';
import { type Group, Slots } from './slots.ts';

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

const wave = (length: number, speed: number) => Float32Array.from({ length }, (_, i) => Math.sin(speed * i));

/** Two dense layers whose gradients go to a place of their own, and what else a test wants of them. */
function twoLayers() {
  const slots = new Slots();
  const weights = slots.group([
    { name: 'w1', values: wave(12, 0.7), shape: [1, 3, 4] },
    { name: 'b1', values: wave(4, 0.3), shape: [1, 4] },
    { name: 'w2', values: wave(8, 1.1), shape: [1, 4, 2] },
    { name: 'b2', values: [0, 0], shape: [1, 2] },
  ]);
  const gradients = slots.aside(
    weights.slots.map(({ name, tensor }) => ({
      name,
      values: new Float32Array(tensor.size),
      shape: tensor.shape,
    })),
  );
  const x = slots.create('x', wave(15, 0.9), [1, 5, 3]);
  const extra = slots.create('extra', new Float32Array(20), [1, 5, 4]);
  const step = (alsoHidden: boolean) =>
    tf.tidy(() => {
      const { grads } = tf.valueAndGrads((...held: tf.Tensor[]) => {
        const [w1, b1, w2, b2] = held as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const hidden = dense({ x: x.tensor, weight: w1, bias: b1 }, { activation: ACTIVATION.relu }).y;
        const { y } = dense({ x: hidden, weight: w2, bias: b2 }, { activation: ACTIVATION.none });
        const loss = tf.sum(tf.square(y));
        return (alsoHidden ? tf.add(loss, tf.sum(tf.square(hidden))) : loss) as tf.Scalar;
      })(weights.slots.map(({ tensor }) => tensor));
      grads.forEach((gradient, i) => copy(gradient, gradients, i));
    });
  return { slots, weights, gradients, extra, step };
}

function copy(source: tf.Tensor, to: Group, i: number): void {
  const tensor = tf.reshape(to.slots[i]!.tensor, [-1]);
  place({ source: tf.reshape(source, [-1]) }, { place: { tensor, replace: () => {} } }, {});
}

const all = (group: Group) => read(group.slots.map(({ tensor }) => tensor));
const named = (names: readonly string[], name: string) => names.filter((n) => n.startsWith(name)).length;

test('a slope is folded into the gradient before it, and gradients are written to their places', async () => {
  const { slots, gradients, step } = twoLayers();
  step(false);
  const eager = await all(gradients);
  const recording = record(() => step(false), slots.tensors);
  expect(named(recording.names, 'dense-slope')).toBe(0);
  expect(named(recording.names, 'dense-input-gradient')).toBe(1);
  expect(named(recording.names, 'place')).toBe(0);
  for (const slot of gradients.slots) slot.write(new Float32Array(slot.tensor.size));
  recording.replay(2);
  expect(await all(gradients)).toEqual(eager);
  expect(eager.every((values) => values.some((v) => v !== 0))).toBe(true);
  recording.dispose();
  slots.dispose();
});

test('a gradient that somebody else wants too keeps its slope apart', async () => {
  const { slots, gradients, step } = twoLayers();
  step(true);
  const eager = await all(gradients);
  const recording = record(() => step(true), slots.tensors);
  expect(named(recording.names, 'dense-slope')).toBe(1); // after the sum with the other gradient
  recording.replay(1);
  expect(await all(gradients)).toEqual(eager);
  recording.dispose();
  slots.dispose();
});

test('a copy stays where one dispatch would read and write one buffer, and where the source lives on', async () => {
  const { slots, gradients, weights, extra } = twoLayers();
  const step = () =>
    tf.tidy(() => {
      const first = tf.square(weights.slots[0]!.tensor);
      copy(first, gradients, 0);
      copy(tf.neg(first), gradients, 2); // [12] is too long for w2, so take its first eight
    });
  expect(step).toThrow(/size/);
  const fits = () =>
    tf.tidy(() => {
      const first = tf.square(weights.slots[1]!.tensor); // [1, 4]
      copy(first, gradients, 1);
      copy(tf.slice(tf.neg(first), [0, 0], [1, 2]), gradients, 3);
      const negated = tf.neg(first); // reads `first`, so both cannot lie in the buffer of the gradients
      copy(tf.tile(negated, [1, 2]), gradients, 2);
      copy(tf.reshape(tf.slice(extra.tensor, [0, 0, 0], [1, 3, 4]), [12]), gradients, 0);
    });
  fits();
  const eager = await all(gradients);
  const recording = record(fits, slots.tensors);
  for (const slot of gradients.slots) slot.write(new Float32Array(slot.tensor.size).fill(7));
  recording.replay(1);
  expect(await all(gradients)).toEqual(eager);
  recording.dispose();
  const kept = record(
    () => tf.tidy(() => copy(tf.slice(extra.tensor, [0, 0, 0], [1, 1, 4]), gradients, 1)),
    slots.tensors,
  );
  expect(named(kept.names, 'place')).toBe(0);
  kept.dispose();
  const state = record(() => copy(weights.slots[1]!.tensor, gradients, 1), slots.tensors);
  expect(named(state.names, 'place')).toBe(1); // the weights must stay where they are
  state.dispose();
  slots.dispose();
});

test('numbers of the host stay a copy, and numbers of nobody are refused', async () => {
  const { slots, gradients } = twoLayers();
  const constant = record(
    () => tf.tidy(() => copy(tf.tensor(wave(4, 0.2), [1, 4]), gradients, 1)),
    slots.tensors,
  );
  expect(named(constant.names, 'place')).toBe(1);
  gradients.slots[1]!.write(new Float32Array(4));
  constant.replay(1);
  expect((await all(gradients))[1]).toEqual(wave(4, 0.2));
  constant.dispose();
  const stray = tf.square(tf.tensor(wave(4, 0.2), [1, 4]));
  expect(() => record(() => copy(stray, gradients, 1), slots.tensors)).toThrow(
    'neither data, nor a constant',
  );
  slots.dispose();
});

test('dispatches that do not need one another come together, in an order that keeps the numbers', async () => {
  const slots = new Slots();
  const a = slots.create('a', wave(8, 0.3), [8]);
  const b = slots.create('b', wave(8, 0.4), [8]);
  const out = slots.aside([0, 1].map((i) => ({ name: `out${i}`, values: new Float32Array(8), shape: [8] })));
  const chain = (x: tf.Tensor) => tf.exp(tf.neg(tf.square(x)));
  const step = () =>
    tf.tidy(() => {
      copy(chain(a.tensor), out, 0);
      copy(chain(b.tensor), out, 1);
    });
  step();
  const eager = await all(out);
  const recording = record(step, slots.tensors);
  // Six unary programs of two chains: level by level, not chain by chain.
  expect(recording.names).toHaveLength(6);
  for (const slot of out.slots) slot.write(new Float32Array(8));
  recording.replay(1);
  expect(await all(out)).toEqual(eager);
  expect(recording.levels).toEqual([0, 0, 1, 1, 2, 2]);
  // A dispatch writes no buffer that a neighbour of its level reads: two levels of two tensors of 8 numbers.
  expect(recording.scratchBytes).toBe(4 * 4 * 8);
  recording.dispose();
  slots.dispose();
});

test('a state in place is changed in the order of the step', async () => {
  const slots = new Slots();
  const counter = slots.group([{ name: 'n', values: [1], shape: [1] }]);
  const step = () =>
    tf.tidy(() => {
      copy(tf.mul(counter.slots[0]!.tensor, 3), counter, 0);
      copy(tf.add(counter.slots[0]!.tensor, 1), counter, 0);
    });
  step(); // 4
  const recording = record(step, slots.tensors); // 13
  recording.replay(2); // 40, 121
  expect((await all(counter))[0]![0]).toBe(121);
  recording.dispose();
  slots.dispose();
});

test('a backend counts the dispatches it plays', () => {
  const { slots, step } = twoLayers();
  const recording = record(() => step(false), slots.tensors);
  const backend = tf.backend() as unknown as Backend;
  const before = backend.dispatches;
  recording.replay(3);
  expect(backend.dispatches - before).toBe(3 * recording.names.length);
  recording.dispose();
  slots.dispose();
});
