// What the page is told of a scene, from detectors that run.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { Experiment } from './experiment.ts';
import { onPlaces, sceneOf } from './scenes.ts';
import { atStep, eventsOf, lanesOf, setupFor, someTeacher } from './testing.ts';

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
  const each = scene.lanes['lane-1']?.perAnchor ?? {};
  expect(Object.keys(each)).toEqual(Object.keys(maps));
  for (const values of Object.values(each)) expect(values.length).toBe(4 * 4 + 2 * 2);
  expect(Math.max(...(each.gap ?? []))).toBe(Math.max(...(maps.gap ?? [])));
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

/** How far the weights of two lanes are apart at most. */
const apart = (state: Readonly<Record<string, Float32Array>>, a: string, b: string) =>
  Object.keys(state)
    .filter((name) => name.startsWith(`${a}/student/`) && !/\/[mv]$/.test(name))
    .flatMap((name) => {
      const other = state[name.replace(a, b)] as Float32Array;
      return Array.from(state[name] as Float32Array, (value, k) => Math.abs(value - (other[k] as number)));
    })
    .reduce((most, value) => Math.max(most, value), 0);

test('what the teacher finds counts for objects from the score on; with none found a lane is the student alone', async () => {
  const lane = (score: number) => ({ method: 'pseudo-boxes', knobs: { score } });
  const { setup, data } = await made();
  const lanes = [{ method: 'focal', knobs: {} }, lane(0.05), lane(0.95)];
  const { weights, ...teacher } = someTeacher(setup);
  // One that is half sure of everything, and of nothing more.
  const bias = new Float32Array((weights['class.out.bias'] as Float32Array).length);
  const unsure = { ...teacher, weights: { ...weights, 'class.out.bias': bias } };
  const experiment = new Experiment({ ...setup, lanes }, data, unsure);
  await eventsOf(experiment, { enough: atStep(2) });
  const state = await experiment.slots.snapshot();
  const numbers = 20 * 5; // of a row
  const found = (table: Float32Array | undefined, i: number) =>
    Array.from(table?.subarray(i * numbers, i * numbers + 20) ?? []).some((target) => target >= 0);
  for (const i of data.y.keys()) {
    expect(found(state['lane-1/pseudo'], i)).toBe(true);
    expect(found(state['lane-2/pseudo'], i)).toBe(false);
  }
  expect(apart(state, 'lane-2', 'lane-0')).toBeLessThan(1e-5);
  expect(apart(state, 'lane-1', 'lane-0')).toBeGreaterThan(1e-3);
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

test('a detector without its soft term trains as the student alone, and each term is measured all the same', async () => {
  const { setup, data } = await made();
  const kd = { method: 'detector-kd', knobs: {} };
  const lanes = [{ method: 'focal', knobs: {} }, { ...kd, without: ['soft'] }, kd];
  const labels = { ...setup, lanes, data: { ...setup.data, pool: 0, poolBatch: 0 } };
  const experiment = new Experiment(labels, data, someTeacher(setup));
  await eventsOf(experiment, { enough: atStep(3) });
  const state = await experiment.slots.snapshot();
  expect(apart(state, 'lane-1', 'lane-0')).toBe(0);
  expect(apart(state, 'lane-2', 'lane-0')).toBeGreaterThan(1e-4);
  const pulls = await experiment.pulls();
  expect(Object.keys(pulls['lane-2']?.terms ?? {})).toEqual(['hard', 'box', 'soft']);
  for (const { norm } of Object.values(pulls['lane-2']?.terms ?? {})) expect(norm).toBeGreaterThan(0);
  experiment.dispose();
});
