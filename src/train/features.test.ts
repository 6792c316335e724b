// The plane of features and the alignment of two networks, against independent computations.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { random } from '../data/random.ts';
import { cka, compared, penultimate, plane, type Rows, turnedTo } from './features.ts';
import { experimentOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

const rows = (table: readonly (readonly number[])[]): Rows => ({
  values: Float32Array.from(table.flat()),
  width: table[0]?.length ?? 0,
});
const X = [[1, 2, 0], [0, 1, 3], [2, -1, 1], [4, 0, -2], [-1, 3, 1]]; // biome-ignore format: a matrix
const Y = [[0.5, 1], [2, 0], [-1, 3], [1, 1], [0, -2]]; // biome-ignore format: a matrix
const cloud = (n: number, width: number, name: string) => {
  const chance = random(5, name);
  return Array.from({ length: n }, () =>
    Array.from({ length: width }, (_, j) => chance.normal() * (width - j)),
  );
};
const turned = (points: Float32Array, angle: number, mirror: 1 | -1) => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return points.map((_, i) => {
    const [x, y] = [points[i - (i % 2)] as number, mirror * (points[i - (i % 2) + 1] as number)];
    return i % 2 === 0 ? c * x - s * y : s * x + c * y;
  });
};

describe('linear CKA', () => {
  test('is ‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖) of centred columns, by a computation without Gram matrices', () => {
    expect(cka(rows(X), rows(Y))).toBeCloseTo(0.4575216, 6);
    expect(cka(rows(Y), rows(X))).toBeCloseTo(0.4575216, 6);
  });
  test('is 1 with itself, turned, scaled or shifted, and not for something else', () => {
    const other = Y.map(([a, b]) => [3 * (b as number) + 7, -3 * (a as number) - 1]);
    expect(cka(rows(Y), rows(other))).toBeCloseTo(1, 9);
    expect(cka(rows(Y), rows(Y.map(([a, b]) => [a as number, 9 * (b as number)])))).toBeLessThan(0.99);
  });
  test('is none where a network says the same of all samples', () => {
    expect(cka(rows(Y), rows(Y.map(() => [1, 1])))).toBeNull();
  });
});

describe('the plane', () => {
  test('has the directions of most variance, with their shares (numbers of a singular value decomposition)', () => {
    const { explained } = plane(rows(X));
    expect(explained[0]).toBeCloseTo(0.7439617, 4);
    expect(explained[1]).toBeCloseTo(0.2478141, 4);
  });
  test('keeps distances where there are two dimensions', () => {
    const { xy, explained } = plane(rows(Y));
    expect(explained[0] + explained[1]).toBeCloseTo(1, 5);
    const apart = (p: (i: number, k: number) => number) => Math.hypot(p(0, 0) - p(3, 0), p(0, 1) - p(3, 1));
    expect(apart((i, k) => xy[2 * i + k] as number)).toBeCloseTo(
      apart((i, k) => Y[i]?.[k] as number),
      4,
    );
  });
  test('is a line for one dimension, and a point where all samples are one', () => {
    const line = plane(rows([[1], [2], [4]]));
    expect(line.explained[0]).toBeCloseTo(1, 5);
    expect([line.xy[1], line.xy[3], line.xy[5]]).toEqual([0, 0, 0]);
    expect([...plane(rows([[1, 2], [1, 2], [1, 2]])).xy]).toEqual([0, 0, 0, 0, 0, 0]); // biome-ignore format: rows
    const flat = plane(rows([[1, 2], [2, 4], [4, 8]])); // biome-ignore format: rows
    expect([...flat.xy].every(Number.isFinite)).toBe(true);
    expect(flat.explained[0]).toBeCloseTo(1, 5);
  });
});

describe('turning', () => {
  const points = plane(rows(cloud(40, 3, 'points'))).xy;
  test.each([
    [0.7, 1],
    [2.9, -1],
    [-1.2, 1],
    [Math.PI, -1],
  ] as const)('takes back a turn by %f, mirrored %i', (angle, mirror) => {
    const there = turned(points, angle, mirror);
    turnedTo(there, points).forEach((v, i) => expect(v).toBeCloseTo(points[i] as number, 4));
    expect(Math.abs((there[0] as number) - (points[0] as number))).toBeGreaterThan(0.01); // it was turned
  });
  test('keeps the distances from the middle', () => {
    const other = plane(rows(cloud(40, 3, 'others'))).xy;
    const back = turnedTo(other, points);
    for (let i = 0; i < other.length; i += 2)
      expect(Math.hypot(back[i] as number, back[i + 1] as number)).toBeCloseTo(
        Math.hypot(other[i] as number, other[i + 1] as number),
        4,
      );
  });
  test('a student whose features are the teacher’s, mirrored, lies as the teacher does', () => {
    const of = cloud(30, 2, 'teacher');
    const own = rows(of);
    const mirrored = rows(of.map(([a, b]) => [-(a as number), b as number]));
    const both = compared([
      { id: 'teacher', tap: 't', ...own },
      { id: 'lane-0', tap: 't', ...mirrored },
    ]);
    both['lane-0']?.xy.forEach((v, i) => expect(v).toBeCloseTo(both.teacher?.xy[i] as number, 3));
    expect(both['lane-0']?.cka).toBeCloseTo(1, 6);
    expect(both.teacher?.cka).toBeNull();
  });
});

test('the features of a network are its last tap, also with a teacher whose answers are kept, and without a hidden layer its logits', async () => {
  const setup = smallSetup({ lanes: lanesOf('alone', 'kd'), seeds: 2 });
  const experiment = await experimentOf(setup, someTeacher(setup));
  const samples = Float32Array.of(0.1, 0.2, -0.3, 0.4, 1, 1);
  const teacher = await penultimate(experiment.teacher, samples, [2]);
  expect(teacher).toMatchObject({ tap: 'stage1', width: 6 });
  expect(teacher.values.length).toBe(18);
  const student = await penultimate(experiment.lane('lane-1'), samples, [2]);
  expect(student).toMatchObject({ tap: 'stage1', width: 4 });
  const head = tf.tidy(() =>
    Array.from(
      experiment
        .lane('lane-1')
        .apply(tf.tensor([0.1, 0.2, 0.1, 0.2], [2, 1, 2]))
        .taps.stage1?.dataSync() ?? [],
    ),
  );
  expect([...student.values.slice(0, 4)]).toEqual(head.slice(0, 4));
  experiment.dispose();
  const flat = smallSetup({ lanes: lanesOf('alone'), student: { model: 'mlp', widths: [], knobs: {} } });
  const plain = await experimentOf(flat, someTeacher(flat));
  expect(await penultimate(plain.lane('lane-0'), samples, [2])).toMatchObject({ tap: 'logits', width: 2 });
  plain.dispose();
});
