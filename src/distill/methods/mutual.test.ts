import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { knobsOf, lineageOf, number, oneSample, stepInput } from '../testing.ts';
import mutual from './mutual.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** One sample on which the student says p = (1/4, 3/4) and others what they say. */
const among = (...others: number[][]) => ({
  ...oneSample(mutual, [0, Math.log(3)], []),
  peers: others.map((p) => ({ logits: tf.tensor3d([[p.map(Math.log)]]), taps: {} })),
});
const kl = (q: number[], p: number[]) => q.reduce((sum, v, i) => sum + v * Math.log(v / (p[i] as number)), 0);
const own = [1 / 4, 3 / 4];

test('by hand: two networks, and each learns KL(the other ‖ itself)', () => {
  const { hard, mutual: gap, others } = mutual.terms(among([0.5, 0.5]), knobsOf(mutual, { lambda: 2 }));
  expect(number(hard)).toBeCloseTo(Math.log(4), 5);
  expect(number(gap)).toBeCloseTo(2 * kl([0.5, 0.5], own), 5);
  expect(number(others)).toBeCloseTo(Math.log(2) + 2 * kl(own, [0.5, 0.5]), 5);
});

test('equation 8: of several the mean', () => {
  const { mutual: gap } = mutual.terms(among([0.5, 0.5], [0.9, 0.1]), knobsOf(mutual, { k: '3' }));
  expect(number(gap)).toBeCloseTo((kl([0.5, 0.5], own) + kl([0.9, 0.1], own)) / 2, 5);
});

test('nobody is pulled by another’s loss', () => {
  const input = stepInput(mutual);
  const knobs = knobsOf(mutual);
  const [peer] = input.peers as [StepPeer];
  const slope = (term: string, of: 'student' | 'peer') =>
    tf.grad((logits) => {
      const now = of === 'student' ? { student: { logits, taps: {} } } : { peers: [{ logits, taps: {} }] };
      return tf.sum(mutual.terms({ ...input, ...now }, knobs)[term] as tf.Tensor);
    })(of === 'student' ? input.student.logits : peer.logits);
  const size = (t: tf.Tensor) => number(tf.sum(tf.abs(t)));
  expect(size(slope('others', 'student'))).toBe(0);
  expect(size(slope('mutual', 'peer'))).toBe(0);
  expect(size(slope('mutual', 'student'))).toBeGreaterThan(0);
  expect(size(slope('others', 'peer'))).toBeGreaterThan(0);
});
type StepPeer = ReturnType<typeof stepInput>['peers'][number];

test('the others are like the student or like the teacher, and there is no teacher to ask', () => {
  const net = (...widths: number[]) => ({ model: 'mlp', widths, knobs: {} });
  const nets = { student: net(4), teacher: net(9) };
  const peers = (k: string, peer: string) =>
    mutual.peers?.(nets, { k, peer } as never).map(({ widths }) => widths);
  expect(peers('3', 'student')).toEqual([[4], [4]]);
  expect(peers('2', 'teacher')).toEqual([[9]]);
  expect(lineageOf(mutual).from).toEqual([]);
});
