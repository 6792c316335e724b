// What chance does to a batch, looked at sample by sample.
import '../../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { keysOf } from '../philox.ts';
import { augment } from './augment.ts';

beforeAll(() => tf.setBackend('cpu'));

const ROWS = 400;
const [HEIGHT, WIDTH, CHANNELS] = [6, 5, 2];
const SIZE = HEIGHT * WIDTH * CHANNELS;
/** Every number of the one image tells its place, and none is 0. */
const image = Array.from({ length: SIZE }, (_, i) => i + 1);
const pixel = (values: readonly number[], line: number, column: number): readonly number[] =>
  values.slice((line * WIDTH + column) * CHANNELS, (line * WIDTH + column + 1) * CHANNELS);
const places = Array.from({ length: HEIGHT * WIDTH }, (_, i) => [Math.floor(i / WIDTH), i % WIDTH] as const);

/** The image ROWS times over, each altered in its own way. */
function altered(
  how: { shift?: number; flip?: number; noise?: number; cutout?: number },
  step = 3,
): number[][] {
  return tf.tidy(() => {
    const { x } = augment(
      {
        data: tf.tensor(image, [1, SIZE]),
        labels: tf.zeros([1]),
        order: tf.zeros([1, ROWS], 'int32'),
        clock: tf.tensor([step, 0, 0, 0]),
        keys: tf.tensor(keysOf([0xdecade01]), [1, 2]),
      },
      {
        batch: ROWS,
        labeled: ROWS,
        width: WIDTH,
        channels: CHANNELS,
        shift: 0,
        flip: 0,
        noise: 0,
        cutout: 0,
        ...how,
      },
    );
    const values = Array.from(x.dataSync());
    return Array.from({ length: ROWS }, (_, b) => values.slice(b * SIZE, (b + 1) * SIZE));
  });
}

/** How often each outcome came up, in order of their names. */
const counts = (outcomes: readonly string[]): number[] =>
  [...new Set(outcomes)].sort().map((name) => outcomes.filter((other) => other === name).length);
/** Whether counts could come from equal shares: five standard deviations. */
function expectEven(found: readonly number[], kinds: number): void {
  expect(found).toHaveLength(kinds);
  const share = ROWS / kinds;
  for (const n of found) expect(Math.abs(n - share)).toBeLessThan(5 * Math.sqrt(share * (1 - 1 / kinds)));
}

describe('an image', () => {
  test('that nothing alters stays as it is', () => {
    for (const found of altered({})) expect(found).toEqual(image);
  });

  test('is moved by whole pixels, every move as often, and zeros come in', () => {
    const shifted = (down: number, right: number) =>
      places.flatMap(([line, column]) => {
        const from = [line - down, column - right] as const;
        const inside = from[0] >= 0 && from[0] < HEIGHT && from[1] >= 0 && from[1] < WIDTH;
        return inside ? pixel(image, ...from) : new Array<number>(CHANNELS).fill(0);
      });
    const moves = [-2, -1, 0, 1, 2].flatMap((down) =>
      [-2, -1, 0, 1, 2].map((right) => [down, right] as const),
    );
    const known = new Map(moves.map(([down, right]) => [shifted(down, right).join(), `${down},${right}`]));
    const found = altered({ shift: 2 }).map((values) => known.get(values.join()) ?? 'none of these');
    expect(found).not.toContain('none of these');
    expectEven(counts(found), 25);
  });

  test('is mirrored left to right half of the time', () => {
    const mirrored = places.flatMap(([line, column]) => pixel(image, line, WIDTH - 1 - column));
    const found = altered({ flip: 1 }).map((values) => values.join());
    expect(new Set(found)).toEqual(new Set([image.join(), mirrored.join()]));
    expectEven(counts(found), 2);
  });

  test.each([1, 2, 3])('loses a square of side %i, its centre anywhere, cut off at the border', (cutout) => {
    const found = altered({ cutout }).map((values) => {
      const lost = places.filter(([line, column]) => pixel(values, line, column).every((v) => v === 0));
      for (const [line, column] of places) {
        if (!lost.some(([l, c]) => l === line && c === column))
          expect(pixel(values, line, column)).toEqual(pixel(image, line, column));
      }
      const [top, left] = [Math.min(...lost.map(([l]) => l)), Math.min(...lost.map(([, c]) => c))];
      const [bottom, right] = [Math.max(...lost.map(([l]) => l)), Math.max(...lost.map(([, c]) => c))];
      expect(lost).toHaveLength((bottom - top + 1) * (right - left + 1));
      expect(Math.max(bottom - top, right - left)).toBeLessThan(cutout);
      return `${top},${left},${bottom},${right}`;
    });
    expectEven(counts(found), HEIGHT * WIDTH);
  });

  test('takes noise on every number, but for the square that is blank', () => {
    const sigma = 0.25;
    const rows = altered({ noise: sigma, cutout: 2 });
    const blank = rows.flat().filter((value) => value === 0).length / ROWS;
    expect(blank / CHANNELS).toBeGreaterThan(2);
    expect(blank / CHANNELS).toBeLessThanOrEqual(4);
    const noise = rows
      .flatMap((values) => values.map((v, i) => (v === 0 ? 0 : v - (image[i] as number))))
      .filter(Boolean);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(Math.abs(mean(noise))).toBeLessThan(5 * (sigma / Math.sqrt(noise.length)));
    const variance = mean(noise.map((v) => v * v));
    expect(Math.abs(variance / sigma ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / noise.length));
  });

  test('is moved the same way with noise and without', () => {
    const [clean, noisy] = [altered({ shift: 1, flip: 1 }), altered({ shift: 1, flip: 1, noise: 0.05 })];
    noisy.forEach((values, b) => {
      values.forEach((value, i) => {
        expect(Math.abs(value - (clean[b]?.[i] as number))).toBeLessThan(0.3);
      });
    });
  });

  test('is altered otherwise in another step, and the same way in the same', () => {
    const how = { shift: 2, flip: 1, noise: 0.1, cutout: 2 };
    expect(altered(how)).toEqual(altered(how));
    const other = altered(how, 4);
    const equal = altered(how).filter((values, b) => values.join() === other[b]?.join());
    expect(equal).toEqual([]);
  });
});
