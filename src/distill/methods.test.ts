// The contract every method keeps, whoever wrote it.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KnobValues } from '../contract/cards.ts';
import type { Method, StepInput } from './method.ts';
import { methodById, methods } from './registry.ts';
import { ANCHORS, formsOf, HEAD_TRIALS, headErrors, knobsOf, onlySeed, stepInput } from './testing.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('the methods of the first set are there, the student alone first', () => {
  expect([...methods.keys()][0]).toBe('alone');
  expect([...methods.keys()]).toEqual(expect.arrayContaining(['kd', 'adl', 'ctkd', 'pseudo-labels']));
});

test('an unknown method is refused with the names of those there are', () => {
  expect(() => methodById('magic')).toThrow(/no method "magic"; there are alone, .*kd/);
});

const cases = [...methods.values()].flatMap((method) =>
  formsOf(method).map((chosen) => ({ method, chosen, name: `${method.id} ${JSON.stringify(chosen)}` })),
);

describe.each([...methods.values()])('$id', (method) => {
  test('has a card that says all', () => {
    expect(method.cite).toMatch(/\d{4}/);
    expect(method.formula.length).toBeGreaterThan(5);
    for (const text of [method.title, method.plain, method.note]) expect(text.en.length).toBeGreaterThan(3);
    for (const knob of Object.values(method.knobs)) {
      if (knob.kind !== 'range') continue;
      expect(knob.default).toBeGreaterThanOrEqual(knob.min);
      expect(knob.default).toBeLessThanOrEqual(knob.max);
    }
  });
});

describe.each(cases)('$name', ({ method, chosen }) => {
  const terms = (input: StepInput) => method.terms(input, knobsOf(method, chosen));

  test('returns the terms it names, [seeds, batch] or [seeds], finite', () => {
    const input = stepInput(method, { seeds: 3, chosen });
    const got = terms(input);
    expect(Object.keys(got)).toEqual(method.termNames);
    for (const term of Object.values(got)) {
      expect(term.shape[0]).toBe(3);
      expect(term.dataSync().every(Number.isFinite)).toBe(true);
    }
  });

  test('gives a seed among others what it gives it alone', () => {
    const input = stepInput(method, { seeds: 3, chosen });
    const together = terms(input);
    for (const s of [0, 1, 2]) {
      const alone = terms(onlySeed(input, s));
      for (const name of method.termNames) {
        const row = (t: tf.Tensor) => Array.from(t.dataSync());
        const among = row(tf.slice(together[name] as tf.Tensor, s, 1));
        row(alone[name] as tf.Tensor).forEach((v, i) => expect(among[i]).toBeCloseTo(v, 5));
      }
    }
  });

  test('has a finite slope for the student and every part, and none for the teacher', () => {
    const input = stepInput(method, { seeds: 2, chosen });
    const names = Object.keys(input.parts);
    const total = (student: tf.Tensor, teacher: tf.Tensor, ...parts: tf.Tensor[]) =>
      tf.addN(
        Object.values(
          terms({
            ...input,
            student: { ...input.student, logits: student },
            teacher: { logits: teacher, taps: input.teacher?.taps ?? {} },
            parts: Object.fromEntries(names.map((n, i) => [n, parts[i] as tf.Tensor])),
          }),
        ).map((t) => tf.sum(t)),
      );
    const teacher = input.teacher?.logits as tf.Tensor;
    const slopes = tf.grads((student, ...parts) =>
      total(student as tf.Tensor, teacher, ...(parts as tf.Tensor[])),
    )([input.student.logits, ...names.map((n) => input.parts[n] as tf.Tensor)]);
    for (const slope of slopes) expect(slope.dataSync().every(Number.isFinite)).toBe(true);
    expect(slopes[0]?.dataSync().some((v) => v !== 0)).toBe(true);
  });

  test(
    method.detects
      ? 'scenes without labels leave the hard terms alone'
      : 'samples without a label leave the hard term alone',
    () => (method.detects ? scenesWithoutLabels : samplesWithoutLabels)(method, chosen, terms),
  );

  test('tracks and draws what its card promises', () => {
    const input = stepInput(method, { seeds: 2, batch: 5, chosen });
    const tracked = method.track?.(input, knobsOf(method, chosen)) ?? {};
    expect(Object.keys(tracked)).toEqual([...Object.keys(method.tracked), ...(method.watched ?? [])]);
    for (const t of Object.values(tracked)) expect(t.shape).toEqual([2]);
    const maps = method.maps?.(input, knobsOf(method, chosen)) ?? {};
    expect(Object.keys(maps)).toEqual(Object.keys(method.perSample));
    for (const t of Object.values(maps)) expect(t.shape).toEqual([2, 5]);
    for (const t of Object.values(method.anchorMaps?.(input, knobsOf(method, chosen)) ?? {}))
      expect(t.shape).toEqual([2, 5, ANCHORS]);
  });

  test('leaves no tensors behind', () => {
    const input = stepInput(method, { chosen });
    const knobs = knobsOf(method, chosen);
    const before = tf.memory().numTensors;
    tf.tidy(() => void method.terms(input, knobs));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(cases.filter(({ method }) => method.head))('the head of $name', ({ method, chosen }) => {
  const few = HEAD_TRIALS.filter(({ batch }) => batch < 100);
  test.each(few)('equals its terms: $seeds × $batch, $classes classes, $chosen', async (trial) => {
    const { values, slope } = await headErrors(method, { ...trial, chosen: { ...trial.chosen, ...chosen } });
    expect(values).toBeLessThan(1e-6);
    expect(slope).toBeLessThan(1e-6);
  });
});

type Tried = (
  method: Method,
  chosen: KnobValues,
  terms: (input: StepInput) => Readonly<Record<string, tf.Tensor>>,
) => void;

const samplesWithoutLabels: Tried = (method, chosen, terms) => {
  const all = terms(stepInput(method, { batch: 6, labeled: 6, chosen })).hard as tf.Tensor;
  const some = terms(stepInput(method, { batch: 6, labeled: 4, chosen })).hard as tf.Tensor;
  const mean = (t: tf.Tensor, n: number) =>
    Array.from(t.dataSync())
      .slice(0, n)
      .reduce((a, b) => a + b, 0) / n;
  expect(Array.from(some.dataSync()).slice(4)).toEqual([0, 0]);
  // The runner's mean over all six equals the mean over the four that have labels.
  expect(tf.mean(some).dataSync()[0]).toBeCloseTo(mean(all, 4), 5);
};

const scenesWithoutLabels: Tried = (method, chosen, terms) => {
  const all = terms(stepInput(method, { batch: 4, labeled: 4, chosen }));
  const some = terms(stepInput(method, { batch: 6, labeled: 4, chosen }));
  for (const name of ['hard', 'box']) {
    const [of4, of6] = [all, some].map((t) => Array.from((t[name] as tf.Tensor).dataSync())) as [
      number[],
      number[],
    ];
    expect(of6.slice(4)).toEqual([0, 0]);
    // Both are divided by the objects there are, so the means over four and over six scenes are the same.
    expect(of6.reduce((a, b) => a + b) / 6).toBeCloseTo(of4.reduce((a, b) => a + b) / 4, 5);
    expect(of4[0]).toBeGreaterThan(0);
  }
};
