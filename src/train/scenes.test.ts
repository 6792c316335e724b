// What the page is told of a scene, from detectors that run.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { NOT_COUNTED } from '../detect/matching.ts';
import { Experiment } from './experiment.ts';
import { run } from './run.ts';
import { onPlaces, sceneOf } from './scenes.ts';
import { atStep, eventsOf, lanesOf, NEVER, setupFor, someTeacher } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

async function made(lanes = lanesOf('alone', 'detector-adl'), seeds = 1) {
  const setup = setupFor('scenes', { lanes, seeds });
  const data = await prepareData(datasetById(setup.data.id), setup, () =>
    Promise.reject(new Error('no files')),
  );
  return { setup, data, experiment: new Experiment(setup, data, someTeacher(setup)) };
}

test('a scene comes with its objects, what every network finds, and what methods make of its anchors', async () => {
  const { data, experiment } = await made();
  const scene = await sceneOf(experiment, data, { set: 'test', index: 2 });
  expect(scene.truths).toEqual(data.test.truths?.[2]);
  expect(scene.values).toEqual(data.test.x.slice(2 * 256, 3 * 256));
  expect([scene.labeled, scene.places]).toEqual([true, 4]);
  expect(Object.keys(scene.lanes)).toEqual(['teacher', 'lane-0', 'lane-1']);
  expect(Object.keys(scene.lanes['lane-0']?.maps ?? {})).toEqual([]);
  const maps: Readonly<Record<string, Float32Array>> = scene.lanes['lane-1']?.maps ?? {};
  expect(Object.keys(maps)).toEqual(['weight', 'entropy', 'gap']);
  for (const map of Object.values(maps)) {
    expect(map.length).toBe(16);
    expect(map.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
  experiment.dispose();
});

test('of several seeds it is the first that is shown', async () => {
  const lanes = lanesOf('alone', 'detector-adl');
  const [one, three] = await Promise.all([made(lanes), made(lanes, 3)]);
  const of = ({ experiment, data }: typeof one) => sceneOf(experiment, data, { set: 'test', index: 0 });
  const [alone, among] = [await of(one), await of(three)];
  const [a, b] = [alone, among].map(({ lanes }) => lanes['lane-1']?.maps.gap as Float32Array);
  a?.forEach((value, i) => expect(b?.[i]).toBeCloseTo(value, 5));
  expect(among.lanes['lane-1']?.found.length).toBe(alone.lanes['lane-1']?.found.length);
  one.experiment.dispose();
  three.experiment.dispose();
});

test('asking changes no state, and of a pool it is said that students are not told', async () => {
  const { data, experiment } = await made();
  await eventsOf(experiment, { enough: atStep(2) });
  const before = await experiment.slots.snapshot();
  const { labeled, pool } = data.students[0] as (typeof data.students)[number];
  expect((await sceneOf(experiment, data, { set: 'train', index: 0 })).labeled).toBe(true);
  expect(
    (await sceneOf(experiment, data, { set: 'train', index: labeled.length + pool.length - 1 })).labeled,
  ).toBe(false);
  expect(await experiment.slots.snapshot()).toEqual(before);
  await expect(sceneOf(experiment, data, { set: 'test', index: 6 })).rejects.toThrow(
    'There is no test sample 6; there are 6.',
  );
  experiment.dispose();
});

test('what the teacher finds stands in the table of a lane that asks, for all scenes, and trains it', async () => {
  const lane = (score: number) => ({ method: 'pseudo-boxes', knobs: { score } });
  const { data, experiment } = await made([...lanesOf('alone'), lane(0.05), lane(0.95)]);
  for await (const event of run(experiment, NEVER, 1)) if (event.type === 'stepped') break;
  const state = await experiment.slots.snapshot();
  const [low, high] = [1, 2].map((i) => state[`lane-${i}/pseudo`] as Float32Array);
  const anchors = 20;
  const counted = (table: Float32Array | undefined) =>
    data.y.reduce((sum, _, i) => sum + Number((table?.[i * anchors * 5] as number) !== NOT_COUNTED), 0);
  // A teacher of random weights says a hundredth of everything: nothing from 0.95 on.
  expect(low?.length).toBe(data.y.length * anchors * 5);
  expect(counted(high)).toBe(0);
  const found = await experiment.foundBy(experiment.teacher, 0.001);
  expect(counted(found)).toBeGreaterThan(0);
  experiment.dispose();
});

test('a map has the largest number of all anchors over each place', () => {
  const spec = { size: 16, strides: [4, 8], scales: [1, 2], ratios: [1] };
  const values = new Float32Array(40);
  values[2 * 5 + 1] = 3; // the second anchor of place (1, 1) of the finer level
  values[32 + 2 * 3] = 2; // the last place of the coarser one: four of the finer
  const grid = onPlaces(values, spec);
  expect(Array.from(grid)).toEqual([0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 2, 2, 0, 0, 2, 2]);
});
