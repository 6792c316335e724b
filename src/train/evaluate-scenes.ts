// What a detector is worth on scenes: from its logits and boxes to what it found, and from that to plain numbers.
import type { AnchorSpec } from '../contract/cards.ts';
import type { Evaluation, Precision } from '../contract/protocol.ts';
import { anchorsOf } from '../detect/anchors.ts';
import {
  ALL,
  type Average,
  averagePrecisions,
  judge,
  precisionRecall,
  type Seen,
} from '../detect/average-precision.ts';
import { type Box, type Deltas, decode, iou } from '../detect/boxes.ts';
import { BACKGROUND, match, type Truth } from '../detect/matching.ts';
import { type Detection, suppress } from '../detect/suppression.ts';

/** What a detector says of scenes: [scenes, anchors, classes] and [scenes, anchors, 4]. */
interface Said {
  readonly logits: Float32Array;
  readonly boxes?: Float32Array;
}

/** From which score on a detection is looked at, as in RetinaNet. */
export const LOWEST = 0.05;
/** Of two boxes of a class that overlap by more, the better stays. */
const OVERLAP = 0.5;
/** Detections of a scene, and anchors that are looked at for them. */
const MOST = 50;
const CANDIDATES = 300;
/** Sides of objects, in shares of the scene's: a small one is below the first, a large one from the second on. */
const SIDES = [0.27, 0.36] as const;
const BINS = 15;
/** The focal loss by which all detectors are compared, whatever they trained with. */
const [ALPHA, GAMMA] = [0.25, 2];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** What a detector finds in each scene, the best first, with a score of at least `lowest`. */
export function detectionsOf(
  { logits, boxes = new Float32Array() }: Said,
  classes: number,
  spec: AnchorSpec,
  lowest: number,
): Detection[][] {
  const anchors = anchorsOf(spec);
  const numbers = anchors.length * classes;
  const scenes = logits.length / numbers;
  if (!Number.isInteger(scenes) || boxes.length !== scenes * anchors.length * 4)
    throw new Error(
      `${logits.length} logits and ${boxes.length} numbers of boxes do not fit ${anchors.length} anchors of ${classes} classes.`,
    );
  const bound = Math.log(lowest / (1 - lowest));
  const inside = (v: number) => Math.min(spec.size, Math.max(0, v));
  return Array.from({ length: scenes }, (_, scene) => {
    const own = logits.subarray(scene * numbers, (scene + 1) * numbers);
    const said = (at: number) => own[at] as number;
    const candidates: number[] = [];
    for (let at = 0; at < numbers; at++) if (said(at) >= bound) candidates.push(at);
    const best = candidates.sort((a, b) => said(b) - said(a)).slice(0, CANDIDATES);
    const found = best.map((at): Detection => {
      const anchor = Math.floor(at / classes);
      const from = (scene * anchors.length + anchor) * 4;
      const deltas = boxes.subarray(from, from + 4) as unknown as Deltas;
      const [left, top, right, bottom] = decode(deltas, anchors[anchor] as Box);
      const box: Box = [inside(left), inside(top), inside(right), inside(bottom)];
      return { box, label: at % classes, score: sigmoid(said(at)) };
    });
    return suppress(found, OVERLAP, MOST);
  });
}

/**
 * Average precision, focal loss an object, divergence from the teacher and calibration of one detector.
 * @param teacher logits of the teacher for the same scenes
 */
export function evaluateScenes(
  said: Said,
  truths: readonly (readonly Truth[])[],
  classes: number,
  spec: AnchorSpec,
  teacher: Float32Array | null,
): Evaluation {
  const found = detectionsOf(said, classes, spec, LOWEST);
  const seen = truths.map((own, i): Seen => ({ truths: own, found: found[i] ?? [] }));
  const precision = precisionOf(seen, classes, spec.size);
  const judged = Array.from({ length: classes }, (_, label) => judge(seen, label, 0.5).judged).flat();
  const bins = binned(judged);
  return {
    samples: truths.length,
    accuracy: precision.ap ?? 0,
    loss: focalOf(said.logits, truths, classes, spec),
    agreement: null,
    kl: teacher && divergence(said.logits, teacher, truths.length),
    calibration: bins.reduce(
      (sum, { count, confidence, accuracy }) =>
        sum + (count * Math.abs(confidence - accuracy)) / Math.max(1, judged.length),
      0,
    ),
    bins,
    confusion: confusionOf(seen, classes),
    precision,
  };
}

function precisionOf(seen: readonly Seen[], classes: number, size: number): Precision {
  const [small, large] = SIDES.map((side) => (side * size) ** 2) as [number, number];
  const [all, ...bySize] = averagePrecisions(seen, classes, [
    ALL,
    [0, small],
    [small, large],
    [large, Infinity],
  ]) as [Average, Average, Average, Average];
  const [ofSmall, ofMedium, ofLarge] = bySize.map(({ ap }) => ap) as [number, number, number];
  return { ...all, small: ofSmall, medium: ofMedium, large: ofLarge, curve: meanCurve(seen, classes) };
}

/** The best precision at ten recalls or more, the mean over the classes that have objects. */
function meanCurve(seen: readonly Seen[], classes: number): number[] {
  const curves = Array.from({ length: classes }, (_, label) => judge(seen, label, 0.5))
    .filter(({ objects }) => objects > 0)
    .map(precisionRecall);
  return Array.from({ length: 11 }, (_, i) => {
    const best = curves.map((curve) =>
      curve.reduce((most, at) => (at.recall >= i / 10 ? Math.max(most, at.precision) : most), 0),
    );
    return best.reduce((a, b) => a + b, 0) / Math.max(1, best.length);
  });
}

/** Scores and the shares of detections that are right at an overlap of one half. */
function binned(judged: readonly { readonly score: number; readonly right: boolean }[]): Evaluation['bins'] {
  const all = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { score, right } of judged) {
    const bin = all[Math.min(BINS - 1, Math.floor(score * BINS))];
    if (!bin) continue;
    bin.count++;
    bin.confidence += score;
    bin.right += Number(right);
  }
  return all.map(({ count, confidence, right }) => ({
    count,
    confidence: count ? confidence / count : 0,
    accuracy: count ? right / count : 0,
  }));
}

/** Which class was said where each object is: of the detections that overlap it by half, the one with the highest score. */
function confusionOf(seen: readonly Seen[], classes: number): number[] {
  const table = new Array<number>(classes * classes).fill(0);
  for (const { truths, found } of seen)
    for (const { box, label } of truths) {
      const there = found.find((one) => iou(one.box, box) >= 0.5);
      if (!there) continue;
      const at = label * classes + there.label;
      table[at] = (table[at] as number) + 1;
    }
  return table;
}

/** The focal loss of all anchors, divided by those with an object. */
function focalOf(
  logits: Float32Array,
  truths: readonly (readonly Truth[])[],
  classes: number,
  spec: AnchorSpec,
): number {
  const anchors = anchorsOf(spec);
  let sum = 0;
  let objects = 0;
  truths.forEach((own, scene) => {
    const { targets, objects: some } = match(anchors, own);
    objects += some;
    targets.forEach((target, a) => {
      if (target < BACKGROUND) return;
      for (let c = 0; c < classes; c++) {
        const s = logits[(scene * anchors.length + a) * classes + c] as number;
        const z = c === target ? s : -s;
        const wrong = Math.log1p(Math.exp(-Math.abs(z))) + Math.max(-z, 0);
        sum += (c === target ? ALPHA : 1 - ALPHA) * sigmoid(-z) ** GAMMA * wrong;
      }
    });
  });
  return sum / Math.max(1, objects);
}

/** KL(teacher ‖ student) of all sigmoids of a scene, in nats, the mean over scenes. */
function divergence(logits: Float32Array, teacher: Float32Array, scenes: number): number {
  let sum = 0;
  const softplus = (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
  logits.forEach((s, i) => {
    const t = teacher[i] as number;
    sum += softplus(s) - softplus(t) - sigmoid(t) * (s - t);
  });
  return sum / scenes;
}
