// The heads in plain loops, for engines on the processor: row by row, in double precision. The mathematics is in the
// headings of the shaders; with the digits of a double its sums need none of their care.
import type { Host } from '../../gpu/kernel.ts';

/** One row's part of a head: its loss, and its slope by the student's logits, which is added to `slope`. */
export type RowTerm = (row: Row, slope: Float64Array) => number;
export interface Row {
  readonly student: Float32Array; // [classes]
  readonly teacher: Float32Array; // [classes]; empty without a teacher
}

interface Given {
  readonly student: Host;
  readonly teacher?: Host;
  readonly labels: Host;
}

/** log softmax(logits / T), in double precision. */
export function logSoftmax(logits: Float32Array, T = 1): Float64Array {
  const result = new Float64Array(logits.length);
  let top = Number.NEGATIVE_INFINITY;
  for (const s of logits) top = Math.max(top, s / T); // NaN stays
  let sum = 0;
  for (const s of logits) sum += Math.exp(s / T - top);
  const shift = top + Math.log(sum);
  for (let c = 0; c < result.length; c++) result[c] = (logits[c] as number) / T - shift;
  return result;
}

export const firstLargest = (logits: Float32Array): number =>
  logits.reduce((best, s, c) => (s > (logits[best] as number) ? c : best), 0);

/** Cross-entropy with a class, smoothed by ε, times `scale`. */
export function labelTerm(label: number, smoothing: number, scale: number): RowTerm {
  return ({ student }, slope) => {
    const classes = student.length;
    if (label < 0) return student.every(Number.isFinite) ? 0 * scale : Number.NaN;
    const logP = logSoftmax(student);
    let loss = 0;
    logP.forEach((log, c) => {
      const target = smoothing / classes + (c === label ? 1 - smoothing : 0);
      loss -= target * log;
      slope[c] = (slope[c] as number) + scale * (Math.exp(log) - target);
    });
    return label < classes ? scale * loss : Number.NaN;
  };
}

/**
 * A head's `values` [terms + 1, seeds, batch] and `slope` [seeds, batch, classes]. `terms` gives the terms of a row from its
 * label, each already weighted.
 */
export function hostHead(
  { student, teacher, labels }: Given,
  terms: (label: number) => readonly RowTerm[],
): { values: Float32Array; slope: Float32Array } {
  const [seeds, batch, classes] = student.shape as [number, number, number];
  const rows = seeds * batch;
  const count = terms(0).length;
  const values = new Float32Array((count + 1) * rows);
  const slopes = new Float32Array(student.values.length);
  for (let r = 0; r < rows; r++) {
    const part = (host: Host | undefined) =>
      host?.values.subarray(r * classes, (r + 1) * classes) ?? new Float32Array();
    const row = { student: part(student), teacher: part(teacher) };
    const label = labels.values[r] as number;
    const slope = new Float64Array(classes);
    terms(label).forEach((term, t) => {
      values[t * rows + r] = term(row, slope);
    });
    values[count * rows + r] = Number(
      label >= 0 && row.student.every(Number.isFinite) && firstLargest(row.student) === label,
    );
    // As in the shaders: what is no number anywhere in a row leaves its slope none.
    const sound = label < classes && row.student.every(Number.isFinite) && row.teacher.every(Number.isFinite);
    for (let c = 0; c < classes; c++)
      slopes[r * classes + c] = sound ? (slope[c] as number) / batch : Number.NaN;
  }
  return { values, slope: slopes };
}
