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
export const ALL: Areas = [0, Infinity];

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

/** What there is of a class in one image, and how much each detection overlaps each object. */
interface Paired {
  readonly areas: readonly number[];
  readonly found: readonly { readonly score: number; readonly area: number }[];
  /** [found, objects]. */
  readonly overlaps: Float64Array;
}

/** The images in which there is anything of a class. */
function pairedOf(images: readonly Seen[], label: number): Paired[] {
  return images.flatMap((image): Paired[] => {
    const truths = image.truths.filter((truth) => truth.label === label);
    const found = byScore(image.found.filter((one) => one.label === label)).slice(0, MOST);
    if (truths.length === 0 && found.length === 0) return [];
    const overlaps = Float64Array.from({ length: found.length * truths.length }, (_, i) =>
      iou((found[Math.floor(i / truths.length)] as Detection).box, (truths[i % truths.length] as Truth).box),
    );
    return [
      {
        areas: truths.map(({ box }) => areaOf(box)),
        found: found.map(({ score, box }) => ({ score, area: areaOf(box) })),
        overlaps,
      },
    ];
  });
}

function judgeAt(images: readonly Paired[], overlap: number, [from, to]: Areas): Judgement {
  const fits = (area: number) => area >= from && area <= to;
  const judged: Judged[] = [];
  let objects = 0;
  for (const { areas, found, overlaps } of images) {
    const counts = areas.map(fits);
    objects += counts.filter(Boolean).length;
    const taken = new Array<boolean>(areas.length).fill(false);
    for (const [d, { score, area }] of found.entries()) {
      // Those that count first: an object of another size is taken only where no other fits.
      const best =
        bestOf(overlaps, d, overlap, taken, counts, true) ??
        bestOf(overlaps, d, overlap, taken, counts, false);
      if (best !== null) taken[best] = true;
      if (best === null ? fits(area) : counts[best]) judged.push({ score, right: best !== null });
    }
  }
  return { judged: byScore(judged), objects };
}

/** The object a detection overlaps most, of those not taken that count, or do not, and by so much at least; of equals the last. */
function bestOf(
  overlaps: Float64Array,
  detection: number,
  overlap: number,
  taken: readonly boolean[],
  counts: readonly boolean[],
  counting: boolean,
): number | null {
  let most = overlap;
  let best: number | null = null;
  for (let t = 0; t < taken.length; t++) {
    const shared = overlaps[detection * taken.length + t] as number;
    if (taken[t] || counts[t] !== counting || shared < most) continue;
    [most, best] = [shared, t];
  }
  return best;
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
  areas: Areas = ALL,
): Judgement {
  return judgeAt(pairedOf(images, label), overlap, areas);
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

/** Average precision of a set of images, for each range of sizes that counts. */
export function averagePrecisions(
  images: readonly Seen[],
  classes: number,
  ranges: readonly Areas[],
): Average[] {
  const paired = Array.from({ length: classes }, (_, label) => pairedOf(images, label));
  return ranges.map((areas) => {
    const table = paired.map((ofClass) =>
      OVERLAPS.map((overlap) => precisionOf(judgeAt(ofClass, overlap, areas))),
    );
    const at = (overlap: number) => mean(table.map((row) => row[OVERLAPS.indexOf(overlap)] ?? null));
    return { ap: mean(table.flat()), ap50: at(0.5), ap75: at(0.75), byClass: table.map(mean) };
  });
}

/** The same for one. @param areas which sizes of objects count */
export function averagePrecision(images: readonly Seen[], classes: number, areas: Areas = ALL): Average {
  return averagePrecisions(images, classes, [areas])[0] as Average;
}

/** Of those that there are. */
function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((a, b) => a + b, 0) / there.length;
}
