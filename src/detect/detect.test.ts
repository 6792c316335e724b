// Anchors, matching, suppression and average precision, worked by hand.
import { describe, expect, test } from 'vitest';
import { anchorsEach, anchorsOf } from './anchors.ts';
import { averagePrecision, judge, precisionRecall, type Seen } from './average-precision.ts';
import { areaOf, type Box, decode, iou } from './boxes.ts';
import { BACKGROUND, match, NOT_COUNTED } from './matching.ts';
import { suppress } from './suppression.ts';

describe('boxes', () => {
  test('overlap by what they share over what they cover', () => {
    expect(iou([0, 0, 2, 2], [1, 0, 3, 2])).toBeCloseTo(1 / 3, 12);
    expect(iou([0, 0, 2, 2], [2, 0, 4, 2])).toBe(0); // they touch
    expect(iou([1, 1, 1, 1], [1, 1, 1, 1])).toBe(0); // no area
  });

  test('a wild delta gives a box that is at most 62.5 times its anchor', () => {
    const box = decode([0, 0, 1e6, 0], [0, 0, 8, 8]);
    expect(box[2] - box[0]).toBeCloseTo(500, 9);
    expect(box[3] - box[1]).toBeCloseTo(8, 9);
  });
});

describe('anchors', () => {
  const spec = { size: 32, strides: [8, 16], scales: [2, 4], ratios: [1, 4] };

  test('stand at every place of every level, level, row, column, ratio, scale', () => {
    const anchors = anchorsOf(spec);
    expect(anchorsEach(spec)).toBe(4);
    expect(anchors).toHaveLength(4 * (16 + 4));
    expect(anchors[0]).toEqual([-4, -4, 12, 12]);
    expect(anchors[1]).toEqual([-12, -12, 20, 20]);
    expect(anchors[2]).toEqual([0, -12, 8, 20]); // four times as high as wide, of the same area
    expect(anchors[4]).toEqual([4, -4, 20, 12]); // one place to the right
    expect(anchors[16]).toEqual([-4, 4, 12, 20]); // one row down
    expect(anchors.map(areaOf).filter((area) => area === 256)).toHaveLength(2 * 16);
  });

  test('need strides that divide the image', () => {
    expect(() => anchorsOf({ ...spec, strides: [7] })).toThrow('A stride of 7 does not divide 32 pixels.');
  });
});

describe('matching', () => {
  const anchors: Box[] = [
    [0, 0, 10, 10],
    [0, 0, 10, 18],
    [0, 0, 10, 22],
    [30, 30, 40, 40],
    [0, 0, 100, 100],
  ];

  test('an anchor has the object it overlaps most, none, or does not count', () => {
    const { targets, deltas, objects } = match(anchors, [{ box: [0, 0, 10, 10], label: 2 }]);
    expect([...targets]).toEqual([2, 2, NOT_COUNTED, BACKGROUND, BACKGROUND]); // overlaps 1, 0.56, 0.45, 0, 0.01
    expect(objects).toBe(2);
    expect([...deltas.slice(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(deltas[4 + 3]).toBeCloseTo(Math.log(10 / 18), 6);
    expect([...deltas.slice(8)]).toEqual(new Array(12).fill(0));
  });

  test('an object that no anchor overlaps by enough still gets those that overlap it most', () => {
    const { targets } = match(anchors, [{ box: [36, 36, 46, 46], label: 1 }]);
    expect([...targets]).toEqual([BACKGROUND, BACKGROUND, BACKGROUND, 1, BACKGROUND]);
  });

  test('of two objects an anchor has the nearer', () => {
    const truths = [
      { box: [0, 0, 10, 12] as const, label: 0 },
      { box: [0, 0, 10, 19] as const, label: 1 },
    ];
    expect([...match(anchors, truths).targets].slice(0, 3)).toEqual([0, 1, 1]);
  });

  test('in an empty image all is background', () => {
    expect([...match(anchors, []).targets]).toEqual(anchors.map(() => BACKGROUND));
  });
});

test('of what was found twice the surer is kept, class by class, the best first', () => {
  const at = (left: number, score: number, label = 0) => ({
    box: [left, 0, left + 10, 10] as const,
    label,
    score,
  });
  const found = [at(0, 0.6), at(1, 0.9), at(1, 0.5, 1), at(6, 0.8), at(40, 0.1)];
  expect(suppress(found)).toEqual([at(1, 0.9), at(6, 0.8), at(1, 0.5, 1), at(40, 0.1)]);
  expect(suppress(found, 0.2)).toEqual([at(1, 0.9), at(1, 0.5, 1), at(40, 0.1)]);
  expect(suppress(found, 0.5, 2)).toEqual([at(1, 0.9), at(6, 0.8)]);
});

describe('average precision', () => {
  const box: Box = [0, 0, 10, 10];
  const other: Box = [20, 20, 30, 30];
  const image = (found: Seen['found']): Seen => ({
    truths: [
      { box, label: 0 },
      { box: other, label: 0 },
    ],
    found,
  });
  const found = (at: Box, score: number, label = 0) => ({ box: at, label, score });

  test('is one where all is found, and nothing else', () => {
    expect(averagePrecision([image([found(box, 0.9), found(other, 0.2)])], 1).ap).toBe(1);
  });

  test('reads 51 of 101 recalls where one of two is found', () => {
    const { ap, ap50, byClass } = averagePrecision([image([found(box, 0.9)])], 2);
    expect(ap).toBeCloseTo(51 / 101, 12);
    expect(ap50).toBeCloseTo(51 / 101, 12);
    expect(byClass).toEqual([ap, null]); // there is nothing of the second class
  });

  test('a second detection of the same object is wrong, and costs where it comes before a right one', () => {
    const seen = [image([found(box, 0.9), found(box, 0.8), found(other, 0.7)])];
    expect(precisionRecall(judge(seen, 0, 0.5))).toEqual([
      { score: 0.9, recall: 0.5, precision: 1 },
      { score: 0.8, recall: 0.5, precision: 0.5 },
      { score: 0.7, recall: 1, precision: 2 / 3 },
    ]);
    expect(averagePrecision(seen, 1).ap).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12);
  });

  test('the overlap that is asked for counts: 0.8 is right at seven of the ten', () => {
    const off: Box = [0, 0, 10, 8];
    const one = { truths: [{ box, label: 0 }], found: [found(off, 0.9)] };
    expect(averagePrecision([one], 1)).toMatchObject({ ap50: 1, ap75: 1 });
    expect(averagePrecision([one], 1).ap).toBeCloseTo(0.7, 12);
  });

  test('objects of other sizes are neither missed nor found', () => {
    const large: Box = [0, 0, 40, 40];
    const seen = [
      {
        truths: [
          { box, label: 0 },
          { box: large, label: 0 },
        ],
        found: [found(large, 0.9), found(box, 0.5)],
      },
    ];
    expect(averagePrecision(seen, 1, [0, 200]).ap).toBe(1); // the large one does not count against it
    expect(averagePrecision(seen, 1, [2000, 9000]).ap).toBeNull();
  });

  test('without any detection it is zero, without any object there is none', () => {
    expect(averagePrecision([image([])], 1).ap).toBe(0);
    expect(averagePrecision([{ truths: [], found: [found(box, 1)] }], 1).ap).toBeNull();
  });
});
