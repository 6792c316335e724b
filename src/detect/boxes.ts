// Boxes: how much two overlap, and how one is told from an anchor.

/** Left, top, right, bottom in pixels; right and bottom are where it ends, so its width is right − left. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** A box told from an anchor: shifts of the centre in widths and heights of it, and logarithms of the ratios of sizes. */
export type Deltas = readonly [dx: number, dy: number, dw: number, dh: number];

/** The largest logarithm of a ratio that is decoded: a box is at most so many times its anchor, and never overflows. */
export const MOST_RATIO = Math.log(1000 / 16);

export const areaOf = ([left, top, right, bottom]: Box): number =>
  Math.max(0, right - left) * Math.max(0, bottom - top);

/** Intersection over union, from 0 to 1; 0 where neither has an area. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (areaOf(a) + areaOf(b) - shared);
}

const centred = ([left, top, right, bottom]: Box) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  width: right - left,
  height: bottom - top,
});

/** Source: Girshick et al. 2014, arXiv:1311.2524, appendix C. Both boxes have an area. */
export function encode(box: Box, anchor: Box): Deltas {
  const [b, a] = [centred(box), centred(anchor)];
  return [
    (b.x - a.x) / a.width,
    (b.y - a.y) / a.height,
    Math.log(b.width / a.width),
    Math.log(b.height / a.height),
  ];
}

export function decode([dx, dy, dw, dh]: Deltas, anchor: Box): Box {
  const a = centred(anchor);
  const [x, y] = [a.x + dx * a.width, a.y + dy * a.height];
  const half = (ratio: number, size: number) => (Math.exp(Math.min(ratio, MOST_RATIO)) * size) / 2;
  const [width, height] = [half(dw, a.width), half(dh, a.height)];
  return [x - width, y - height, x + width, y + height];
}
