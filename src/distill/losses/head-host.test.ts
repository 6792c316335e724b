// What is no number anywhere in a row leaves the row's slope none, in the plain loops as in the shaders.
import '../../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { definedKernels } from '../../gpu/kernel.ts';
import { fillAll } from '../../gpu/testing.ts';
import './adaptive-head.ts';
import './label-head.ts';
import './pseudo-label-head.ts';
import './soft-head.ts';

beforeAll(() => tf.setBackend('cpu'));

const heads = definedKernels.filter(({ name, host }) => name.endsWith('-head') && host);
const [BATCH, CLASSES] = [3, 4];

/** A head's numbers where one number of one input is another. */
function tried(spec: (typeof heads)[number], change: { input: string; at: number; to: number } | null) {
  const { params = {}, fill = {} } = spec.cases![0]!;
  const dims = { seeds: 1, batch: BATCH, classes: CLASSES };
  const given = fillAll(spec.inputs, dims, { ...fill, labels: (i) => (i === 2 ? -1 : i) });
  if (change) given[change.input]!.values[change.at] = change.to;
  return spec.host!(given, params);
}

test('all four heads are here', () => {
  expect(heads).toHaveLength(4);
});

describe.each(heads.map((spec) => ({ name: spec.name, spec })))('$name', ({ spec }) => {
  test('finite numbers give finite numbers', () => {
    const { values, slope } = tried(spec, null);
    expect([...values!, ...slope!].every(Number.isFinite)).toBe(true);
  });

  test.each([
    { input: 'student', at: 5, to: Number.NaN, row: 1 },
    { input: 'student', at: 9, to: Number.POSITIVE_INFINITY, row: 2 },
    { input: 'teacher', at: 4, to: Number.NaN, row: 1 },
    { input: 'teacher', at: 8, to: Number.NEGATIVE_INFINITY, row: 2 },
    { input: 'labels', at: 0, to: CLASSES, row: 0 },
    { input: 'labels', at: 0, to: Number.NaN, row: 0 },
  ])('$to in $input spoils its own row only', ({ input, at, to, row }) => {
    if (!(input in spec.inputs)) return;
    const { slope } = tried(spec, { input, at, to });
    for (let r = 0; r < BATCH; r++) {
      const own = slope!.slice(r * CLASSES, (r + 1) * CLASSES);
      expect(own.every(r === row ? Number.isNaN : Number.isFinite), `row ${r}`).toBe(true);
    }
  });
});
