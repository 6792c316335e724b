// Anchors: the boxes a detector starts from, some at every place of every level of its pyramid.
import type { AnchorSpec } from '../contract/cards.ts';
import type { Box } from './boxes.ts';

/** Anchors at a place. */
export const anchorsEach = ({ scales, ratios }: AnchorSpec): number => scales.length * ratios.length;

/**
 * All anchors in the order of a detector's outputs: level, row, column, ratio, scale.
 * @throws where a stride does not divide the size.
 */
export function anchorsOf({ size, strides, scales, ratios }: AnchorSpec): Box[] {
  return strides.flatMap((stride) => {
    const places = size / stride;
    if (!Number.isInteger(places)) throw new Error(`A stride of ${stride} does not divide ${size} pixels.`);
    return Array.from({ length: places * places }, (_, i) => i).flatMap((i) => {
      const x = (i % places) * stride + stride / 2;
      const y = Math.floor(i / places) * stride + stride / 2;
      return ratios.flatMap((ratio) =>
        scales.map((scale): Box => {
          const width = (scale * stride) / Math.sqrt(ratio);
          const height = width * ratio;
          return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
        }),
      );
    });
  });
}
