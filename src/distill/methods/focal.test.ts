// Worked by hand: one scene, two anchors with an object of two classes each, and how the sums are divided.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { BACKGROUND, NOT_COUNTED } from '../../detect/matching.ts';
import type { StepInput } from '../method.ts';
import { knobsOf, stepInput } from '../testing.ts';
import focal from './focal.ts';

beforeAll(() => tf.setBackend('cpu'));

const { ln2 } = { ln2: Math.LN2 };

/** Scenes of three anchors and two classes; all probabilities one half, all boxes off by 1 in the first number. */
function halves(targets: readonly (readonly number[])[]): StepInput {
  const scenes = targets.length;
  const flat = tf.tensor(targets.flat(), [1, scenes, 3]);
  const off = Float32Array.from({ length: scenes * 12 }, (_, i) => Number(i % 4 === 0));
  return {
    ...stepInput(focal, { batch: scenes }),
    student: { logits: tf.zeros([1, scenes, 3, 2]), taps: {}, boxes: tf.tensor(off, [1, scenes, 3, 4]) },
    matched: { targets: flat, deltas: tf.zeros([1, scenes, 3, 4]), counted: tf.ones([1, scenes, 3]) },
  };
}

const numbers = (t: tf.Tensor | undefined) => Array.from(t?.dataSync() ?? []);

test('one object: ¼ · ¼ · ln 2 for its class, ¾ · ¼ · ln 2 for every other pair, and 1 − 1/18 for its box', () => {
  const { hard, box } = focal.terms(halves([[0, BACKGROUND, NOT_COUNTED]]), knobsOf(focal));
  expect(numbers(hard)[0]).toBeCloseTo((0.25 + 3 * 0.75) * 0.25 * ln2, 6);
  expect(numbers(box)[0]).toBeCloseTo(1 - 1 / 18, 6);
});

test('by overlap a box that lies beside its object loses 1, divided by the objects likewise', () => {
  const scenes = halves([
    [0, 1, BACKGROUND],
    [BACKGROUND, BACKGROUND, BACKGROUND],
  ]);
  const { hard, box } = focal.terms(scenes, knobsOf(focal, { boxes: 'giou' }));
  expect(numbers(box).reduce((a, b) => a + b) / 2).toBeCloseTo(1, 6);
  expect(numbers(hard)).toEqual(numbers(focal.terms(scenes, knobsOf(focal)).hard));
});

test('the sum over a batch is divided by its objects, not by its scenes', () => {
  const scene = [0, 1, BACKGROUND];
  const { box } = focal.terms(halves([scene, [BACKGROUND, BACKGROUND, BACKGROUND]]), knobsOf(focal));
  // Two boxes, each off by the same: their mean, whichever scenes they are in.
  expect(numbers(box).reduce((a, b) => a + b) / 2).toBeCloseTo(1 - 1 / 18, 6);
});

test('a batch without an object still learns the background', () => {
  const { hard, box } = focal.terms(halves([[BACKGROUND, BACKGROUND, BACKGROUND]]), knobsOf(focal));
  expect(numbers(hard)[0]).toBeCloseTo(6 * 0.75 * 0.25 * ln2, 6);
  expect(numbers(box)).toEqual([0]);
});

test('the higher the focus, the less easy background counts beside hard (figure 4 of the paper)', () => {
  const share = (gamma0: number) => {
    const easy = { ...halves([[BACKGROUND, BACKGROUND, BACKGROUND]]) };
    const logits = tf.tensor([-4, -4, -4, -4, 0, 0], [1, 1, 3, 2]); // two easy anchors, one hard
    const loss = (l: tf.Tensor) =>
      tf.sum(
        focal.terms({ ...easy, student: { ...easy.student, logits: l } }, knobsOf(focal, { gamma0 }))
          .hard as tf.Tensor,
      );
    const slope = numbers(tf.grad(loss)(logits));
    return (slope[0] as number) / (slope[4] as number);
  };
  expect(share(0)).toBeCloseTo(1 / (1 + Math.exp(4)) / 0.5, 5);
  expect(share(2)).toBeLessThan(share(0) / 100);
  expect(share(5)).toBeLessThan(share(2) / 100);
});
