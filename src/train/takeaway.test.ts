// What is taken along is what the run has: its weights, its first weights, its batches in their order.
import { beforeAll, expect, test } from 'vitest';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { bootEngine } from '../gpu/engine.ts';
import { materialOf, parametersOf } from './takeaway.ts';
import { atStep, eventsOf, experimentOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

beforeAll(async () => {
  await bootEngine('cpu');
});

const SETUP = { ...smallSetup({ seeds: 2, lanes: lanesOf('alone', 'ctkd') }) };
const dataOf = () => prepareData(datasetById('moons'), SETUP, () => Promise.reject(new Error('no files')));

test('first weights stay what they were, for every seed; present ones move', async () => {
  const data = await dataOf();
  const experiment = await experimentOf(SETUP, someTeacher(SETUP));
  const before = await parametersOf(experiment, data, false);
  await eventsOf(experiment, { enough: atStep(3) });
  const initial = await parametersOf(experiment, data, true);
  const now = await parametersOf(experiment, data, false);
  expect(initial.networks).toEqual(before.networks);
  expect(now.step).toBe(3);
  const moved = (of: typeof now) => of.networks['lane-1']?.parameters[0]?.values;
  expect(moved(now)).not.toEqual(moved(initial));
  expect(moved(now)).toHaveLength(2 * 2 * 4); // seeds, inputs, units
  expect(now.networks['lane-1']?.parts.map(({ name, shape }) => [name, shape])).toEqual([['raw', [1]]]);
  expect(now.networks.teacher?.parameters).toEqual(initial.networks.teacher?.parameters);
  experiment.dispose();
});

test('the material has each step’s samples, and the clock the run had', async () => {
  const data = await dataOf();
  const experiment = await experimentOf(SETUP, someTeacher(SETUP));
  experiment.turn('lane-1', 'alpha', 0.5);
  const material = await materialOf(experiment, data, 5);
  expect(material.order).toHaveLength(2 * 5 * 16);
  expect(Math.max(...material.order)).toBe(material.train.y.length - 1);
  const labeled = data.students[1]?.labeled as Int32Array;
  for (let k = 0; k < 8; k++) {
    const row = material.order[(1 * 5 + 4) * 16 + k] as number; // seed 1, step 5, labeled
    const place = labeled.find((i) => data.x[2 * i] === material.train.x[2 * row]);
    expect(place).toBeDefined();
    expect(material.train.y[row]).toBe(data.y[place as number]);
  }
  expect(material.turns).toEqual([{ lane: 'lane-1', knob: 'alpha', value: 0.5, step: 0 }]);
  await eventsOf(experiment, { enough: atStep(5) });
  const [step, progress, factor] = await experiment.slots.get('clock').tensor.data();
  expect([step, progress, factor]).toEqual([5, material.progress[4], material.factors[4]]);
  await expect(materialOf(experiment, data, 0)).rejects.toThrow('one step or more, 0 were');
  experiment.dispose();
});
