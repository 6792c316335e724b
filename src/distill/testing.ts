// Made-up traces for the tests of methods.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type KnobValues, withDefaults } from '../contract/cards.ts';
import type { KnobInputs, Method, StepInput } from './method.ts';

/** Knobs as the runner gives them: live ones as tensors [1]. */
export function knobsOf<M extends Method>(method: M, chosen: KnobValues = {}): KnobInputs<M['knobs']> {
  const values = withDefaults(method.knobs, chosen);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const knob = method.knobs[name];
      return [name, knob?.kind === 'range' && knob.live ? tf.tensor1d([value as number]) : value];
    }),
  ) as KnobInputs<M['knobs']>;
}

/** Logits between −3 and 3 that differ by sample and seed, [seeds, batch, classes]. */
export const logits = (seeds: number, batch: number, classes: number, salt: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from(
      { length: seeds * batch * classes },
      (_, i) => 3 * Math.sin((i + 1) * (salt + Math.SQRT1_2)),
    ),
    [seeds, batch, classes],
  );

/** One step's input for a method, its parts drawn alike for the same seed. `firstSeed` tells which seeds these are. */
export function stepInput(
  method: Method,
  options: {
    seeds?: number;
    batch?: number;
    classes?: number;
    progress?: number;
    labeled?: number;
    chosen?: KnobValues;
  } = {},
): StepInput {
  const { seeds = 1, batch = 6, classes = 4, progress = 0.5, chosen = {} } = options;
  const { labeled = batch } = options;
  const labels = Float32Array.from({ length: seeds * batch }, (_, i) =>
    i % batch < labeled ? i % classes : -1,
  );
  const parts = method.parts?.(classes, knobsOf(method, chosen)) ?? [];
  let n = 0;
  const random = { next: () => 0.5, normal: () => Math.sin(++n) };
  return {
    student: { logits: logits(seeds, batch, classes, 1), taps: {} },
    teacher: { logits: logits(seeds, batch, classes, 2), taps: {} },
    labels: tf.tensor(labels, [seeds, batch]),
    labelScale: batch / labeled,
    progress: tf.tensor1d([progress]),
    parts: Object.fromEntries(
      parts.map(({ name, shape, init }) => {
        const one = init(random);
        return [
          name,
          tf.tensor(
            Float32Array.from({ length: seeds * one.length }, (_, i) => one[i % one.length] as number),
            [seeds, ...shape],
          ),
        ];
      }),
    ),
  };
}

/** Seed `s` of an input, alone. */
export function onlySeed(input: StepInput, s: number): StepInput {
  const one = (t: tf.Tensor) => tf.slice(t, [s, ...t.shape.slice(1).map(() => 0)], [1, ...t.shape.slice(1)]);
  return {
    ...input,
    student: { logits: one(input.student.logits), taps: {} },
    teacher: input.teacher && { logits: one(input.teacher.logits), taps: {} },
    labels: one(input.labels),
    parts: Object.fromEntries(Object.entries(input.parts).map(([name, t]) => [name, one(t)])),
  };
}
