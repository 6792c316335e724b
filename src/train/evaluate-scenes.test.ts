// What a detector is worth on scenes, from logits and boxes made by hand.
import { expect, test } from 'vitest';
import { anchorsOf } from '../detect/anchors.ts';
import type { Truth } from '../detect/matching.ts';
import { detectionsOf, evaluateScenes } from './evaluate-scenes.ts';

const spec = { size: 16, strides: [8], scales: [1], ratios: [1] };
const CLASSES = 2;
const anchors = anchorsOf(spec); // four quarters
const truth = (anchor: number, label: number): Truth => ({ box: anchors[anchor] as Truth['box'], label });

/** Every anchor says no with −9, but those named, with a class and a logit. */
function said(scenes: readonly (readonly (readonly [anchor: number, label: number, logit: number])[])[]) {
  const logits = new Float32Array(scenes.length * anchors.length * CLASSES).fill(-9);
  scenes.forEach((own, s) => {
    for (const [anchor, label, logit] of own) logits[(s * anchors.length + anchor) * CLASSES + label] = logit;
  });
  return { logits, boxes: new Float32Array(scenes.length * anchors.length * 4) };
}

test('detections are decoded, cut at the edge of the scene, and the best of each object stays', () => {
  const { logits, boxes } = said([
    [
      [0, 1, 2],
      [1, 1, 1],
      [3, 0, -4],
    ],
  ]);
  boxes.set([-0.5, 0, 0, 0], 0); // half its width to the left, beyond the edge
  const [found] = detectionsOf({ logits, boxes }, CLASSES, spec, 0.05);
  expect(found?.map(({ label }) => label)).toEqual([1, 1]); // exp(−4) is below the lowest score
  expect(found?.[0]?.box).toEqual([0, 0, 4, 8]);
  expect(found?.[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  boxes.fill(0).set([1, 0, 0, 0], 0); // onto its neighbour, which is less sure
  expect(detectionsOf({ logits, boxes }, CLASSES, spec, 0.05)[0]).toHaveLength(1);
});

test('one that finds all and no more has a precision of 1, at every overlap and in every class', () => {
  const truths = [[truth(0, 0), truth(3, 1)], [truth(2, 1)]];
  const { accuracy, precision, confusion, kl, samples } = evaluateScenes(
    said([
      [
        [0, 0, 5],
        [3, 1, 5],
      ],
      [[2, 1, 4]],
    ]),
    truths,
    CLASSES,
    spec,
    null,
  );
  expect([samples, accuracy, kl]).toEqual([2, 1, null]);
  expect(precision).toMatchObject({ ap: 1, ap50: 1, ap75: 1, byClass: [1, 1], curve: new Array(11).fill(1) });
  expect(confusion).toEqual([1, 0, 0, 2]);
});

test('a box that is off counts up to the overlap it has, a false alarm with a higher score halves the precision', () => {
  const off = said([[[0, 0, 5]]]);
  off.boxes.set([0.25, 0, 0, 0], 0); // overlap 6 of 10 columns: right at 0.50, 0.55 and 0.60
  const one = evaluateScenes(off, [[truth(0, 0)]], CLASSES, spec, null);
  expect(one.accuracy).toBeCloseTo(3 / 10, 6);
  expect(one.precision).toMatchObject({ ap50: 1, ap75: 0, byClass: [expect.closeTo(0.3, 6), null] });
  const alarmed = evaluateScenes(
    said([
      [
        [0, 0, 3],
        [3, 0, 5],
      ],
    ]),
    [[truth(0, 0)]],
    CLASSES,
    spec,
    null,
  );
  expect(alarmed.accuracy).toBeCloseTo(1 / 2, 6);
});

test('the wrong class is a miss, an alarm, and a number beside the diagonal', () => {
  const { accuracy, confusion } = evaluateScenes(said([[[0, 1, 5]]]), [[truth(0, 0)]], CLASSES, spec, null);
  expect(accuracy).toBe(0);
  expect(confusion).toEqual([0, 1, 0, 0]);
});

test('the divergence from the teacher is the sum of all sigmoids’, the mean over scenes', () => {
  const half = { logits: new Float32Array(2 * 8), boxes: new Float32Array(2 * 16) };
  const teacher = new Float32Array(16).fill(Math.log(3)); // ¾
  const kl = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
  const seen = evaluateScenes(half, [[truth(0, 0)], []], CLASSES, spec, teacher);
  expect(seen.kl).toBeCloseTo(8 * kl, 6);
  // All one half: ¼ of ln 2, times ¼ for the right class and ¾ for the fifteen others; one anchor has an object.
  expect(seen.loss).toBeCloseTo(0.25 * Math.LN2 * (0.25 + 15 * 0.75), 6);
});

test('numbers that fit no scene are refused with the numbers', () => {
  expect(() => detectionsOf({ logits: new Float32Array(7) }, CLASSES, spec, 0.05)).toThrow(
    '7 logits and 0 numbers of boxes do not fit 4 anchors of 2 classes.',
  );
});
