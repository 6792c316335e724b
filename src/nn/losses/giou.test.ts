// Worked by hand: boxes told from an anchor with sides of 1, and the areas that come of them.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { type Box, decode, encode, iou } from '../../detect/boxes.ts';
import { BACKGROUND } from '../../detect/matching.ts';
import '../../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import { giou } from './giou.ts';

beforeAll(() => tf.setBackend('cpu'));

type Four = readonly [number, number, number, number];
const four = (of: readonly Four[]) => tf.tensor(of.flat(), [1, 1, of.length, 4]);
const losses = (boxes: readonly Four[], deltas: readonly Four[] = boxes.map(() => [0, 0, 0, 0])) =>
  Array.from(
    giou({ boxes: four(boxes), deltas: four(deltas), targets: tf.zeros([1, 1, boxes.length]) }).dataSync(),
  );

test.each<[string, Four, number]>([
  ['the same box', [0, 0, 0, 0], 0],
  ['half a width aside: I = ½, U = C = 3/2', [0.5, 0, 0, 0], 2 / 3],
  ['half aside both ways: I = ¼, U = 7/4, C = 9/4', [0.5, 0.5, 0, 0], 2 - 1 / 7 - 7 / 9],
  ['twice as wide: I = 1, U = C = 2', [0, 0, Math.LN2, 0], 1 / 2],
  ['side by side: I = 0, U = C = 2', [1, 0, 0, 0], 1],
  ['two widths between them: U = 2, C = 4', [3, 0, 0, 0], 3 / 2],
])('%s', (_, box, loss) => {
  expect(losses([box])[0]).toBeCloseTo(loss, 6);
});

test('is 1 − IoU of the boxes in pixels where one is in the other, whatever the anchor', () => {
  const [large, small]: [Box, Box] = [
    [3, 4, 33, 24],
    [10, 6, 20, 16],
  ];
  for (const anchor of [
    [0, 0, 16, 16],
    [8, 2, 40, 12],
  ] as const) {
    const [a, b] = [encode(large, anchor), encode(small, anchor)];
    expect(losses([a], [b])[0]).toBeCloseTo(1 - iou(decode(a, anchor), decode(b, anchor)), 5);
  }
});

test('a box that overlaps nothing is drawn toward its object all the same', () => {
  const deltas = four([[0, 0, 0, 0]]);
  const slope = tf.grad((boxes) => tf.sum(giou({ boxes, deltas, targets: tf.zeros([1, 1, 1]) })))(
    four([[3, 0, 0, 0]]),
  );
  expect(slope.dataSync()[0]).toBeCloseTo(2 / 16, 6); // U / C² of the side of length 4
});

test('only anchors with an object count', () => {
  const away = four([[3, 0, 0, 0]]);
  const loss = giou({ boxes: away, deltas: tf.zerosLike(away), targets: tf.fill([1, 1, 1], BACKGROUND) });
  expect(loss.dataSync()[0]).toBe(0);
});
