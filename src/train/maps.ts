// Decision maps of 2-D data: which class a network gives every point of the plane.
import { MAX_MAP_CLASSES } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import { argMax, logSoftmax } from './evaluate.ts';

type Bounds = readonly [left: number, bottom: number, right: number, top: number];

const MARGIN = 0.15;
const MAX_RESOLUTION = 256;

export const isPlane = ({ shape }: Pick<PreparedData, 'shape'>): boolean =>
  shape.length === 1 && shape[0] === 2;

/** The square around the training points, with a margin. */
export function mapBounds({ x }: Pick<PreparedData, 'x'>): Bounds {
  const reach = x.reduce((far, v) => Math.max(far, Math.abs(v)), 0) * (1 + MARGIN);
  return [-reach, -reach, reach, reach];
}

/** The centres of all pixels, row-major from the top left, [resolution², 2]. */
export function mapGrid(data: PreparedData, resolution: number): Float32Array {
  if (!isPlane(data))
    throw new Error(
      `${data.id} has samples of shape [${data.shape}]; a decision map needs points of the plane.`,
    );
  if (!(Number.isInteger(resolution) && resolution > 0 && resolution <= MAX_RESOLUTION)) {
    throw new Error(
      `A decision map has from 1 to ${MAX_RESOLUTION} pixels a side, ${resolution} were asked for.`,
    );
  }
  const [left, bottom, right, top] = mapBounds(data);
  const grid = new Float32Array(resolution * resolution * 2);
  for (let row = 0; row < resolution; row++) {
    for (let column = 0; column < resolution; column++) {
      const at = 2 * (row * resolution + column);
      grid[at] = left + ((column + 0.5) / resolution) * (right - left);
      grid[at + 1] = top - ((row + 0.5) / resolution) * (top - bottom);
    }
  }
  return grid;
}

/** The winning class and its probability, and all probabilities where they are wanted, from logits [pixels, classes]. */
export function readMap(
  logits: Float32Array,
  classes: number,
  all = false,
): { classes: Uint8Array; confidence: Float32Array; probabilities?: Float32Array } {
  const pixels = logits.length / classes;
  const winners = new Uint8Array(pixels);
  const confidence = new Float32Array(pixels);
  const probabilities = all && classes <= MAX_MAP_CLASSES ? new Float32Array(logits.length) : null;
  for (let i = 0; i < pixels; i++) {
    const logP = logSoftmax(logits, i * classes, classes);
    const best = argMax(logP);
    winners[i] = best;
    confidence[i] = Math.exp(logP[best] as number);
    probabilities?.set(logP.map(Math.exp), i * classes);
  }
  return { classes: winners, confidence, ...(probabilities ? { probabilities } : {}) };
}

/** The points a student has labels for, to draw over the map. */
export function pointsOf(
  { x, y }: PreparedData,
  labeled: Int32Array,
): { xy: Float32Array; labels: Int32Array } {
  return {
    xy: Float32Array.from(Array.from(labeled).flatMap((i) => [x[2 * i] as number, x[2 * i + 1] as number])),
    labels: Int32Array.from(labeled, (i) => y[i] as number),
  };
}
