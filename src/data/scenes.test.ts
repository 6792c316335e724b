// Scenes: what is in them is where it is said to be, and they come again from their seed.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { areaOf, iou } from '../detect/boxes.ts';
import { datasetById } from './registry.ts';
import { type Objects, SCENE, type SceneSpec, scenesOf } from './scenes.ts';

/** One image with a bright rectangle: 4 columns from the 2nd, 6 rows from the 1st, of 8. */
const SIDE = 8;
const block: Objects = {
  side: SIDE,
  x: Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [c, r] = [i % SIDE, Math.floor(i / SIDE)];
    return Number(c >= 2 && c < 6 && r >= 1 && r < 7);
  }),
  y: Int32Array.of(3),
};
const plain: SceneSpec = { ...SCENE, size: 32, sides: [8, 8], background: 'flat', noise: 0 };

describe('the box of an object', () => {
  test('is around its ink, and what it holds is brighter than what is behind', () => {
    const { x, truths } = scenesOf(block, { ...plain, objects: [1, 1] }, 20, 1, 'train');
    for (const [i, scene] of truths.entries()) {
      expect(scene).toHaveLength(1);
      const { box, label } = scene[0]!;
      expect(label).toBe(3);
      expect([box[2] - box[0], box[3] - box[1]]).toEqual([4, 6]);
      const pixels = x.subarray(i * 32 * 32, (i + 1) * 32 * 32);
      const isIn = (c: number, r: number) => c >= box[0] && c < box[2] && r >= box[1] && r < box[3];
      pixels.forEach((value, k) => {
        if (isIn(k % 32, Math.floor(k / 32))) expect(value).toBeGreaterThanOrEqual(0.55);
        else expect(value).toBeLessThanOrEqual(0.45);
      });
    }
  });

  test('grows with it: at twice the side everything is twice as large', () => {
    const { truths } = scenesOf(block, { ...plain, sides: [16, 16], objects: [1, 1] }, 5, 1, 'train');
    for (const [truth] of truths)
      expect([truth!.box[2] - truth!.box[0], truth!.box[3] - truth!.box[1]]).toEqual([8, 12]);
  });

  test('keeps its ink when it is made smaller: the mean stays', () => {
    const grey = { ...block, x: block.x.map(() => 0.5) };
    const spec: SceneSpec = { ...plain, sides: [5, 5], objects: [1, 1] };
    const { x, truths } = scenesOf(grey, spec, 4, 1, 'train');
    for (const [i, [truth]] of truths.entries()) {
      const [left, top, right, bottom] = truth!.box;
      expect([right - left, bottom - top]).toEqual([5, 5]);
      const inside = [left, right - 1].flatMap((c) =>
        [top, bottom - 1].map((r) => x[i * 32 * 32 + r * 32 + c]!),
      );
      for (const value of inside) expect(value).toBeCloseTo(inside[0]!, 5);
    }
  });
});

test('there are as many objects as asked for, or fewer where there is no room; none overlap by much', () => {
  const { truths } = scenesOf(block, { ...plain, objects: [1, 6] }, 200, 2, 'train');
  const counts = truths.map((scene) => scene.length);
  expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  for (const scene of truths)
    for (const [i, one] of scene.entries())
      for (const other of scene.slice(i + 1)) expect(iou(one.box, other.box)).toBeLessThanOrEqual(0.1);
  const full = scenesOf(block, { ...plain, size: 12, sides: [12, 12], objects: [6, 6] }, 20, 2, 'train');
  expect(Math.max(...full.truths.map((scene) => scene.length))).toBeLessThan(6);
  expect(Math.min(...full.truths.map((scene) => scene.length))).toBeGreaterThan(0);
});

test('scenes come again from seed, name and number, however many are made', () => {
  const few = scenesOf(block, SCENE, 3, 7, 'train');
  const many = scenesOf(block, SCENE, 6, 7, 'train');
  expect([...many.x.subarray(0, few.x.length)]).toEqual([...few.x]);
  expect(many.truths.slice(0, 3)).toEqual(few.truths);
  expect([...scenesOf(block, SCENE, 3, 7, 'test').x]).not.toEqual([...few.x]);
  expect([...scenesOf(block, SCENE, 3, 8, 'train').x]).not.toEqual([...few.x]);
});

test.each(['flat', 'clouds', 'stripes'] as const)(
  'a background of %s is no lighter than objects',
  (background) => {
    const { x } = scenesOf(block, { ...SCENE, objects: [0, 0], background, noise: 0 }, 30, 1, 'train');
    for (const value of x) expect(value >= 0 && value <= 0.45).toBe(true);
    expect(new Set(x).size > 31).toBe(background !== 'flat');
  },
);

test('noise has the deviation that is asked for', () => {
  const spec: SceneSpec = { ...plain, objects: [0, 0] };
  const [clean, noisy] = [0, 0.1].map((noise) => scenesOf(block, { ...spec, noise }, 20, 1, 'train').x) as [
    Float32Array,
    Float32Array,
  ];
  const squares = clean.reduce((sum, value, i) => sum + (value - noisy[i]!) ** 2, 0);
  expect(Math.sqrt(squares / clean.length)).toBeCloseTo(0.1, 2);
});

test('what makes no scene is refused with the numbers in it', () => {
  const make = (change: Partial<SceneSpec>) => () => scenesOf(block, { ...plain, ...change }, 1, 1, 'train');
  expect(make({ sides: [8, 40] })).toThrow('Objects of 8 to 40 pixels do not fit into scenes of 32.');
  expect(make({ objects: [3, 2] })).toThrow('A scene has from 3 to 2 objects: that is no range.');
  const none = { ...block, x: new Float32Array(), y: new Int32Array() };
  expect(() => scenesOf(none, plain, 1, 1, 'train')).toThrow('There is no image to put into scenes.');
});

test('MNIST’s digits make scenes with boxes of all sizes, every digit among them', async () => {
  const read = async (file: string) =>
    new Uint8Array(await readFile(new URL(`../../public/data/${file}`, import.meta.url)));
  const { test: digits } = await datasetById('mnist').load({
    seed: 0,
    knobs: { noise: 0, labelNoise: 0 },
    read,
  });
  const { truths } = scenesOf({ ...digits, side: 28 }, SCENE, 300, 1, 'test');
  const all = truths.flat();
  expect(new Set(all.map(({ label }) => label)).size).toBe(10);
  const areas = all.map(({ box }) => areaOf(box)).toSorted((a, b) => a - b);
  expect(areas[0]).toBeLessThan(80);
  expect(areas.at(-1)).toBeGreaterThan(400);
  for (const { box } of all) {
    expect(Math.min(...box)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...box)).toBeLessThanOrEqual(64);
  }
});

test('a coloured object covers what is behind it by as much as it says, with its colours', () => {
  const side = 4;
  const opaque = Float32Array.from({ length: side * side * 4 }, (_, i) => [1, 0.5, 0, 1][i % 4] as number);
  const objects = { x: opaque, y: Int32Array.of(3), side, coloured: true };
  const spec = {
    ...SCENE,
    size: 8,
    objects: [1, 1] as const,
    sides: [4, 4] as const,
    noise: 0,
    background: 'flat' as const,
  };
  const { x, truths } = scenesOf(objects, spec, 3, 1, 'coloured');
  expect(x.length).toBe(3 * 8 * 8 * 3);
  for (const [i, [truth]] of truths.entries()) {
    const [left, top, right, bottom] = truth?.box ?? [0, 0, 0, 0];
    expect([right - left, bottom - top, truth?.label]).toEqual([4, 4, 3]);
    const pixel = (row: number, column: number) =>
      Array.from(x.slice(((i * 8 + row) * 8 + column) * 3).subarray(0, 3));
    const [red, green, blue] = pixel(top, left) as [number, number, number];
    expect(red).toBeGreaterThan(0.5); // as strong as chance has it
    expect([green, blue]).toEqual([expect.closeTo(red / 2, 6), 0]);
    const outside = pixel(top === 0 ? 7 : 0, left === 0 ? 7 : 0);
    expect(outside.every((value) => value > 0)).toBe(true);
  }
});
