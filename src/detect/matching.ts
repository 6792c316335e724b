// Which anchor stands for which object, and which for none.
import { type Box, encode, iou } from './boxes.ts';

/** An object in an image. */
export interface Truth {
  readonly box: Box;
  /** Its class, from 0. */
  readonly label: number;
}

/** Targets that are no class. */
export const BACKGROUND = -1;
export const NOT_COUNTED = -2;

export interface Matched {
  /** A class, `BACKGROUND` or `NOT_COUNTED` for each anchor. */
  readonly targets: Float32Array;
  /** Deltas of its object for each anchor that has one, four numbers an anchor; 0 for others. */
  readonly deltas: Float32Array;
  /** Anchors that have an object. */
  readonly objects: number;
}

export interface Bounds {
  /** From this overlap on an anchor stands for the object. */
  readonly positive: number;
  /** Below this one it stands for the background; between the two it does not count. */
  readonly negative: number;
}
export const BOUNDS: Bounds = { positive: 0.5, negative: 0.4 };

/**
 * Each anchor gets the object it overlaps most, if by enough; and the anchors that overlap an object most get theirs whatever
 * the overlap, so that none is without an anchor unless its best ones overlap another object more. Source: Lin et al. 2017,
 * arXiv:1708.02002, section 4, with the anchors of an object's largest overlap as in Detectron.
 */
export function match(anchors: readonly Box[], truths: readonly Truth[], bounds = BOUNDS): Matched {
  const targets = new Float32Array(anchors.length).fill(BACKGROUND);
  const deltas = new Float32Array(4 * anchors.length);
  const best = new Array<number>(anchors.length).fill(0); // overlap
  const own = new Array<number>(anchors.length).fill(-1); // object
  const mostOf = truths.map((truth, t) => {
    let most = 0;
    anchors.forEach((anchor, a) => {
      const overlap = iou(anchor, truth.box);
      if (overlap > (best[a] as number)) [best[a], own[a]] = [overlap, t];
      most = Math.max(most, overlap);
    });
    return most;
  });
  const isMost = (anchor: Box) =>
    truths.some(({ box }, t) => (mostOf[t] as number) > 0 && iou(anchor, box) === mostOf[t]);
  let objects = 0;
  anchors.forEach((anchor, a) => {
    const overlap = best[a] as number;
    const truth = truths[own[a] as number];
    if (truth && (overlap >= bounds.positive || isMost(anchor))) {
      targets[a] = truth.label;
      deltas.set(encode(truth.box, anchor), 4 * a);
      objects++;
    } else if (overlap >= bounds.negative) targets[a] = NOT_COUNTED;
  });
  return { targets, deltas, objects };
}
