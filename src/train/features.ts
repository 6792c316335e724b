// What networks make of samples before their last layer: drawn in a plane, and compared with the teacher's by one number.
//
// The plane is that of the first two principal components (ml-pca, NIPALS): linear, each network's own. A student's is
// then turned, and mirrored where that fits better, to lie like the teacher's (orthogonal Procrustes): the axes of a
// principal component are free up to that anyway, and a picture should not jump from one asking to the next.
import * as tf from '@tensorflow/tfjs-core';
import { PCA } from 'ml-pca';
import type { Answer } from '../contract/questions.ts';
import { read } from '../gpu/readback.ts';
import { firstSeed, forSeeds } from './inspect.ts';
import type { Lane } from './lane.ts';
import { chunkFor } from './looks.ts';

/** The numbers of one network, a row a sample. */
export interface Rows {
  readonly values: Float32Array; // [samples, width]
  readonly width: number;
}

type LaneFeatures = Answer<'features'>['lanes'][string];

/** The last tap of a network; the logits where it has no hidden layer. The first seed's. */
export async function penultimate(
  lane: Lane,
  samples: Float32Array,
  shape: readonly number[],
): Promise<Rows & { readonly tap: string }> {
  const features = shape.reduce((a, b) => a * b, 1);
  const count = samples.length / features;
  const chunk = chunkFor(lane);
  const parts: Float32Array[] = [];
  let tap = 'logits';
  for (let from = 0; from < count; from += chunk) {
    const n = Math.min(chunk, count - from);
    const made = tf.tidy(() => {
      const x = tf.tensor(samples.subarray(from * features, (from + n) * features), [1, n, ...shape]);
      const { logits, taps } = lane.apply(forSeeds(x, lane.seeds));
      tap = Object.keys(taps).at(-1) ?? 'logits';
      return firstSeed(taps[tap] ?? logits);
    });
    parts.push(...(await read([made])));
    made.dispose();
  }
  const values = Float32Array.from(parts.flatMap((part) => [...part]));
  return { values, width: values.length / count, tap };
}

/** The plane of a network's rows, [samples, 2] from their mean, and the shares of the variance along its two axes. */
export function plane({ values, width }: Rows): { xy: Float32Array; explained: [number, number] } {
  const rows = rowsOf({ values, width });
  const means = Array.from({ length: width }, (_, j) => mean(rows.map((row) => row[j] as number)));
  const total = sum(rows.map((row) => sum(row.map((v, j) => (v - (means[j] as number)) ** 2))));
  const xy = new Float32Array(2 * rows.length);
  if (!(total > 0)) return { xy, explained: [0, 0] }; // all samples are one to it
  const components = Math.min(2, width);
  const projected = new PCA(rows, { method: 'NIPALS', nCompNIPALS: components })
    .predict(rows, { nComponents: components })
    .to2DArray();
  projected.forEach((row, i) => {
    // A direction without variance has no component; it is told by not being a number.
    xy.set(
      [0, 1].map((k) => (Number.isFinite(row[k]) ? (row[k] as number) : 0)),
      2 * i,
    );
  });
  const along = (k: number) => sum(rows.map((_, i) => (xy[2 * i + k] as number) ** 2)) / total;
  return { xy, explained: [along(0), along(1)] };
}

/** Points [n, 2] turned or mirrored about the origin so that the squares of their distances to others add up to the least. */
export function turnedTo(points: Float32Array, others: Float32Array): Float32Array {
  const m = [0, 0, 0, 0] as [number, number, number, number]; // pointsᵀ · others
  for (let i = 0; i < points.length; i += 2)
    for (const [at, a, b] of [
      [0, 0, 0],
      [1, 0, 1],
      [2, 1, 0],
      [3, 1, 1],
    ] as const)
      m[at] += (points[i + a] as number) * (others[i + b] as number);
  const turn = [m[0] + m[3], m[1] - m[2]] as const;
  const mirror = [m[0] - m[3], m[1] + m[2]] as const;
  const mirrored = Math.hypot(...mirror) > Math.hypot(...turn);
  const [x, y] = mirrored ? mirror : turn;
  const length = Math.hypot(x, y);
  if (length === 0) return points;
  const [c, s] = [x / length, y / length];
  const turned = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const [a, b] = [points[i] as number, points[i + 1] as number];
    turned[i] = mirrored ? c * a + s * b : c * a - s * b;
    turned[i + 1] = mirrored ? s * a - c * b : s * a + c * b;
  }
  return turned;
}

/**
 * Linear centred kernel alignment (Kornblith et al. 2019, arXiv:1905.00414): ‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖) of centred columns,
 * from 0 to 1; 1 where one is the other turned or scaled. Null where one of them is the same for all samples.
 */
export function cka(a: Rows, b: Rows): number | null {
  const [k, l] = [gram(a), gram(b)];
  const norm = Math.sqrt(dot(k, k) * dot(l, l));
  return norm > 0 ? Math.min(1, dot(k, l) / norm) : null;
}

/** The products of all centred rows, [samples, samples]: ⟨K, L⟩ is ‖YᵀX‖². */
function gram({ values, width }: Rows): Float64Array {
  const rows = rowsOf({ values, width });
  const means = Array.from({ length: width }, (_, j) => mean(rows.map((row) => row[j] as number)));
  const centred = rows.map((row) => Float64Array.from(row, (v, j) => v - (means[j] as number)));
  const n = rows.length;
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const product = dot(centred[i] as Float64Array, centred[j] as Float64Array);
      products[i * n + j] = product;
      products[j * n + i] = product;
    }
  return products;
}

/** The teacher first; the students' planes are turned to its. */
export function compared(
  networks: readonly (Rows & { readonly id: string; readonly tap: string })[],
): Record<string, LaneFeatures> {
  const [teacher] = networks;
  if (!teacher) return {};
  const reference = plane(teacher).xy;
  return Object.fromEntries(
    networks.map((network): [string, LaneFeatures] => {
      const { xy, explained } = plane(network);
      const { id, tap, width } = network;
      if (network === teacher) return [id, { tap, width, explained, xy, cka: null }];
      return [id, { tap, width, explained, xy: turnedTo(xy, reference), cka: cka(network, teacher) }];
    }),
  );
}

const rowsOf = ({ values, width }: Rows): number[][] =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] as number) * (b[i] as number);
  return total;
}
