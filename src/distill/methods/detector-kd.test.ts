// Soft targets for detectors: what they are by hand stands with those of ADL; here that every anchor counts alike.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { ANCHORS, knobsOf, stepInput } from '../testing.ts';
import kd from './detector-kd.ts';

beforeAll(() => tf.setBackend('cpu'));

test('the slope by each logit is λ (p − q) / N, whatever the anchor stands for', () => {
  const [batch, classes, lambda] = [3, 2, 2];
  const input = stepInput(kd, { batch, classes, labeled: 2 });
  const { logits } = input.student;
  const slope = tf.grad((at) =>
    tf.mean(
      kd.terms({ ...input, student: { ...input.student, logits: at } }, knobsOf(kd, { lambda }))
        .soft as tf.Tensor,
    ),
  )(logits);
  const q = tf.sigmoid(input.teacher?.logits as tf.Tensor);
  const N = Math.max(1, tf.sum(tf.pow(q, 1.8)).dataSync()[0] as number);
  const counted = tf.expandDims(input.matched?.counted as tf.Tensor, 3);
  const expected = tf.mul(tf.mul(tf.sub(tf.sigmoid(logits), q), counted), lambda / N).dataSync();
  slope.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 5));
  expect(expected.filter((value) => value !== 0).length).toBe((batch * ANCHORS - 2) * classes); // two lie between
});
