import { describe, expect, test } from 'vitest';
import { makeWorkload, type Workload } from './workload.ts';
import { WORKLOAD_IDS, workloads } from './workloads.ts';

const all = workloads(false, true);
const small = all.map((spec) => ({ ...spec, samples: 40, batch: 8 }));

test('the quick workloads are the first three, and the large ones have small batches on a software adapter', () => {
  expect(workloads(true, true).map(({ id }) => id)).toEqual(WORKLOAD_IDS.slice(0, 3));
  expect(all.map(({ batch }) => batch)).toEqual([128, 128, 128, 8, 8, 16]);
  expect(workloads(false, false).map(({ batch }) => batch)).toEqual([128, 128, 128, 128, 128, 16]);
});

describe.each(small)('$id', (spec) => {
  const workload = makeWorkload(spec);
  const features = spec.shape.reduce((a, b) => a * b, 1);

  test('is the same every time', () => {
    const again = makeWorkload(spec);
    const bytes = ({ batches, student, teacher }: Workload) =>
      [...batches.map(({ x }) => x), ...Object.values(student), ...Object.values(teacher)].map((values) =>
        Buffer.from(values.buffer),
      );
    const first = bytes(workload);
    expect(bytes(again).map((own, i) => own.equals(first[i] as Buffer))).toEqual(first.map(() => true));
  });

  test('has batches of its own samples, with their labels', () => {
    for (const { x, labels } of workload.batches) {
      expect([x.length, labels.length]).toEqual([spec.batch * features, spec.batch]);
      labels.forEach((label, row) => {
        const sample = x.subarray(row * features, (row + 1) * features);
        const at = workload.data.y.findIndex(
          (y, i) => y === label && sample.every((value, k) => value === workload.data.x[i * features + k]),
        );
        expect(at).toBeGreaterThanOrEqual(0);
      });
    }
  });

  test('has a teacher that is not the student, and every class', () => {
    const { name } = workload.parameters[0] as { name: string };
    expect(workload.teacher[name]).not.toEqual(workload.student[name]);
    expect(new Set(workload.data.y).size).toBe(spec.classes);
  });
});
