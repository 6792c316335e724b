// Every kernel and update that has a body for the host: plain loops give what the reference gives.
import './tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { definedKernels, definedUpdates } from './kernel.ts';
import { casesOf, fillAll, givenOf, type Hosts, tryUpdate, worst } from './testing.ts';

import.meta.glob(['../nn/kernels/*.ts', '../distill/losses/*.ts', '!../**/*.test.ts'], { eager: true });

beforeAll(() => tf.setBackend('cpu'));

const onHost = [...definedUpdates, ...definedKernels].filter(({ host }) => host);

type Spec = (typeof onHost)[number];
async function tried(spec: Spec, given: Hosts, params: Readonly<Record<string, number>>, host: boolean) {
  if ('updates' in spec) return tryUpdate(host ? spec : { ...spec, host: undefined as never }, given, params);
  if (host) return spec.host!(given, params);
  const tensors = Object.entries(given).map(([n, { shape, values }]) => [n, tf.tensor(values, [...shape])]);
  const made = tf.tidy(() => spec.reference(Object.fromEntries(tensors), params));
  return Object.fromEntries(Object.entries(made).map(([n, t]) => [n, t.dataSync() as Float32Array]));
}

test('the updates of every step have one', () => {
  expect(onHost.map(({ name }) => name)).toEqual(expect.arrayContaining(['adam', 'sgd', 'measure', 'tick']));
});

test('a kernel with one has no gradient, which plain loops would lose', () => {
  const differentiable = definedKernels.filter(
    ({ host, gradient, cases }) =>
      host && Object.keys(gradient({}, {}, {}, cases?.[0]?.params ?? {})).length > 0,
  );
  expect(differentiable.map(({ name }) => name)).toEqual([]);
});

describe.each(onHost.map((spec) => ({ name: spec.name, spec })))('$name', ({ spec }) => {
  test.each(casesOf(spec).map((c) => ({ ...c, title: JSON.stringify({ ...c.dims, ...c.params }) })))(
    'agrees with the reference: $title',
    async ({ dims, params, fill }) => {
      const given = fillAll(givenOf(spec), dims, fill);
      const reference = await tried(spec, given, params, false);
      const host = await tried(spec, given, params, true);
      for (const [name, truth] of Object.entries(reference)) {
        const { error, at } = worst(host[name]!, truth);
        const where = `${name}[${at}] is ${host[name]![at]}, the reference ${truth[at]}`;
        expect(error, where).toBeLessThanOrEqual(spec.tolerance);
      }
      expect(Object.keys(host)).toEqual(Object.keys(reference));
    },
  );
});
