// The part of the validation set that methods with weights learned on it look at in every step.
import type { PreparedData } from '../data/prepare.ts';
import { repeated } from '../nn/repeated.ts';

/** Of more samples than this the first. */
const MOST = 256;

export interface ValidationPart {
  readonly x: Float32Array; // [samples, features]
  readonly labels: Float32Array;
  readonly shape: readonly number[];
}

export function validationPart({ validation, shape }: PreparedData): ValidationPart {
  const samples = Math.min(MOST, validation.y.length);
  const features = shape.reduce((a, b) => a * b, 1);
  return {
    x: validation.x.slice(0, samples * features),
    labels: Float32Array.from(validation.y.subarray(0, samples)),
    shape,
  };
}

/** The same for every seed: [seeds, samples, ...sample shape] and [seeds, samples]. */
export function forEverySeed({ x, labels, shape }: ValidationPart, seeds: number) {
  const samples = labels.length;
  return { x: repeated(x, [samples, ...shape], seeds), labels: repeated(labels, [samples], seeds) };
}
