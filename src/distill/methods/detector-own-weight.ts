// A weight of the visitor's own on detectors: soft targets, every anchor and class weighted by a function they write while it
// trains.
import * as tf from '@tensorflow/tfjs-core';
import weightShader from '../../../shaders/own-weight.wgsl?raw';
import {
  hardKnobs,
  hardTerms,
  matchedOf,
  plainAnchors,
  pseudoKnobs,
  SHARES,
  SOFT_SHADERS,
  sharesOf,
  softTerm,
  teacherKnobs,
} from '../detector.ts';
import { sums } from '../features.ts';
import { teacherOf } from '../hard-labels.ts';
import { compileText, DEFAULT_TEXT, ownWeight } from '../losses/own-weight.ts';
import { DETECTOR_CODE } from '../losses/own-weight-gallery.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';

const knobs = { ...teacherKnobs, ...hardKnobs, ...pseudoKnobs } as const;
type Chosen = KnobInputs<typeof knobs>;

/** The same with each class of an anchor as an anchor of its own, so that what is seen of anchors is seen of classes. */
function byClass(input: StepInput): StepInput {
  const matched = matchedOf(input);
  const teacher = teacherOf(input);
  const [seeds, batch, anchors, classes] = teacher.logits.shape as [number, number, number, number];
  const apart = (x: tf.Tensor) => tf.reshape(x, [seeds, batch, anchors * classes, 1]);
  const counted = tf.tile(tf.expandDims(matched.counted, 3), [1, 1, 1, classes]);
  return {
    ...input,
    student: { ...input.student, logits: apart(input.student.logits) },
    teacher: { ...teacher, logits: apart(teacher.logits) },
    matched: { ...matched, counted: tf.reshape(counted, [seeds, batch, anchors * classes]) },
  };
}

/** Of every anchor and class, [seeds, batch, anchors · classes]: the weighted KL, the weight, as a constant, and what it is made of. */
function weighed(input: StepInput, chosen: Chosen) {
  const each = byClass(input);
  const { counted } = matchedOf(each);
  const { shape } = counted;
  const flat = (x: tf.Tensor) => tf.reshape(x, [shape[0] as number, -1]);
  const { loss, entropy, gap } = plainAnchors(each, chosen);
  const confidence = tf.sigmoid(tf.abs(tf.reshape(teacherOf(each).logits, shape)));
  const { weights, faults } = ownWeight(
    { gap: flat(gap), uncertainty: flat(entropy), certainty: flat(confidence), elapsed: input.progress },
    input.code ?? DEFAULT_TEXT,
  );
  const counting = (x: tf.Tensor) => tf.mul(tf.reshape(x, shape), counted);
  const weight = counting(weights);
  return { loss: tf.mul(loss, weight), weight, faults: counting(faults), entropy, gap, confidence };
}

/** [seeds, batch, anchors · classes] → [seeds, batch, anchors, classes]. */
const classesApart = (x: tf.Tensor, input: StepInput) => tf.reshape(x, input.student.logits.shape);
const ofAnchors = (x: tf.Tensor, input: StepInput) => tf.squeeze(sums(classesApart(x, input)), [3]);

export default defineMethod({
  id: 'detector-own-weight',
  title: { en: 'Detector, your own weight', zh: '检测器，自定义权重' },
  plain: {
    en: 'Soft targets for detectors, each anchor and class weighted by a function that you write, and may rewrite while it trains.',
    zh: '检测器的软标签蒸馏，每个锚框的每个类别按你编写的函数加权；训练过程中可以随时改写。',
  },
  cite: 'A weight an anchor and class as in Tang et al. 2019, arXiv:1901.00366, with the function open',
  experiment: 'preset=detectors&lanes=focal;detector-kd;detector-own-weight',
  formula: String.raw`\mathcal{L}_{\text{focal}} + \mathcal{L}_{\text{box}} + \frac{\lambda}{\sum_{a,c} q_{ac}^{\theta}}\sum_{a,c} w\bigl(\mathrm{KL},H(q_{ac}),\max(q_{ac},1-q_{ac}),t\bigr)\,\mathrm{KL}\bigl(q_{ac}\,\|\,p_{ac}\bigr)`,
  knobs,
  termNames: ['hard', 'box', 'soft'],
  tracked: SHARES,
  watched: ['faults'],
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  detects: true,
  note: {
    en: 'The weight is a constant of the step: it scales the gradient and is not differentiated. A negative one drives the student away from the teacher; one that is no number counts as 0, and the lane says so.',
    zh: '权重在每一步中视为常数：它缩放梯度，本身不参与求导。负权重会使学生远离教师；不是数的权重按 0 计，并在赛道中说明。',
  },
  code: DETECTOR_CODE,
  shaders: [{ name: 'own-weight', source: weightShader }, ...SOFT_SHADERS],
  compile: compileText,
  pseudoBoxes: ({ pseudo, score }) => (pseudo ? score : null),
  terms: (input, chosen) => ({
    ...hardTerms(input, chosen),
    soft: softTerm(weighed(input, chosen).loss, chosen.lambda),
  }),
  track(input, chosen) {
    const { loss, entropy, gap, faults } = weighed(input, chosen);
    const of = (x: tf.Tensor) => ofAnchors(x, input);
    // A negative weight counts as much as a positive one, where shares are told.
    const shares = sharesOf({ loss: of(tf.abs(loss)), entropy: of(entropy), gap: of(gap) });
    return { ...shares, faults: tf.mean(tf.max(faults, 2), 1) }; // the share of the scenes with one
  },
  anchorMaps(input, chosen) {
    const { weight, entropy, gap, confidence } = weighed(input, chosen);
    // Of the class of an anchor that is hardest to learn and to mimic.
    const hard = classesApart(tf.add(entropy, gap), input);
    const chosenOnly = tf.greaterEqual(hard, tf.max(hard, 3, true));
    const of = (x: tf.Tensor) => {
      const each = classesApart(x, input);
      return tf.max(tf.where(chosenOnly, each, tf.zerosLike(each)), 3);
    };
    return {
      weight: tf.max(classesApart(weight, input), 3),
      entropy: of(entropy),
      gap: of(gap),
      confidence: of(confidence),
    };
  },
});
