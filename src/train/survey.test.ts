// A survey: its numbers by hand, and those of a small experiment against a plain computation from its weights.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, SampleSet } from '../contract/questions.ts';
import { type PreparedData, prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import type { Experiment } from './experiment.ts';
import { samplesOf } from './samples.ts';
import { survey, surveyed } from './survey.ts';
import { atStep, eventsOf, experimentOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

const ln = Math.log;

test('two classes worked out by hand: p = (1/4, 3/4), q = (1/2, 1/2), the truth is the first', () => {
  const numbers = surveyed(Float32Array.of(0, ln(3)), Int32Array.of(0), Float32Array.of(7, 7));
  expect(numbers.choice[0]).toBe(1);
  expect(numbers.top[0]).toBeCloseTo(3 / 4, 6);
  expect(numbers.truth[0]).toBeCloseTo(1 / 4, 6);
  expect(numbers.entropy[0]).toBeCloseTo(ln(4) - (3 / 4) * ln(3), 6);
  expect(numbers.kl?.[0]).toBeCloseTo(0.5 * ln(4 / 3), 6);
});

test('certainty has no entropy, a network is no distance from itself, and a diverged one has no numbers', () => {
  const certain = Float32Array.of(1000, 0, 0);
  const same = surveyed(certain, Int32Array.of(0), certain);
  expect([same.entropy[0], same.kl?.[0]].map(Math.abs as (n: number | undefined) => number)).toEqual([0, 0]);
  expect(surveyed(certain, Int32Array.of(0), null).kl).toBeNull();
  expect(surveyed(Float32Array.of(Number.NaN, 0), Int32Array.of(0), null).entropy[0]).toBeNaN();
});

describe('of a small experiment', () => {
  const setup = smallSetup({ lanes: lanesOf('alone', 'adl', 'ctkd'), seeds: 2 });
  let experiment: Experiment;
  let data: PreparedData;
  let surveys: Readonly<Record<SampleSet, Answer<'survey'>>>;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    data = await prepareData(datasetById('moons'), setup, () => Promise.reject(new Error('no files')));
    experiment = await experimentOf(setup, someTeacher(setup));
    await eventsOf(experiment, { enough: atStep(7) });
    const of = (set: SampleSet) => survey(experiment, data, set, 900);
    surveys = { test: await of('test'), validation: await of('validation'), train: await of('train') };
  });

  /** Class probabilities of a perceptron with one hidden layer, in plain loops. */
  const forward = (weights: Readonly<Record<string, Float32Array>>, [a, b]: readonly number[], T: number) => {
    const w = (name: string) => weights[name] as Float32Array;
    const units = w('stage1.bias').length;
    const hidden = Array.from({ length: units }, (_, j) =>
      Math.max(
        0,
        (a as number) * (w('stage1.weight')[j] as number) +
          (b as number) * (w('stage1.weight')[units + j] as number) +
          (w('stage1.bias')[j] as number),
      ),
    );
    const powers = [0, 1].map((c) =>
      Math.exp(
        hidden.reduce(
          (sum, h, j) => sum + h * (w('head.weight')[2 * j + c] as number),
          w('head.bias')[c] as number,
        ) / T,
      ),
    );
    return powers.map((power) => power / ((powers[0] as number) + (powers[1] as number)));
  };
  const entropy = (p: readonly number[]) => -p.reduce((sum, v) => sum + v * ln(v), 0);
  const kl = (q: readonly number[], p: readonly number[]) =>
    q.reduce((sum, v, c) => sum + v * ln(v / (p[c] as number)), 0);

  test.each(['test', 'train'] as const)('every number of every %s sample is the plain one', async (set) => {
    const { labels, lanes } = surveys[set];
    const { values } = samplesOf(
      data,
      set,
      Array.from(labels, (_, i) => i),
    );
    const teacher = await experiment.teacher.weights.ofFirstSeed();
    for (const lane of experiment.lanes) {
      const weights = await lane.weights.ofFirstSeed();
      const own = lanes[lane.id];
      labels.forEach((label, i) => {
        const xy = [values[2 * i] as number, values[2 * i + 1] as number];
        const [p, q] = [forward(weights, xy, 1), forward(teacher, xy, 1)];
        expect(own?.choice[i]).toBe(Number((p[1] as number) > (p[0] as number)));
        expect(own?.truth[i]).toBeCloseTo(p[label] as number, 5);
        expect(own?.entropy[i]).toBeCloseTo(entropy(p), 5);
        expect(own?.kl?.[i]).toBeCloseTo(kl(q, p), 5);
        if (lane.method.id !== 'adl') return;
        const [soft, told] = [forward(weights, xy, 4), forward(teacher, xy, 4)];
        const hard = kl(told, soft) + entropy(told); // β = 1, γ = 2, T = 4 are the defaults
        expect(own?.perSample.weight?.[i]).toBeCloseTo((1 - Math.exp(-hard)) ** 2, 5);
      });
    }
  });

  test('it says of how many it saw the first, and after which step', () => {
    expect(surveys.test).toMatchObject({ set: 'test', step: 7, total: 1000 });
    expect(surveys.test.labels).toEqual(data.test.y.subarray(0, 900));
    expect(surveys.train.labels.length).toBe(60); // ten labels a class, a pool of forty
    expect(Object.keys(surveys.test.lanes)).toEqual(['teacher', 'lane-0', 'lane-1', 'lane-2']);
    expect(Object.keys(surveys.test.lanes['lane-2']?.perSample ?? {})).toEqual(['temperature']);
    expect(surveys.test.lanes.teacher).toMatchObject({ kl: null, perSample: {} });
  });

  test('of training samples the labeled come first; those of the pool are asked about as without a label', () => {
    const { labeled, pool } = data.students[0] as PreparedData['students'][number];
    const { labels, given } = samplesOf(data, 'train', [0, 19, 20, 59]);
    const places = [labeled[0], labeled[19], pool[0], pool[39]] as number[];
    expect(Array.from(labels)).toEqual(places.map((at) => data.y[at]));
    expect(Array.from(given)).toEqual([labels[0], labels[1], -1, -1]);
  });

  test('it leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await survey(experiment, data, 'test', 600);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([0, 2001, 1.5, Number.NaN])('%s samples are refused', async (limit) => {
    await expect(survey(experiment, data, 'test', limit)).rejects.toThrow(
      `A survey looks at 1 to 2000 samples, ${limit} were asked for.`,
    );
  });

  test.each([
    ['test', 1000, 'There is no test sample 1000; there are 1000.'],
    ['train', 60, 'There is no training sample 60; there are 60.'],
    ['validation', -1, 'There is no validation sample -1; there are'],
  ] as const)('of %s there is no %i', (set, index, sentence) => {
    expect(() => samplesOf(data, set, [index])).toThrow(sentence);
  });
});
