// How good a detector is: average precision as in COCO (Lin et al. 2014, arXiv:1405.0312, and the rules of its evaluation).
import { areaOf, iou } from './boxes.ts';
import type { Truth } from './matching.ts';
import { byScore, type Detection } from './suppression.ts';

/** One image: what is there, and what was found. */
export interface Seen {
  readonly truths: readonly Truth[];
  readonly found: readonly Detection[];
}

/** Overlaps from which a detection is right: 0.50, 0.55, … 0.95. */
export const OVERLAPS: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);
/** Recalls at which precision is read: 0, 0.01, … 1. */
const RECALLS: readonly number[] = Array.from({ length: 101 }, (_, i) => i / 100);
/** Detections of a class and image that are looked at, the best first. */
const MOST = 100;

/** An area in square pixels, from and to, both included. */
export type Areas = readonly [from: number, to: number];
const ALL: Areas = [0, Infinity];

export interface Judged {
  readonly score: number;
  readonly right: boolean;
}
export interface Judgement {
  /** The detections that count, the best first, over all images. */
  readonly judged: readonly Judged[];
  /** Objects there are to find. */
  readonly objects: number;
}

/**
 * Which detections of a class are right at an overlap: in each image the best first, each to the object it overlaps most
 * among those not taken. Objects of another size than asked for are neither missed nor found, nor are detections of another
 * size that match nothing.
 */
export function judge(
  images: readonly Seen[],
  label: number,
  overlap: number,
  [from, to]: Areas = ALL,
): Judgement {
  const fits = (area: number) => area >= from && area <= to;
  let objects = 0;
  const judged = images.flatMap(({ truths, found }) => {
    // Those that count first: an object of another size is taken only where no other fits.
    const mine = truths
      .filter((truth) => truth.label === label)
      .map(({ box }) => ({ box, counts: fits(areaOf(box)), taken: false }))
      .toSorted((a, b) => Number(b.counts) - Number(a.counts));
    objects += mine.filter(({ counts }) => counts).length;
    const own = byScore(found.filter((one) => one.label === label)).slice(0, MOST);
    return own.flatMap(({ box, score }): Judged[] => {
      let most = overlap;
      let best: (typeof mine)[number] | null = null;
      for (const truth of mine) {
        if (truth.taken) continue;
        if (best?.counts && !truth.counts) break;
        const shared = iou(box, truth.box);
        if (shared < most) continue;
        [most, best] = [shared, truth];
      }
      if (best) best.taken = true;
      const counts = best ? best.counts : fits(areaOf(box));
      return counts ? [{ score, right: best !== null }] : [];
    });
  });
  return { judged: byScore(judged), objects };
}

export interface CurvePoint {
  /** The lowest score that is taken. */
  readonly score: number;
  readonly recall: number;
  readonly precision: number;
}

/** Recall and precision as ever more detections are taken, the best first. */
export function precisionRecall({ judged, objects }: Judgement): CurvePoint[] {
  let right = 0;
  return judged.map(({ score, right: isRight }, i) => {
    right += Number(isRight);
    return { score, recall: right / objects, precision: right / (i + 1) };
  });
}

/** The mean over 101 recalls of the best precision at that recall or more; null where there is no object. */
export function precisionOf(judgement: Judgement): number | null {
  if (judgement.objects === 0) return null;
  const curve = precisionRecall(judgement);
  let sum = 0;
  let best = 0;
  let at = curve.length - 1;
  for (const recall of RECALLS.toReversed()) {
    for (; at >= 0 && (curve[at] as CurvePoint).recall >= recall; at--)
      best = Math.max(best, (curve[at] as CurvePoint).precision);
    sum += best;
  }
  return sum / RECALLS.length;
}

export interface Average {
  /** Over all overlaps and classes; null where there is no object. */
  readonly ap: number | null;
  readonly ap50: number | null;
  readonly ap75: number | null;
  /** By class, over all overlaps. */
  readonly byClass: readonly (number | null)[];
}

/** Average precision of a set of images. @param areas which sizes of objects count */
export function averagePrecision(images: readonly Seen[], classes: number, areas: Areas = ALL): Average {
  const table = Array.from({ length: classes }, (_, label) =>
    OVERLAPS.map((overlap) => precisionOf(judge(images, label, overlap, areas))),
  );
  const at = (overlap: number) => mean(table.map((row) => row[OVERLAPS.indexOf(overlap)] ?? null));
  return { ap: mean(table.flat()), ap50: at(0.5), ap75: at(0.75), byClass: table.map(mean) };
}

/** Of those that there are. */
function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((a, b) => a + b, 0) / there.length;
}
