// Boxes and average precision against an independent program (golden.py).
import { expect, test } from 'vitest';
import { type Areas, type Average, averagePrecision, type Seen } from '../average-precision.ts';
import { type Box, type Deltas, decode, encode, iou } from '../boxes.ts';
import stored from './golden.json?raw';

const golden = JSON.parse(stored) as {
  readonly sets: readonly (readonly Seen[])[];
  readonly cases: readonly {
    readonly classes: number;
    readonly areas: Areas;
    readonly images: number;
    readonly expected: Average;
  }[];
  readonly boxes: readonly {
    readonly a: Box;
    readonly b: Box;
    readonly iou: number;
    readonly deltas: Deltas;
  }[];
};

const near = (got: readonly (number | null)[], expected: readonly (number | null)[]) => {
  expect(got.map((x) => x === null)).toEqual(expected.map((x) => x === null));
  got.forEach((x, i) => expect(x ?? 0).toBeCloseTo(expected[i] ?? 0, 10));
};

test('overlaps and deltas', () => {
  expect(golden.boxes.some((one) => one.iou > 0.2)).toBe(true);
  for (const { a, b, iou: shared, deltas } of golden.boxes) {
    expect(iou(a, b)).toBeCloseTo(shared, 12);
    near(encode(a, b), deltas);
    near(decode(deltas, b), a);
  }
});

test.each(golden.cases.map((one, i) => [i, one.areas, one] as const))(
  'average precision, case %i, areas %j',
  (_, areas, { classes, images, expected }) => {
    const got = averagePrecision(golden.sets[images] as readonly Seen[], classes, areas);
    near([got.ap, got.ap50, got.ap75], [expected.ap, expected.ap50, expected.ap75]);
    near(got.byClass, expected.byClass);
  },
);

test('the cases tell something: neither all nothing nor all perfect', () => {
  const values = golden.cases.map(({ expected }) => expected.ap ?? 0);
  expect(values.filter((ap) => ap > 0.1 && ap < 0.9).length).toBeGreaterThan(10);
});
