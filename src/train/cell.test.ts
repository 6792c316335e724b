// A cell of a study: what it reports is what a run of its own says; the search never meets the test split.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { files as real } from '../cli/node-engine.ts';
import { type CellHooks, CellRunner } from './cell.ts';
import { eventsOf, experimentOf, lanesOf, smallSetup } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

const none = async (file: string) =>
  Promise.reject(new Error(`A toy needs no files, ${file} was asked for.`));
const files = { data: none, teachers: none };
const setup = (method: string) => smallSetup({ lanes: lanesOf(method), seeds: 2 });
const hooks = (phases: string[] = []): CellHooks => ({
  progress: ({ phase }) => {
    phases.push(phase);
    return true;
  },
});

test('the scores are those of a run of its own, at its last step, over all samples', async () => {
  const outcome = await new CellRunner(files).run({ setup: setup('kd'), test: true }, hooks());
  const experiment = await experimentOf(setup('kd'));
  const events = await eventsOf(experiment);
  const whole = events.findLast(
    (event) => event.type === 'evaluation' && event.lane === 'lane-0' && event.whole,
  );
  experiment.dispose();
  if (whole?.type !== 'evaluation') throw new Error('The run was not looked at.');
  expect(
    outcome?.seeds.map(({ last }) => [last.step, last.validation.accuracy, last.test?.accuracy]),
  ).toEqual(whole.validation.map((seen, s) => [12, seen.accuracy, whole.test[s]?.accuracy]));
  for (const { best, last } of outcome?.seeds ?? [])
    expect(best.validation.accuracy).toBeGreaterThanOrEqual(last.validation.accuracy);
  expect(outcome?.teacher?.accuracy).toBeGreaterThan(0);
  expect(outcome?.cost).toMatchObject({ steps: 12, stageSteps: 0 });
});

test('without the test split the training is the same, and no number of the test comes out', async () => {
  const runner = new CellRunner(files);
  const seen = await runner.run({ setup: setup('kd'), test: true }, hooks());
  const blind = await runner.run({ setup: setup('kd'), test: false }, hooks());
  const validation = (of: typeof seen) => of?.seeds.map(({ last }) => last.validation);
  expect(validation(blind)).toEqual(validation(seen));
  expect(blind?.teacher).toBeNull();
  for (const { last, best } of blind?.seeds ?? []) expect([last.test, best.test]).toEqual([null, null]);
  for (const { last } of seen?.seeds ?? []) expect(last.test).not.toBeNull(); // the control
});

test('methods of one seed share its teacher, which trains once', async () => {
  const runner = new CellRunner(files);
  const [first, second, other]: [string[], string[], string[]] = [[], [], []];
  await runner.run({ setup: setup('kd'), test: true }, hooks(first));
  await runner.run({ setup: setup('adl'), test: true }, hooks(second));
  await runner.run({ setup: { ...setup('adl'), seed: 9 }, test: true }, hooks(other));
  expect(new Set(first)).toEqual(new Set(['teacher', 'students']));
  expect(new Set(second)).toEqual(new Set(['students']));
  expect(new Set(other)).toEqual(new Set(['teacher', 'students']));
});

test('sets that differ in their pool alone share it, and it is the same; others train their own', async () => {
  const runner = new CellRunner(real);
  const on = (id: string) => {
    const base = setup('kd');
    const short = { ...base.training, length: { unit: 'steps' as const, count: 3 } };
    const data = { ...base.data, id, knobs: {}, labels: { teacher: 2, student: 2 }, pool: 20 };
    return { ...base, data, training: short, teacher: { ...base.teacher, training: short } };
  };
  const scores = [];
  const phases: string[][] = [];
  for (const id of ['digits', 'mixed-digits']) {
    const seen: string[] = [];
    scores.push((await runner.run({ setup: on(id), test: true }, hooks(seen)))?.teacher);
    phases.push([...new Set(seen)]);
  }
  expect(phases).toEqual([['teacher', 'students'], ['students']]);
  const own = await new CellRunner(real).run({ setup: on('mixed-digits'), test: true }, hooks([]));
  expect(scores).toEqual([own?.teacher, own?.teacher]);
});

test('what is given up has no outcome', async () => {
  expect(
    await new CellRunner(files).run({ setup: setup('kd'), test: true }, { progress: () => false }),
  ).toBeNull();
});

test('where the data keep classes back, the last look says what features are worth on them; a search does not', async () => {
  const base = setup('alone');
  const glyphs = {
    ...base,
    data: {
      ...base.data,
      id: 'glyphs',
      knobs: { classes: 4, each: 20 },
      labels: { teacher: 0, student: 0 },
      pool: 0,
      poolBatch: 0,
    },
    seeds: 1,
  };
  const runner = new CellRunner(files);
  const seen = await runner.run({ setup: glyphs, test: true }, hooks());
  const again = await runner.run({ setup: glyphs, test: true }, hooks());
  const oneShot = seen?.seeds[0]?.last.test?.oneShot as number;
  expect(oneShot).toBeGreaterThan(0.2); // five classes by chance
  expect(oneShot).toBeLessThan(1);
  expect(again?.seeds[0]?.last.test?.oneShot).toBe(oneShot);
  const blind = await runner.run({ setup: glyphs, test: false }, hooks());
  expect(blind?.seeds[0]?.last.test).toBeNull();
  const toy = await runner.run({ setup: setup('alone'), test: true }, hooks());
  expect(toy?.seeds[0]?.last.test).not.toHaveProperty('oneShot');
});
