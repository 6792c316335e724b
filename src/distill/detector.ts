// What methods for detectors share: the loss with the objects there are, what a teacher adds anchor by anchor, and their knobs.
//
// A batch's sum is divided by the objects in it, or by what its teacher says in all, and not by its scenes: terms are scaled
// so that the runner's mean over the batch gives that.
import * as tf from '@tensorflow/tfjs-core';
import adaptiveShader from '../../shaders/anchor-adaptive.wgsl?raw';
import massShader from '../../shaders/anchor-mass.wgsl?raw';
import focalShader from '../../shaders/focal.wgsl?raw';
import overlapShader from '../../shaders/giou.wgsl?raw';
import boxShader from '../../shaders/smooth-l1.wgsl?raw';
import type { ChoiceKnob, RangeKnob, SwitchKnob, Words } from '../contract/cards.ts';
import { BACKGROUND } from '../detect/matching.ts';
import { focal } from '../nn/losses/focal.ts';
import { giou } from '../nn/losses/giou.ts';
import { smoothL1 } from '../nn/losses/smooth-l1.ts';
import { sums } from './features.ts';
import { teacherOf } from './hard-labels.ts';
import type { AdaptiveParams } from './losses/adaptive.ts';
import { anchorAdaptive, anchorMass } from './losses/anchor-adaptive.ts';
import type { KnobInputs, MatchedAnchors, StepInput } from './method.ts';

/** From this difference on the loss of boxes grows evenly, as in Detectron. */
const BEND = 1 / 9;
/** Up to so many nats of uncertainty and gap together an anchor is easy. */
const EASY = 0.1;

/** The WGSL of the loss with objects, and of that with a teacher besides. */
export const HARD_SHADERS = [
  { name: 'focal', source: focalShader },
  { name: 'smooth-l1', source: boxShader },
  { name: 'giou', source: overlapShader },
];
export const SOFT_SHADERS = [
  { name: 'anchor-adaptive', source: adaptiveShader },
  { name: 'anchor-mass', source: massShader },
  ...HARD_SHADERS,
];

export const hardKnobs = {
  alpha0: {
    kind: 'range',
    live: true,
    symbol: '\\alpha_0',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.25,
    label: { en: 'Weight of objects', zh: '物体的权重' },
    hint: {
      en: 'What the right class of an object counts in the focal loss; all else counts one minus it.',
      zh: '焦点损失中物体的正确类别所占的权重；其余的权重是一减去它。',
    },
  },
  gamma0: {
    kind: 'range',
    live: true,
    symbol: '\\gamma_0',
    min: 0,
    max: 5,
    step: 0.25,
    default: 2,
    label: { en: 'Focus of the hard loss', zh: '硬损失的聚焦' },
    hint: {
      en: 'The higher, the less the many anchors count that are easily told to be background.',
      zh: '越高，那些很容易判为背景的大量锚框分量越小。',
    },
  },
  boxes: {
    kind: 'choice',
    default: 'smooth-l1',
    label: { en: 'Loss of boxes', zh: '框的损失' },
    hint: {
      en: 'What a box is held to: the four numbers of its object, or to overlap it as much as it can, which is what is judged.',
      zh: '框以什么为准：物体的四个数值，或与物体尽可能重叠（评价的正是重叠）。',
    },
    options: [
      { value: 'smooth-l1', label: { en: 'Differences (smooth L1)', zh: '差值（smooth L1）' } },
      { value: 'giou', label: { en: 'Overlap (GIoU)', zh: '重叠（GIoU）' } },
    ],
  },
} as const satisfies Record<string, RangeKnob | ChoiceKnob>;

/** Knobs of a term with a teacher's logits. */
export const teacherKnobs = {
  lambda: {
    kind: 'range',
    live: true,
    symbol: '\\lambda',
    min: 0,
    max: 10,
    step: 0.1,
    default: 1,
    label: { en: 'Weight of the teacher', zh: '教师的权重' },
    hint: {
      en: 'What the teacher’s term counts beside the loss with the labels.',
      zh: '教师项相对于标签损失的权重。',
    },
  },
  per: {
    kind: 'choice',
    default: 'mass',
    label: { en: 'Divided by', zh: '除以' },
    hint: {
      en: 'What the sum over all anchors of a batch is divided by: what the teacher says in all, to a power, or the objects there are.',
      zh: '对一批中所有锚框的求和除以什么：教师所说的总和（取幂），或物体的个数。',
    },
    options: [
      { value: 'mass', label: { en: 'The teacher’s powers (ADL)', zh: '教师概率的幂（ADL）' } },
      { value: 'objects', label: { en: 'The objects', zh: '物体个数' } },
    ],
  },
  power: {
    kind: 'range',
    live: false,
    symbol: '\\theta',
    min: 0.5,
    max: 4,
    step: 0.1,
    default: 1.8,
    label: { en: 'Power of the divisor', zh: '除数的幂' },
    hint: {
      en: 'To which power the teacher’s probabilities are taken where their sum divides: 1.8 in the authors’ program.',
      zh: '教师概率求和作除数时所取的幂：作者程序中为 1.8。',
    },
  },
} as const satisfies Record<string, RangeKnob | ChoiceKnob>;

/** From which score on what the teacher finds in scenes without labels is taken for objects. */
export const scoreKnob = {
  kind: 'range',
  live: false,
  symbol: 's',
  min: 0.05,
  max: 0.95,
  step: 0.05,
  default: 0.4,
  label: { en: 'Lowest score of a pseudo-box', zh: '伪框的最低得分' },
  hint: {
    en: 'What the teacher finds in scenes without labels counts as an object from this score on. A scene in which it finds none is left out.',
    zh: '教师在无标签场景中找到的框，得分不低于此值才算作物体。找不到任何框的场景不计入。',
  },
} as const satisfies RangeKnob;

/** Pseudo-boxes beside another term of the teacher's. */
export const pseudoKnobs = {
  pseudo: {
    kind: 'switch',
    default: true,
    label: { en: 'Pseudo-boxes too', zh: '同时使用伪框' },
    hint: {
      en: 'Whether what the teacher finds in scenes without labels is an object for the hard loss as well, as in the program of ADL’s authors. Off: those scenes give the teacher’s term alone.',
      zh: '教师在无标签场景中找到的，是否也作为硬损失的物体，与 ADL 作者的程序一致。关：这些场景只有教师项。',
    },
  },
  score: scoreKnob,
} as const satisfies Record<string, RangeKnob | SwitchKnob>;

/** Which class, counted from 1. */
export const classKnob = (min: 0 | 1, value: number) =>
  ({
    kind: 'range',
    live: false,
    symbol: 'k',
    min,
    max: 60,
    step: 1,
    default: value,
    label: { en: 'Class', zh: '类别' },
    hint: {
      en: 'The class it knows, by its place among the classes. At 0, where that can be chosen, all.',
      zh: '它认识的类别，按类别的次序计。可选 0 时表示全部。',
    },
  }) as const satisfies RangeKnob;

type HardKnobs = KnobInputs<typeof hardKnobs>;
type TeacherKnobs = KnobInputs<typeof teacherKnobs>;

export function matchedOf({ matched }: StepInput): MatchedAnchors {
  if (!matched) throw new Error('This method trains detectors, and nothing says what the anchors stand for.');
  return matched;
}

/** Sums over the anchors of an image, [seeds, batch, anchors] → [seeds, batch]. */
const overAnchors = (x: tf.Tensor): tf.Tensor => tf.squeeze(sums(x), [2]);
/** Objects of each image as anchors count them, [seeds, batch]. */
const objectsIn = ({ targets }: MatchedAnchors) => overAnchors(tf.clipByValue(tf.add(targets, 1), 0, 1));
/** What each image counts so that the mean over a batch of `counts` is their sum divided by that of `by`, [seeds, 1]. */
const scaleBy = (by: tf.Tensor): tf.Tensor => tf.div(by.shape[1] as number, tf.maximum(sums(by), 1));

/** What anchors stand for to a detector of the k-th class alone: the objects of others are background. At 0 all stay. */
export function onlyClass(input: StepInput, { k }: { readonly k: number }): MatchedAnchors {
  const matched = matchedOf(input);
  if (k === 0) return matched;
  const { targets } = matched;
  const stays = tf.logicalOr(tf.equal(targets, k - 1), tf.less(targets, 0));
  return { ...matched, targets: tf.where(stays, targets, tf.fill(targets.shape, BACKGROUND)) };
}

/** Focal loss and the loss of the boxes with all objects that are known, each [seeds, batch] and divided by their number. */
export function hardTerms(
  input: StepInput,
  { alpha0, gamma0, boxes: held }: HardKnobs,
): { hard: tf.Tensor; box: tf.Tensor } {
  const { logits, boxes } = input.student;
  if (!boxes) throw new Error('The student says nothing of boxes: it is no detector.');
  const matched = matchedOf(input);
  const { targets, deltas } = matched;
  const scale = scaleBy(objectsIn(matched));
  const given = { boxes, deltas, targets };
  const knobs = tf.concat([tf.reshape(alpha0, [1]), tf.reshape(gamma0, [1])]);
  return {
    hard: tf.mul(overAnchors(focal({ logits, targets, knobs }, {}).loss), scale),
    box: tf.mul(overAnchors(held === 'giou' ? giou(given) : smoothL1(given, { bend: BEND }).loss), scale),
  };
}

interface Weighting extends Pick<TeacherKnobs, 'per' | 'power'> {
  /** [1] each; γ = 0 is plain distillation. */
  readonly beta: tf.Tensor;
  readonly gamma: tf.Tensor;
  readonly params: AdaptiveParams;
}

/** What the teacher's logits add, anchor by anchor, and what is seen of each on the way; see `anchorAdaptive`. */
export function softAnchors(input: StepInput, { beta, gamma, params, per, power }: Weighting) {
  const matched = matchedOf(input);
  const teacher = teacherOf(input).logits;
  const mass = per === 'mass' ? anchorMass({ teacher }, { power }).mass : objectsIn(matched);
  return anchorAdaptive(
    { student: input.student.logits, teacher, counted: matched.counted, mass, beta, gamma },
    params,
  );
}

/** The same with all anchors and classes counted alike: γ = 0 makes every weight 1. */
export const plainAnchors = (input: StepInput, { per, power }: Pick<TeacherKnobs, 'per' | 'power'>) =>
  softAnchors(input, {
    ...{ per, power, beta: tf.zeros([1]), gamma: tf.zeros([1]) },
    params: { attached: 0, core: 0, mimic: 1 },
  });

/** The term of it, [seeds, batch]: the sum over anchors, which is divided already. */
export const softTerm = (loss: tf.Tensor, lambda: tf.Tensor): tf.Tensor =>
  tf.mul(tf.mul(overAnchors(loss), lambda), loss.shape[1] as number);

export const SHARES = {
  easy: { en: 'Loss from easy anchors', zh: '来自容易锚框的损失' },
  hardToLearn: { en: 'Loss from anchors hard to learn', zh: '来自难学锚框的损失' },
  hardToMimic: { en: 'Loss from anchors hard to mimic', zh: '来自难模仿锚框的损失' },
} as const satisfies Record<string, Words>;

/**
 * What share of the teacher's term comes from which anchors, each [seeds]: easy ones, with uncertainty and gap below 0.1 nats
 * together, and of the others those where the teacher's uncertainty is greater, or the gap.
 */
export function sharesOf({ loss, entropy, gap }: Readonly<Record<'loss' | 'entropy' | 'gap', tf.Tensor>>) {
  const [seeds] = loss.shape as [number];
  const inAll = (x: tf.Tensor) => tf.reshape(sums(tf.reshape(x, [seeds, 1, -1])), [seeds]);
  const none = tf.zerosLike(loss);
  const hard = tf.where(tf.greaterEqual(tf.add(entropy, gap), EASY), loss, none);
  const mimic = tf.where(tf.greater(gap, entropy), hard, none);
  const [all, ofHard, ofMimic] = [loss, hard, mimic].map(inAll) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const share = (x: tf.Tensor) => tf.div(x, tf.maximum(all, 1e-12));
  return {
    easy: share(tf.sub(all, ofHard)),
    hardToLearn: share(tf.sub(ofHard, ofMimic)),
    hardToMimic: share(ofMimic),
  };
}
