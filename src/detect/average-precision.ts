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

/** A detection of a class: how large it is, and where its image's objects and its overlaps with them begin. */
interface Found {
  readonly score: number;
  readonly area: number;
  readonly objects: number;
  readonly count: number;
  readonly overlaps: number;
}
/** All there is of a class: its objects image by image, its detections the best first. */
interface Paired {
  readonly areas: readonly number[];
  readonly found: readonly Found[];
  readonly overlaps: readonly number[];
}

function pairedOf(images: readonly Seen[], label: number): Paired {
  const areas: number[] = [];
  const overlaps: number[] = [];
  const all: Found[] = [];
  for (const image of images) {
    const truths = image.truths.filter((truth) => truth.label === label);
    const found = image.found.filter((one) => one.label === label);
    for (const { score, box } of byScore(found).slice(0, MOST)) {
      const own = { objects: areas.length, count: truths.length, overlaps: overlaps.length };
      all.push({ score, area: areaOf(box), ...own });
      for (const truth of truths) overlaps.push(iou(box, truth.box));
    }
    for (const { box } of truths) areas.push(areaOf(box));
  }
  return { areas, found: byScore(all), overlaps };
}

/** How a detection counts: not at all, as wrong, as right. */
type Verdict = -1 | 0 | 1;

/** What each detection of a class is at an overlap, and how many objects there are. */
function verdictsAt(
  { areas, found, overlaps }: Paired,
  overlap: number,
  [from, to]: Areas,
): { readonly verdicts: Verdict[]; readonly objects: number } {
  const fits = (area: number) => area >= from && area <= to;
  const counts = areas.map(fits);
  const taken = new Array<boolean>(areas.length).fill(false);
  const best = (one: Found, counting: boolean) => bestOf(overlaps, one, overlap, taken, counts, counting);
  const verdicts = found.map((one): Verdict => {
    // Those that count first: an object of another size is taken only where no other fits.
    const object = best(one, true) ?? best(one, false);
    if (object === null) return fits(one.area) ? 0 : -1;
    taken[object] = true;
    return counts[object] ? 1 : -1;
  });
  return { verdicts, objects: counts.filter(Boolean).length };
}

/** The object a detection overlaps most, of those not taken that count, or do not, and by so much at least; of equals the last. */
function bestOf(
  overlaps: readonly number[],
  detection: Found,
  overlap: number,
  taken: readonly boolean[],
  counts: readonly boolean[],
  counting: boolean,
): number | null {
  let most = overlap;
  let best: number | null = null;
  for (let i = 0; i < detection.count; i++) {
    const t = detection.objects + i;
    const shared = overlaps[detection.overlaps + i] as number;
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
  const paired = pairedOf(images, label);
  const { verdicts, objects } = verdictsAt(paired, overlap, areas);
  const judged = paired.found.flatMap(({ score }, i): Judged[] =>
    verdicts[i] === -1 ? [] : [{ score, right: verdicts[i] === 1 }],
  );
  return { judged, objects };
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

/**
 * The mean over 101 recalls of the best precision at that recall or more; null where there is no object.
 * @param verdicts of detections, the best first
 */
function precisionOf(verdicts: readonly Verdict[], objects: number): number | null {
  if (objects === 0) return null;
  const counted = verdicts.filter((verdict) => verdict !== -1);
  let right = counted.reduce<number>((sum, verdict) => sum + verdict, 0);
  let sum = 0;
  let best = 0;
  let at = counted.length - 1; // of those up to here, `right` are
  for (const recall of RECALLS.toReversed()) {
    for (; at >= 0 && right / objects >= recall; at--) {
      best = Math.max(best, right / (at + 1));
      right -= counted[at] as number;
    }
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
      OVERLAPS.map((overlap) => {
        const { verdicts, objects } = verdictsAt(ofClass, overlap, areas);
        return precisionOf(verdicts, objects);
      }),
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
