// What a network is worth on a set: plain numbers from its logits.
import type { Evaluation } from '../contract/protocol.ts';

const BINS = 15;

/**
 * Accuracy, cross-entropy, agreement and KL to the teacher, calibration and confusion of one network.
 * @param logits [samples, classes], row-major; a second network's logits, the teacher's, may stand beside them
 * @param labels [samples]
 */
export function evaluate(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  teacher: Float32Array | null,
): Evaluation {
  const samples = labels.length;
  if (logits.length !== samples * classes)
    throw new Error(`${logits.length} logits do not fit ${samples} samples of ${classes} classes.`);
  if (teacher && teacher.length !== logits.length)
    throw new Error(`The teacher has ${teacher.length} logits, the student ${logits.length}.`);
  const confusion = new Array<number>(classes * classes).fill(0);
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, correct: 0 }));
  let correct = 0;
  let loss = 0;
  let agree = 0;
  let kl = 0;
  for (let n = 0; n < samples; n++) {
    const logP = logSoftmax(logits, n * classes, classes);
    const label = labels[n] as number;
    const best = argMax(logP);
    const right = best === label ? 1 : 0;
    correct += right;
    loss -= logP[label] as number;
    confusion[label * classes + best] = (confusion[label * classes + best] as number) + 1;
    const confidence = Math.exp(logP[best] as number);
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (bin) {
      bin.count++;
      bin.confidence += confidence;
      bin.correct += right;
    }
    if (teacher) {
      const logQ = logSoftmax(teacher, n * classes, classes);
      if (argMax(logQ) === best) agree++;
      for (let c = 0; c < classes; c++)
        kl += Math.exp(logQ[c] as number) * ((logQ[c] as number) - (logP[c] as number));
    }
  }
  return {
    samples,
    accuracy: correct / samples,
    loss: loss / samples,
    agreement: teacher ? agree / samples : null,
    kl: teacher ? kl / samples : null,
    calibration: bins.reduce((sum, b) => sum + Math.abs(b.confidence - b.correct), 0) / samples,
    bins: bins.map(({ count, confidence, correct }) => ({
      count,
      confidence: count ? confidence / count : 0,
      accuracy: count ? correct / count : 0,
    })),
    confusion,
  };
}

/** Log-probabilities of one row, in float64. */
export function logSoftmax(logits: Float32Array, from: number, classes: number): Float64Array {
  const row = Float64Array.from(logits.subarray(from, from + classes));
  const peak = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const logSum = peak + Math.log(row.reduce((sum, v) => sum + Math.exp(v - peak), 0));
  return row.map((v) => v - logSum);
}

/** The first of the largest. */
export function argMax(row: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if ((row[c] as number) > (row[best] as number)) best = c;
  return best;
}
