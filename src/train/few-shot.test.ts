// Episodes and the two rules that judge them; the logistic regression is held to the
// condition of its minimum.
import { describe, expect, test } from 'vitest';
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { prepareData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import { datasetById } from '../data/registry.ts';
import { episodesOf } from './episodes.ts';
import { Experiment } from './experiment.ts';
import { drawEpisode, logistic, normalised, onEpisode, prototypes } from './few-shot.ts';
import { lanesOf, smallSetup } from './testing.ts';

const labels = Int32Array.from({ length: 60 }, (_, i) => i % 6);
const sizes = { ways: 4, shots: 2, queries: 3 };

test('an episode has so many classes, and samples of each that are its own and all different', () => {
  const { support, queries } = drawEpisode(labels, sizes, random(1, 'e'));
  expect(support.map((own) => own.length)).toEqual([2, 2, 2, 2]);
  expect(queries.map((own) => own.length)).toEqual([3, 3, 3, 3]);
  const all = [...support, ...queries].flat();
  expect(new Set(all).size).toBe(20);
  const classes = support.map((own, k) => {
    const of = new Set([...own, ...(queries[k] ?? [])].map((i) => labels[i]));
    expect(of.size).toBe(1);
    return [...of][0];
  });
  expect(new Set(classes).size).toBe(4);
  expect(drawEpisode(labels, sizes, random(1, 'e'))).toEqual({ support, queries });
  expect(drawEpisode(labels, sizes, random(2, 'e'))).not.toEqual({ support, queries });
});

test('rows of length one', () => {
  expect([...normalised({ values: Float32Array.of(3, 4, 0, 0), width: 2 }).values]).toEqual([
    expect.closeTo(0.6, 6),
    expect.closeTo(0.8, 6),
    0,
    0,
  ]);
});

describe('rules', () => {
  const rows = { values: Float32Array.of(1, 0, 0.8, 0.6, 0, 1, -0.6, 0.8, 0.96, 0.28, -1, 0), width: 2 };
  const episode = {
    support: [
      [0, 1],
      [2, 3],
    ],
    queries: [[4], [5]],
  };

  test('the mean of each class as a linear rule, by hand: (0.9, 0.3) and (−0.3, 0.9)', () => {
    const { weights, bias } = prototypes(rows, episode);
    expect([...(weights[0] ?? [])]).toEqual([expect.closeTo(0.9, 6), expect.closeTo(0.3, 6)]);
    expect([...(weights[1] ?? [])]).toEqual([expect.closeTo(-0.3, 6), expect.closeTo(0.9, 6)]);
    expect([...bias]).toEqual([expect.closeTo(-0.45, 6), expect.closeTo(-0.45, 6)]);
  });

  test('logistic regression stands where its slope is zero, and there only', () => {
    const { weights, bias } = logistic(rows, episode);
    const probability = (i: number) => {
      const [x, y] = [rows.values[2 * i] as number, rows.values[2 * i + 1] as number];
      const z = weights.map((w, c) => (w[0] as number) * x + (w[1] as number) * y + (bias[c] as number));
      return 1 / (1 + Math.exp((z[1] as number) - (z[0] as number)));
    };
    const off = [0, 1, 2, 3].map((i) => probability(i) - (i < 2 ? 1 : 0));
    const slope = (j: number) =>
      off.reduce(
        (sum, value, i) => sum + value * (rows.values[2 * i + j] as number),
        weights[0]?.[j] as number,
      );
    expect(slope(0)).toBeCloseTo(0, 4);
    expect(slope(1)).toBeCloseTo(0, 4);
    expect(off.reduce((a, b) => a + b)).toBeCloseTo(0, 4);
    expect(Math.abs(weights[0]?.[0] as number)).toBeGreaterThan(0.1); // and that is not where it began
  });

  test('both are right where classes lie apart, and at chance where they do not', () => {
    expect(onEpisode(rows, episode)).toEqual({ logistic: 1, prototype: 1 });
    const wrong = { ...episode, queries: [[5], [4]] };
    expect(onEpisode(rows, wrong)).toEqual({ logistic: 0, prototype: 0 });
  });
});

describe('episodes of a run', () => {
  const setup = {
    ...smallSetup({ lanes: [...lanesOf('alone'), { method: 'self-distillation', knobs: { g: '1' } }] }),
    data: { ...smallSetup().data, id: 'glyphs', knobs: { classes: 4, each: 30 } },
  };
  const glyphs = () => prepareData(datasetById('glyphs'), setup, () => Promise.reject(new Error('no files')));

  test('are the same for every network, and for whoever asks in portions', async () => {
    await tf.setBackend('cpu');
    const data = await glyphs();
    expect(new Set(data.novel?.y).size).toBe(20);
    const experiment = new Experiment(setup, data, null);
    const ask = (from: number, episodes: number) =>
      episodesOf(experiment, data, { shots: 1, from, episodes });
    const whole = await ask(0, 6);
    const parts = [await ask(0, 4), await ask(4, 2)];
    expect(whole.networks.map(({ id }) => id)).toEqual([
      'teacher',
      'lane-0',
      'lane-1',
      'lane-1/generation-0',
    ]);
    whole.networks.forEach(({ logistic, prototype }, i) => {
      expect(parts.flatMap(({ networks }) => networks[i]?.logistic)).toEqual(logistic);
      expect(parts.flatMap(({ networks }) => networks[i]?.prototype)).toEqual(prototype);
    });
    // Students that have not begun are one network: the same episodes give the same numbers, the teacher others.
    expect(whole.networks[1]?.logistic).toEqual(whole.networks[2]?.logistic);
    expect(whole.networks[0]?.logistic).not.toEqual(whole.networks[1]?.logistic);
    experiment.dispose();
  });

  test('that cannot be are refused with the numbers', async () => {
    const data = await glyphs();
    const experiment = new Experiment(setup, data, null);
    const { novel: _, ...without } = data;
    const ask = { shots: 1, from: 0, episodes: 1 };
    await expect(episodesOf(experiment, without, ask)).rejects.toThrow(
      'glyphs has no classes that nobody learns',
    );
    await expect(episodesOf(experiment, data, { ...ask, shots: 11 })).rejects.toThrow('are 1 to 10, 11 were');
    await expect(episodesOf(experiment, data, { ...ask, episodes: 101 })).rejects.toThrow('101 from 0 on');
    experiment.dispose();
  });
});
