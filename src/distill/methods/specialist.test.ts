// The specialist: cross-entropy on one class by hand, the other classes left alone, and who trains before.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { BACKGROUND, NOT_COUNTED } from '../../detect/matching.ts';
import { knobsOf, lineageOf, stepInput } from '../testing.ts';
import focal from './focal.ts';
import specialist from './specialist.ts';

beforeAll(() => tf.setBackend('cpu'));

const numbers = (t: tf.Tensor) => Array.from(t.dataSync());

test('one anchor, q = ¼ and p = ½ for the class: ln 2, whatever is said of the others', () => {
  const logit = Math.log(1 / 3);
  const said = (own: number, other: number) => ({
    logits: tf.tensor([other, own], [1, 1, 1, 2]),
    taps: {},
    boxes: tf.zeros([1, 1, 1, 4]),
  });
  const matched = {
    targets: tf.fill([1, 1, 1], BACKGROUND),
    deltas: tf.zeros([1, 1, 1, 4]),
    counted: tf.ones([1, 1, 1]),
  };
  const soft = (other: number) =>
    specialist.terms(
      {
        ...stepInput(specialist, { batch: 1 }),
        student: said(0, other),
        teacher: said(logit, -other),
        matched,
      },
      knobsOf(specialist, { k: 2 }),
    ).soft as tf.Tensor;
  expect(numbers(soft(3))[0]).toBeCloseTo(Math.LN2, 6);
  expect(numbers(soft(-5))[0]).toBeCloseTo(Math.LN2, 6);
});

test('its term moves the logits of its class alone', () => {
  const input = stepInput(specialist, { classes: 3 });
  const slope = tf.grad((logits) =>
    tf.sum(
      specialist.terms({ ...input, student: { ...input.student, logits } }, knobsOf(specialist, { k: 3 }))
        .soft as tf.Tensor,
    ),
  )(input.student.logits);
  const of = (k: number) => numbers(tf.sum(tf.abs(slope), [0, 1, 2])).at(k) as number;
  expect([of(0), of(1)]).toEqual([0, 0]);
  expect(of(2)).toBeGreaterThan(0);
});

test('the specialist is a detector as large as the teacher, with its labels, and learns that class alone', () => {
  const { stages, from } = lineageOf(specialist, { k: 2 });
  expect(from).toEqual(['specialist']);
  expect(stages).toMatchObject([{ method: 'focal', school: 'teacher', knobs: { k: 2 }, from: [] }]);
});

test('to a detector of one class the objects of others are background, and what lies between stays so', () => {
  const input = stepInput(focal, { batch: 1 });
  const targets = tf.tensor([0, 1, 2, BACKGROUND, NOT_COUNTED], [1, 1, 5]);
  const other = tf.tensor([-1, 1, -1, -1, -2], [1, 1, 5]);
  const of = (matchedTo: tf.Tensor, k: number) => {
    const matched = { ...(input.matched as NonNullable<typeof input.matched>), targets: matchedTo };
    const { hard, box } = focal.terms({ ...input, matched }, knobsOf(focal, { k }));
    return [...numbers(hard as tf.Tensor), ...numbers(box as tf.Tensor)];
  };
  expect(of(targets, 2)).toEqual(of(other, 0));
  expect(of(targets, 0)).not.toEqual(of(other, 0)); // all classes, by default
});

test('a class that is not there is refused with the numbers', () => {
  const input = stepInput(specialist, { classes: 3 });
  expect(() => specialist.terms(input, knobsOf(specialist, { k: 4 }))).toThrow(
    'There is no class 4 to be a specialist for; there are 3.',
  );
});
