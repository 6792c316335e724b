// Rows of a table of scenes, and what a batch is told of them.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { anchorsOf } from '../detect/anchors.ts';
import { BACKGROUND, NOT_COUNTED } from '../detect/matching.ts';
import { apart, ofFirst, rowsOf } from './matches.ts';

beforeAll(() => tf.setBackend('cpu'));

const spec = { size: 8, strides: [4], scales: [1], ratios: [1] };
const numbers = (t: tf.Tensor) => Array.from(t.dataSync());
/** The first of four anchors, moved by a quarter to the right. */
const object = { box: [1, 0, 5, 4] as const, label: 2 };

test('a row has the targets of all anchors and then their deltas; a scene that tells nothing has none that count', () => {
  expect(anchorsOf(spec)[0]).toEqual([0, 0, 4, 4]);
  const rows = rowsOf(spec, [[object], [], null]);
  expect(rows.length).toBe(3 * 5 * 4);
  expect(Array.from(rows.subarray(0, 5))).toEqual([2, BACKGROUND, BACKGROUND, BACKGROUND, 0.25]);
  expect(Array.from(rows.subarray(20, 24))).toEqual(new Array(4).fill(BACKGROUND));
  expect(Array.from(rows.subarray(40, 44))).toEqual(new Array(4).fill(NOT_COUNTED));
});

const batch = () => tf.tensor(rowsOf(spec, [[object], [object]]), [1, 2, 20]);

test('a scene without a label hides its objects, and all its anchors are imitated', () => {
  const { targets, deltas, counted } = apart(batch(), null, 1);
  expect(numbers(targets)).toEqual([2, -1, -1, -1, -2, -2, -2, -2]);
  expect(deltas.shape).toEqual([1, 2, 4, 4]);
  expect(numbers(deltas).filter((v) => v !== 0)).toEqual([0.25]);
  expect(numbers(counted)).toEqual(new Array(8).fill(1));
});

test('what a teacher found stands in for labels, in scenes without any alone', () => {
  const found = { box: [4, 4, 8, 8] as const, label: 0 };
  const told = tf.tensor(rowsOf(spec, [[found], [found]]), [1, 2, 20]);
  const { targets } = apart(batch(), told, 1);
  expect(numbers(targets)).toEqual([2, -1, -1, -1, -1, -1, -1, 0]);
  const nothing = tf.tensor(rowsOf(spec, [null, null]), [1, 2, 20]);
  expect(numbers(apart(batch(), nothing, 1).counted)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
});

test('anchors between object and background are known not to count', () => {
  const long = { box: [0, 0, 4, 7] as const, label: 0 }; // 16/28 with the first, 12/32 with the third: background
  const between = { box: [4, 0, 8, 7.5] as const, label: 1 }; // 16/30 with the second, 14/32 = 0.44 with the fourth
  const rows = tf.tensor(rowsOf(spec, [[long, between]]), [1, 1, 20]);
  const { targets, counted } = apart(rows, null, 1);
  expect(numbers(targets)).toEqual([0, 1, BACKGROUND, NOT_COUNTED]);
  expect(numbers(counted)).toEqual([1, 1, 1, 0]);
});

test('the first scenes of a batch are those with labels', () => {
  const first = ofFirst(apart(batch(), null, 1), 1);
  expect(first.targets.shape).toEqual([1, 1, 4]);
  expect(first.deltas.shape).toEqual([1, 1, 4, 4]);
  expect(numbers(first.targets)).toEqual([2, -1, -1, -1]);
});
