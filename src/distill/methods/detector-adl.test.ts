// Worked by hand: one anchor with a known teacher, what divides the sum, and the shares of the loss.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KnobValues } from '../../contract/cards.ts';
import { BACKGROUND } from '../../detect/matching.ts';
import type { Method, StepInput } from '../method.ts';
import { anchorInput, knobsOf } from '../testing.ts';
import adl from './detector-adl.ts';
import kd from './detector-kd.ts';

beforeAll(() => tf.setBackend('cpu'));

const kl = (q: number, p: number) => q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p));
const entropy = (q: number) => -q * Math.log(q) - (1 - q) * Math.log(1 - q);
const numbers = (t: tf.Tensor | undefined) => Array.from(t?.dataSync() ?? []);

const soft = (method: Method, input: StepInput, chosen: KnobValues = {}) =>
  numbers(method.terms(input, knobsOf(method, chosen)).soft);

describe('one anchor, q = ½ and p = ¼', () => {
  const [q, p] = [0.5, 0.25];
  const input = anchorInput(adl, [[p]], [[q]]); // the teacher says less than one in all, so nothing is divided

  test('soft targets are KL, ADL is (1 − exp(−(KL + βH)))^γ KL', () => {
    expect(soft(kd, input)[0]).toBeCloseTo(kl(q, p), 6);
    expect(soft(adl, input)[0]).toBeCloseTo((1 - Math.exp(-(kl(q, p) + entropy(q)))) ** 2 * kl(q, p), 6);
    expect(soft(adl, input, { beta: 0, gamma: 1 })[0]).toBeCloseTo((1 - Math.exp(-kl(q, p))) * kl(q, p), 6);
    expect(soft(adl, input, { lambda: 3, core: 'ce', gamma: 1 })[0]).toBeCloseTo(
      3 * (1 - Math.exp(-(kl(q, p) + entropy(q)))) * (kl(q, p) + entropy(q)),
      5,
    );
  });

  test('with neither factor ADL is soft targets', () => {
    expect(soft(adl, input, { mimic: false, learn: false })[0]).toBeCloseTo(soft(kd, input)[0] as number, 6);
  });
});

test('the sum over all scenes of a batch is divided by Σ q^1.8 of all, or by the objects', () => {
  const [student, teacher] = [
    [
      [0.5, 0.5],
      [0.5, 0.5],
    ],
    [
      [0.9, 0.8],
      [0.7, 0.6],
    ],
  ];
  const input = anchorInput(adl, student, teacher);
  const all = teacher.flat().reduce((sum, q) => sum + kl(q, 0.5), 0);
  const mass = teacher.flat().reduce((sum, q) => sum + q ** 1.8, 0);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  expect(mean(soft(kd, input))).toBeCloseTo(all / mass, 5);
  const objects = tf.tensor([0, 0, 0, BACKGROUND], [1, 2, 2]);
  const three = {
    ...input,
    matched: { ...(input.matched as NonNullable<typeof input.matched>), targets: objects },
  };
  expect(mean(soft(kd, three, { per: 'objects' }))).toBeCloseTo(all / 3, 5);
});

test('anchors between object and background are not imitated', () => {
  const input = anchorInput(adl, [[0.5, 0.5]], [[0.9, 0.9]], [[1, 0]]);
  expect(soft(kd, input)[0]).toBeCloseTo(kl(0.9, 0.5) / (2 * 0.9 ** 1.8), 5);
});

test('beside one unsure anchor, a thousand of easy background drown it in soft targets and not in ADL (section 3.2)', () => {
  const easy = Array.from({ length: 1000 }, () => 0.01);
  const student = [[0.1, ...easy.map(() => 0.02)]];
  const input = anchorInput(adl, student, [[0.5, ...easy]]);
  const share = (method: Method) => {
    const { easy: ofEasy, hardToLearn, hardToMimic } = method.track?.(input, knobsOf(method)) ?? {};
    const [a, b, c] = [ofEasy, hardToLearn, hardToMimic].map((t) => numbers(t)[0] as number) as [
      number,
      number,
      number,
    ];
    expect(a + b + c).toBeCloseTo(1, 5);
    return a;
  };
  expect(share(kd)).toBeGreaterThan(0.7);
  expect(share(adl)).toBeLessThan(0.05);
});

test('shares tell what is hard to mimic from what is hard to learn', () => {
  const shares = (student: number, teacher: number) => {
    const tracked = kd.track?.(anchorInput(adl, [[student]], [[teacher]]), knobsOf(kd)) ?? {};
    return Object.fromEntries(
      Object.entries(tracked).map(([name, t]) => [name, Math.round(numbers(t)[0] ?? 0)]),
    );
  };
  expect(shares(0.45, 0.5)).toEqual({ easy: 0, hardToLearn: 1, hardToMimic: 0 }); // H = ln 2
  expect(shares(0.05, 0.95)).toEqual({ easy: 0, hardToLearn: 0, hardToMimic: 1 });
  expect(shares(0.011, 0.01)).toEqual({ easy: 1, hardToLearn: 0, hardToMimic: 0 });
});

test('whether what the teacher finds counts for objects is a switch, from a score on', () => {
  type Settings = Parameters<NonNullable<typeof adl.pseudoBoxes>>[0];
  const asked = (chosen: KnobValues) => adl.pseudoBoxes?.(chosen as Settings);
  expect(asked({ pseudo: true, score: 0.4 })).toBe(0.4);
  expect(asked({ pseudo: false, score: 0.4 })).toBeNull();
  expect(kd.pseudoBoxes).toBeUndefined();
});

test('a network that is no detector is refused', () => {
  const input = anchorInput(adl, [[0.5]], [[0.5]]);
  const { boxes: _, ...mute } = input.student;
  expect(() => adl.terms({ ...input, student: mute }, knobsOf(adl))).toThrow('it is no detector');
  expect(() => adl.terms({ ...input, matched: undefined }, knobsOf(adl))).toThrow(
    'nothing says what the anchors stand for',
  );
});
