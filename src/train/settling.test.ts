// Numbers worked out between the networks a student learns from and the student; a last layer taken over from another.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import type { Lane } from './lane.ts';
import { atStep, eventsOf, experimentOf, lanesOf, smallSetup } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

const numbers = (experiment: Experiment, name: string) => [...experiment.slots.get(name).tensor.dataSync()];

describe('settled numbers', () => {
  const setup: Setup = smallSetup({
    seeds: 2,
    lanes: lanesOf('alone', 'assistant-ensemble', 'expert-selection'),
  });
  const WEIGHTS = 'lane-1/settled/weights';
  const BORDERS = 'lane-2/settled/borders';

  test('are zeros while the assistants train, and there from the first step of the student on', async () => {
    const experiment = await experimentOf(setup);
    await eventsOf(experiment, {
      enough: (e) => e.type === 'stepped' && e.phase === 'stage-1' && e.step === 12,
    });
    expect(numbers(experiment, WEIGHTS)).toEqual([0, 0, 0, 0]);
    await eventsOf(experiment, { enough: atStep(1) });
    const weights = numbers(experiment, WEIGHTS);
    for (const s of [0, 1])
      expect((weights[2 * s] as number) + (weights[2 * s + 1] as number)).toBeCloseTo(1, 5);
    const [low, high] = numbers(experiment, BORDERS);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThan(low as number);
    await eventsOf(experiment);
    expect(numbers(experiment, WEIGHTS)).toEqual(weights);
    experiment.dispose();
  });

  test('come from validation data: with other test data they are the same, with other validation data not', async () => {
    const data = await prepareData(datasetById('moons'), setup, () => Promise.reject(new Error('no files')));
    const flipped = { ...data.test, y: data.test.y.map((label) => 1 - label) };
    const settled = async (change: Partial<typeof data>) => {
      const experiment = new Experiment(setup, { ...data, ...change }, null);
      await eventsOf(experiment, { enough: atStep(1) });
      const found = [numbers(experiment, WEIGHTS), numbers(experiment, BORDERS)];
      experiment.dispose();
      return found;
    };
    const usual = await settled({});
    expect(await settled({ test: flipped })).toEqual(usual);
    const { x, y } = data.validation;
    const half = { x: x.slice(0, x.length / 2), y: y.slice(0, y.length / 2).map((label) => 1 - label) };
    expect(await settled({ validation: half })).not.toEqual(usual);
  });

  test('are in a snapshot, and are worked out again where it was taken before them', async () => {
    const straight = await experimentOf(setup);
    await eventsOf(straight);
    const hash = await fingerprint(straight.slots);
    for (const [phase, step] of [
      ['stage-1', 12],
      ['students', 5],
    ] as const) {
      const first = await experimentOf(setup);
      await eventsOf(first, { enough: (e) => e.type === 'stepped' && e.phase === phase && e.step === step });
      const second = await experimentOf(setup);
      second.restore(await first.save());
      await eventsOf(second);
      expect(await fingerprint(second.slots)).toBe(hash);
      first.dispose();
      second.dispose();
    }
    straight.dispose();
  });
});

describe('a teacher around its student’s last layer', () => {
  const setup: Setup = smallSetup({ seeds: 2, lanes: lanesOf('alone', 'student-head') });

  test('trains after the first student, with the teacher’s settings, and leaves the layer as it is', async () => {
    const experiment = await experimentOf(setup);
    expect(experiment.phases.map(({ phase, steps }) => [phase, steps])).toEqual([
      ['teacher', 6],
      ['stage-1', 12],
      ['teacher-stage-2', 6],
      ['students', 12],
    ]);
    await eventsOf(experiment, {
      enough: (e) => e.type === 'stepped' && e.phase === 'stage-1' && e.step === 12,
    });
    const head = numbers(experiment, 'lane-1/first-student/student/head.weight');
    const body = numbers(experiment, 'lane-1/made-teacher/student/stage1.weight');
    await eventsOf(experiment);
    expect(numbers(experiment, 'lane-1/first-student/student/head.weight')).toEqual(head);
    expect(numbers(experiment, 'lane-1/made-teacher/student/stage1.weight')).not.toEqual(body);
    expect(experiment.slots.names).not.toContain('lane-1/made-teacher/student/head.weight');
    experiment.dispose();
  });

  test('says what its own features give through that layer, seed by seed', async () => {
    const experiment = await experimentOf(setup);
    await eventsOf(experiment, { enough: atStep(1) });
    const [first, made] = experiment.stages.map(({ lane }) => lane) as [Lane, Lane];
    const x = tf.reshape(tf.tensor(Float32Array.of(0, 1, 1, 0)), [1, 2, 2]);
    const { logits, taps } = made.apply(tf.concat([x, x]));
    const features = Object.values(taps).at(-1) as tf.Tensor;
    const { weight, bias } = first.head as NonNullable<Lane['head']>;
    const wanted = tf.add(tf.matMul(features, weight), tf.expandDims(bias, 1));
    const said = [...logits.dataSync()];
    [...wanted.dataSync()].forEach((value, i) => {
      expect(said[i]).toBeCloseTo(value, 5);
    });
    experiment.dispose();
  });

  test('is refused where the layer does not fit its features', async () => {
    const none = { ...setup, student: { ...setup.student, widths: [] } };
    await expect(experimentOf(none)).rejects.toThrow(
      'Teacher around its head would take over the last layer of First student, which is 2×2; its own is 6×2.',
    );
  });
});
