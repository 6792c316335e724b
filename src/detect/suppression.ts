// What a detector found, without what it found twice.
import { type Box, iou } from './boxes.ts';

/** An object that was found. */
export interface Detection {
  readonly box: Box;
  readonly label: number;
  /** From 0 to 1. */
  readonly score: number;
}

/** Those with the highest scores first; equals stay in their order. */
export const byScore = <T extends { readonly score: number }>(found: readonly T[]): T[] =>
  found.toSorted((a, b) => b.score - a.score);

/**
 * Of those of a class that overlap by more than `overlap`, the one with the highest score; at most `most`, the best first.
 */
export function suppress(found: readonly Detection[], overlap = 0.5, most = 100): Detection[] {
  const kept: Detection[] = [];
  for (const one of byScore(found)) {
    if (kept.length === most) break;
    if (!kept.some(({ label, box }) => label === one.label && iou(box, one.box) > overlap)) kept.push(one);
  }
  return kept;
}
