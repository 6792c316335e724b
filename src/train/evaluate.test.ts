// What a network is worth, against numbers worked out by hand.
import { expect, test } from 'vitest';
import { argMax, evaluate, logSoftmax } from './evaluate.ts';

const ln = Math.log;
const logits = (...probabilities: number[]) => Float32Array.from(probabilities, ln);
const labels = (...classes: number[]) => Int32Array.from(classes);

test('two of three samples right, and the mean of −ln p of the true class', () => {
  const { samples, accuracy, loss } = evaluate(
    logits(0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0.25, 0.25, 0.5),
    labels(0, 1, 0),
    3,
    null,
  );
  expect(samples).toBe(3);
  expect(accuracy).toBeCloseTo(2 / 3, 12);
  expect(loss).toBeCloseTo(-(ln(0.5) + ln(0.8) + ln(0.25)) / 3, 6);
});

test('agreement is the share of samples with the same winner, whatever the label', () => {
  const student = logits(0.6, 0.4, 0.6, 0.4, 0.1, 0.9, 0.1, 0.9);
  const teacher = logits(0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.3, 0.7);
  expect(evaluate(student, labels(1, 1, 0, 0), 2, teacher).agreement).toBe(3 / 4);
});

test('KL is Σ q ln(q / p) of the teacher to the student, not the other way round', () => {
  const { kl } = evaluate(logits(0.5, 0.5), labels(0), 2, logits(0.9, 0.1));
  expect(kl).toBeCloseTo(0.9 * ln(0.9 / 0.5) + 0.1 * ln(0.1 / 0.5), 6);
  expect(kl).not.toBeCloseTo(0.5 * ln(0.5 / 0.9) + 0.5 * ln(0.5 / 0.1), 3);
});

test('a network is in full agreement with itself', () => {
  const own = logits(0.7, 0.3, 0.2, 0.8);
  expect(evaluate(own, labels(0, 0), 2, own)).toMatchObject({ agreement: 1, kl: 0 });
});

test('without a teacher there is neither agreement nor KL', () => {
  expect(evaluate(logits(0.7, 0.3), labels(0), 2, null)).toMatchObject({ agreement: null, kl: null });
});

test('calibration is the gap of confidence and accuracy in 15 bins, weighted by their samples', () => {
  // 0.61 and 0.65 share the bin from 9/15 to 10/15; 0.9 is in that from 13/15 to 14/15; 0.95 in the last.
  const { calibration } = evaluate(
    logits(0.61, 0.39, 0.65, 0.35, 0.9, 0.1, 0.95, 0.05),
    labels(0, 1, 0, 1),
    2,
    null,
  );
  const gaps = [Math.abs(0.61 + 0.65 - 1), Math.abs(0.9 - 1), Math.abs(0.95 - 0)];
  expect(calibration).toBeCloseTo(gaps.reduce((a, b) => a + b) / 4, 6);
});

test('a bin of ten would mix what a bin of fifteen keeps apart', () => {
  // 0.62 and 0.69 are in one bin of ten and in two of fifteen, so their errors do not cancel.
  const { calibration } = evaluate(logits(0.62, 0.38, 0.69, 0.31), labels(0, 1), 2, null);
  expect(calibration).toBeCloseTo((Math.abs(0.62 - 1) + 0.69) / 2, 6);
});

test('confusion has the truth in rows and the prediction in columns', () => {
  const { confusion } = evaluate(
    logits(0.1, 0.8, 0.1, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8),
    labels(0, 0, 2),
    3,
    null,
  );
  expect(confusion).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 1]);
});

test('huge logits stay finite', () => {
  const huge = Float32Array.of(3e38, -3e38, 1e30, 0);
  const got = evaluate(huge, labels(1, 0), 2, Float32Array.of(-3e38, 3e38, 0, 1e30));
  for (const value of [got.loss, got.kl, got.calibration]) expect(Number.isFinite(value)).toBe(true);
  expect(got).toMatchObject({ accuracy: 0.5, agreement: 0, calibration: 0.5 });
});

test('log-probabilities do not move with a shift of the logits', () => {
  const shifted = logSoftmax(Float32Array.of(9, 1001, 1002, 9), 1, 2);
  logSoftmax(Float32Array.of(1, 2), 0, 2).forEach((v, i) => expect(shifted[i]).toBeCloseTo(v, 9));
});

test('of equals the first wins', () => {
  expect(argMax([1, 3, 3, 2])).toBe(1);
});

test('logits that do not fit are refused with the numbers', () => {
  expect(() => evaluate(new Float32Array(5), labels(0, 1), 2, null)).toThrow(
    '5 logits do not fit 2 samples of 2 classes.',
  );
  expect(() => evaluate(new Float32Array(4), labels(0, 1), 2, new Float32Array(2))).toThrow(
    'The teacher has 2 logits, the student 4.',
  );
});

test('the bins are those of the calibration error, each with its samples', () => {
  const { bins, calibration } = evaluate(
    logits(0.61, 0.39, 0.65, 0.35, 0.9, 0.1, 0.95, 0.05),
    labels(0, 1, 0, 1),
    2,
    null,
  );
  expect(bins.length).toBe(15);
  expect(bins[9]).toEqual({ count: 2, confidence: expect.closeTo(0.63, 6), accuracy: 0.5 });
  expect(bins[13]).toEqual({ count: 1, confidence: expect.closeTo(0.9, 6), accuracy: 1 });
  expect(bins[14]).toEqual({ count: 1, confidence: expect.closeTo(0.95, 6), accuracy: 0 });
  expect(bins[0]).toEqual({ count: 0, confidence: 0, accuracy: 0 });
  const again = bins.reduce((sum, b) => sum + b.count * Math.abs(b.confidence - b.accuracy), 0) / 4;
  expect(again).toBeCloseTo(calibration, 12);
});
