// The visitor's weight on anchors: what it is to begin with, what it is given, and what is no number.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KnobValues } from '../../contract/cards.ts';
import { GALLERY } from '../losses/own-weight-gallery.ts';
import type { Method, StepInput } from '../method.ts';
import { anchorInput, knobsOf, stepInput } from '../testing.ts';
import adl from './detector-adl.ts';
import kd from './detector-kd.ts';
import own from './detector-own-weight.ts';

beforeAll(() => tf.setBackend('cpu'));

const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const kl = (q: number, p: number) => q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p));
const entropy = (q: number) => -q * Math.log(q) - (1 - q) * Math.log(1 - q);
const numbers = (t: tf.Tensor | undefined) => Array.from(t?.dataSync() ?? []);
const close = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  a.forEach((x, i) => expect(x).toBeCloseTo(b[i] as number, 5));
};
const code = (id: string) => GALLERY.find((example) => example.id === id)?.code as string;

/** Both hard terms and the soft one, and the slopes of the latter by the student's logits. */
function made(method: Method, input: StepInput, chosen: KnobValues = {}) {
  const knobs = knobsOf(method, chosen);
  const { logits } = input.student;
  const slope = tf.grad((at) =>
    tf.sum(method.terms({ ...input, student: { ...input.student, logits: at } }, knobs).soft as tf.Tensor),
  )(logits);
  return [...Object.values(method.terms(input, knobs)), slope].map(numbers);
}

describe('of several classes, seeds and scenes', () => {
  const input = stepInput(own, { seeds: 2, batch: 4, classes: 3, labeled: 2 });

  test('its own to begin with is ADL with the weight held constant, class by class', () => {
    made(own, input).forEach((values, i) => {
      close(values, made(adl, input, { attached: false })[i] as number[]);
    });
    const [maps, theirs] = [own, adl].map((method) => method.anchorMaps?.(input, knobsOf(method)));
    close(numbers(maps?.weight), numbers(theirs?.weight));
    // Not with the gradient through the weight.
    const attached = made(adl, input, { attached: true }).at(-1) as number[];
    expect(
      made(own, input)
        .at(-1)
        ?.some((x, i) => Math.abs(x - (attached[i] as number)) > 1e-4),
    ).toBe(true);
  });

  test('a weight of one is soft targets, also divided by objects, and so are the shares', () => {
    for (const per of ['mass', 'objects'])
      made(own, { ...input, code: code('uniform') }, { per }).forEach((values, i) => {
        close(values, made(kd, input, { per })[i] as number[]);
      });
    const { faults, ...shares } = own.track?.({ ...input, code: code('uniform') }, knobsOf(own)) ?? {};
    const theirs = kd.track?.(input, knobsOf(kd)) ?? {};
    for (const [name, share] of Object.entries(shares)) close(numbers(share), numbers(theirs[name]));
    expect(numbers(faults)).toEqual([0, 0]);
  });
});

describe('one anchor worked out by hand: q = ½, p = ¼', () => {
  const input = { ...anchorInput(own, [[0.25]], [[0.5]]), progress: tf.tensor1d([0.25]) };
  const text = `${HEAD} { return kl + 10.0 * entropy + 100.0 * confidence + 1000.0 * progress; }`;
  const weight = kl(0.5, 0.25) + 10 * Math.log(2) + 50 + 250;

  test('the weight is given KL, the entropy, the confidence of the coin and the progress', () => {
    const soft = own.terms({ ...input, code: text }, knobsOf(own, { lambda: 2 })).soft;
    expect(numbers(soft)[0]).toBeCloseTo(2 * weight * kl(0.5, 0.25), 2);
    const maps = own.anchorMaps?.({ ...input, code: text }, knobsOf(own)) ?? {};
    expect(numbers(maps.weight)[0]).toBeCloseTo(weight, 3);
    close(numbers(maps.gap), [kl(0.5, 0.25)]);
    close(numbers(maps.entropy), [entropy(0.5)]);
    close(numbers(maps.confidence), [0.5]);
  });

  test('a teacher that is sure there is nothing is as sure as one that is sure there is something', () => {
    const confidence = (q: number) =>
      numbers(own.anchorMaps?.(anchorInput(own, [[0.5]], [[q]]), knobsOf(own))?.confidence)[0];
    expect(confidence(0.1)).toBeCloseTo(0.9, 5);
    expect(confidence(0.9)).toBeCloseTo(0.9, 5);
  });
});

test('a weight that is no number counts as nothing, and it is told in how many scenes there is one', () => {
  const input = {
    ...anchorInput(
      own,
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      [
        [0.9, 0.6],
        [0.6, 0.6],
      ],
    ),
    code: `${HEAD} { return select(1.0, log(-1.0 - kl), confidence > 0.8); }`,
  };
  const [soft, slope] = made(own, input).slice(-2) as [number[], number[]];
  expect([...soft, ...slope].every(Number.isFinite)).toBe(true);
  expect(slope[0]).toBe(0);
  close(numbers(own.track?.(input, knobsOf(own))?.faults), [0.5]);
});

test('an anchor that does not count has no weight and no fault', () => {
  const input = {
    ...anchorInput(own, [[0.5, 0.5]], [[0.9, 0.9]], [[1, 0]]),
    code: `${HEAD} { return 1.0 / kl; }`, // which is 0 where the anchor does not count
  };
  expect(numbers(own.track?.(input, knobsOf(own))?.faults)).toEqual([0]);
  expect(numbers(own.anchorMaps?.(input, knobsOf(own))?.weight)[1]).toBe(0);
});
