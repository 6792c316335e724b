// Telling new classes apart by a few labeled samples each, on features that are there: what an embedding is worth.
// Source of the protocol: Tian, Wang, Krishnan, Tenenbaum & Isola 2020, arXiv:2003.11539, section 3.
import type { Random } from '../data/random.ts';

export interface Rows {
  readonly values: Float32Array; // [samples, width]
  readonly width: number;
}

/** Samples by place: labeled ones, a class after another, and those to be judged likewise. */
export interface Episode {
  readonly support: readonly (readonly number[])[];
  readonly queries: readonly (readonly number[])[];
}

/** So many classes of those there are, and of each so many labeled samples and so many to be judged; all different. */
export function drawEpisode(
  labels: Int32Array,
  { ways, shots, queries }: { readonly ways: number; readonly shots: number; readonly queries: number },
  random: Random,
): Episode {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const picked = Array.from(
    random.permutation(classes.length).subarray(0, ways),
    (k) => classes[k] as number,
  );
  const each = picked.map((label) => {
    const own = [...labels.keys()].filter((i) => labels[i] === label);
    return Array.from(random.permutation(own.length).subarray(0, shots + queries), (k) => own[k] as number);
  });
  return {
    support: each.map((own) => own.slice(0, shots)),
    queries: each.map((own) => own.slice(shots)),
  };
}

/** Each row divided by its length; a row of zeros stays. */
export function normalised({ values, width }: Rows): Rows {
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += width) {
    const row = values.subarray(at, at + width);
    const length = Math.hypot(...row) || 1;
    result.set(
      row.map((value) => value / length),
      at,
    );
  }
  return { values: result, width };
}

/** A linear rule, [classes] weights of [width] each and a bias. */
interface Linear {
  readonly weights: readonly Float64Array[];
  readonly bias: Float64Array;
}

/** Share of the queries for which a rule has the largest value at their own class. */
function judged(rows: Rows, { queries }: Episode, rule: Linear): number {
  let right = 0;
  let all = 0;
  queries.forEach((own, label) => {
    for (const i of own) {
      const scores = scoresOf(rowOf(rows, i), rule);
      all++;
      if (scores.indexOf(Math.max(...scores)) === label) right++;
    }
  });
  return right / all;
}

const rowOf = ({ values, width }: Rows, i: number): Float32Array =>
  values.subarray(i * width, (i + 1) * width);
const scoresOf = (row: Float32Array, { weights, bias }: Linear): number[] =>
  weights.map((weight, c) =>
    weight.reduce((sum, value, j) => sum + value * (row[j] as number), bias[c] as number),
  );

/** Nearest mean: the class whose labeled samples' mean is nearest, as a linear rule w = m, b = −|m|²/2. */
export function prototypes(rows: Rows, { support }: Episode): Linear {
  const weights = support.map((own) => {
    const mean = new Float64Array(rows.width);
    for (const i of own)
      rowOf(rows, i).forEach((value, j) => {
        mean[j] = (mean[j] as number) + value / own.length;
      });
    return mean;
  });
  return {
    weights,
    bias: Float64Array.from(weights, (mean) => -mean.reduce((sum, v) => sum + v * v, 0) / 2),
  };
}

const STEPS = 100;

/**
 * Multinomial logistic regression: least Σ −log p(label) + ½|W|², the bias free, as scikit-learn's with C = 1.
 * Accelerated gradient steps (Nesterov) of 1/L, where L bounds the curvature of rows no longer than 1.
 */
export function logistic(rows: Rows, { support }: Episode): Linear {
  const samples = support.flatMap((own, label) => own.map((i) => ({ row: rowOf(rows, i), label })));
  const { width } = rows;
  const ways = support.length;
  const size = width + 1; // of a class: its weights, then its bias
  const rate = 1 / (samples.length + 1); // each sample adds at most ½ · (|x|² + 1) ≤ 1
  let at = new Float64Array(ways * size);
  let ahead = at;
  for (let step = 1; step <= STEPS; step++) {
    const slope = ahead.map((value, k) => (k % size < width ? value : 0));
    for (const { row, label } of samples) addSlope(ahead, slope, row, label, ways);
    const next = ahead.map((value, k) => value - rate * (slope[k] as number));
    const push = (step - 1) / (step + 2);
    const before = at;
    ahead = next.map((value, k) => value + push * (value - (before[k] as number)));
    at = next;
  }
  const classes = support.map((_, c) => at.subarray(c * size, (c + 1) * size));
  return {
    weights: classes.map((own) => own.subarray(0, width)),
    bias: Float64Array.from(classes, (own) => own[width] as number),
  };
}

/** Adds the slope of −log p(label) of one sample. Plain loops: this is where the time goes. */
function addSlope(
  weights: Float64Array,
  slope: Float64Array,
  row: Float32Array,
  label: number,
  ways: number,
): void {
  const width = row.length;
  const scores = new Float64Array(ways);
  for (let c = 0; c < ways; c++) {
    const from = c * (width + 1);
    let score = weights[from + width] as number;
    for (let j = 0; j < width; j++) score += (weights[from + j] as number) * (row[j] as number);
    scores[c] = score;
  }
  const most = Math.max(...scores);
  const powers = scores.map((z) => Math.exp(z - most));
  const total = powers.reduce((a, b) => a + b, 0);
  for (let c = 0; c < ways; c++) {
    const from = c * (width + 1);
    const off = (powers[c] as number) / total - (c === label ? 1 : 0);
    for (let j = 0; j < width; j++) slope[from + j] = (slope[from + j] as number) + off * (row[j] as number);
    slope[from + width] = (slope[from + width] as number) + off;
  }
}

/** Accuracy of both rules on an episode; rows should be of length 1. */
export const onEpisode = (rows: Rows, episode: Episode) => ({
  logistic: judged(rows, episode, logistic(rows, episode)),
  prototype: judged(rows, episode, prototypes(rows, episode)),
});
