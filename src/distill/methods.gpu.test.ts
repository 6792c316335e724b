// The heads of all methods on WebGPU: one kernel gives what the terms and their differentiation give.
import { beforeAll, describe, expect, test } from 'vitest';
import { bootEngine } from '../gpu/engine.ts';
import { methodById, methods } from './registry.ts';
import { formsOf, HEAD_TRIALS, headErrors } from './testing.ts';

beforeAll(async () => {
  expect((await bootEngine('webgpu')).engine).toBe('webgpu');
});

const heads = [...methods.values()].filter(({ head }) => head);

test('there are heads to hold to their terms', () => {
  expect(heads.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['alone', 'kd', 'adl', 'own-weight', 'pseudo-labels', 'expert-selection']),
  );
});

test('the check sees a head of another loss', async () => {
  const { values, slope } = await headErrors(methodById('kd'), HEAD_TRIALS[0], { T: 4.5 });
  expect(values).toBeGreaterThan(1e-3);
  expect(slope).toBeGreaterThan(1e-3);
});

const cases = heads.flatMap((method) =>
  formsOf(method).map((chosen) => ({ method, chosen, name: `${method.id} ${JSON.stringify(chosen)}` })),
);
describe.each(cases)('$name', ({ method, chosen }) => {
  test.each(HEAD_TRIALS)('$seeds × $batch, $classes classes, $chosen', async (trial) => {
    const { values, slope } = await headErrors(method, { ...trial, chosen: { ...trial.chosen, ...chosen } });
    expect(values).toBeLessThan(1e-6);
    expect(slope).toBeLessThan(1e-6);
  });
});
