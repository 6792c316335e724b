// The experiment each method names: an address that the page reads, and a set-up in which the method trains beside the
// student alone.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { isBaseline, type Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { readLink, writeLink } from '../state/link.ts';
import { Experiment } from '../train/experiment.ts';
import { methods } from './registry.ts';

beforeAll(() => tf.setBackend('cpu'));

const file = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../public/data/${name}`, import.meta.url)));
describe.each([...methods])('%s', (id, { experiment }) => {
  const linked = readLink(experiment);

  test('names an experiment in which it is compared with a student alone', () => {
    if (!linked.ok) throw new Error(linked.problems.join(' '));
    const { setup, preset } = linked.value;
    const lanes = setup.lanes.map(({ method }) => method);
    expect(isBaseline(lanes[0] as string)).toBe(true);
    expect(lanes).toContain(id);
    expect(lanes.some((other) => other !== id)).toBe(true); // a student alone has company too
    expect(writeLink(setup, preset)).toBe(experiment); // no word too many
  });

  test('may train there: neither networks nor training are refused', async () => {
    if (!linked.ok) throw new Error(linked.problems.join(' '));
    const setup: Setup = {
      ...linked.value.setup,
      teacher: { ...linked.value.setup.teacher, source: 'train' },
    };
    const prepared = await prepareData(datasetById(setup.data.id), setup, file);
    const experiment = new Experiment(setup, prepared, null);
    expect(experiment.lanes.map(({ method }) => method.id)).toEqual(setup.lanes.map(({ method }) => method));
    experiment.dispose();
  });
});
