// Made-up traces for the tests of methods.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type KnobValues, withDefaults } from '../contract/cards.ts';
import { BACKGROUND, NOT_COUNTED } from '../detect/matching.ts';
import { read } from '../gpu/readback.ts';
import { worst } from '../gpu/testing.ts';
import { crossEntropy } from '../nn/losses/cross-entropy.ts';
import type { TapShapes, Trace } from '../nn/network.ts';
import type { Lineage } from './lineage.ts';
import type { Head, KnobInputs, MatchedAnchors, Method, Sizes, StepInput } from './method.ts';

/** Knobs as the runner gives them: live ones as tensors [1]. */
export function knobsOf<M extends Method>(method: M, chosen: KnobValues = {}): KnobInputs<M['knobs']> {
  const values = withDefaults(method.knobs, chosen);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const knob = method.knobs[name];
      return [name, knob?.kind === 'range' && knob.live ? tf.tensor1d([value as number]) : value];
    }),
  ) as KnobInputs<M['knobs']>;
}

/** Logits between −3 and 3 that differ by sample and seed, [seeds, batch, classes]. */
export const logits = (seeds: number, batch: number, classes: number, salt: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from(
      { length: seeds * batch * classes },
      (_, i) => 3 * Math.sin((i + 1) * (salt + Math.SQRT1_2)),
    ),
    [seeds, batch, classes],
  );

const STUDENT_FEATURES = 8;
const TEACHER_FEATURES = 32;
/** A pair of either kind. */
const NETS = {
  images: { teacher: [5, TEACHER_FEATURES], student: [3, STUDENT_FEATURES] },
  vectors: { teacher: [TEACHER_FEATURES], student: [STUDENT_FEATURES] },
} as const;
/** What the two networks tap: of a convolutional pair, whose last maps differ in size, and of a pair of perceptrons. */
const TAPS = {
  images: {
    student: { stage1: [4, 4, 3], stage2: [2, 2, STUDENT_FEATURES], pooled: [STUDENT_FEATURES] },
    teacher: { stage1: [4, 4, 5], stage2: [4, 4, TEACHER_FEATURES], pooled: [TEACHER_FEATURES] },
  },
  vectors: {
    student: { stage1: [6], stage2: [STUDENT_FEATURES] },
    teacher: { stage1: [5], stage2: [TEACHER_FEATURES] },
  },
} as const satisfies Record<string, { readonly student: TapShapes; readonly teacher: TapShapes }>;

/** What a method's parts may depend on, as `stepInput` has it. */
export const sizesOf = (classes: number, kind: keyof typeof TAPS = 'images'): Sizes => ({
  classes,
  samples: 20,
  features: { student: STUDENT_FEATURES, teacher: TEACHER_FEATURES },
  taps: TAPS[kind],
});

/** Whom a method's student learns from, between a teacher and a student of some size: perceptrons, or networks for images. */
export function lineageOf(
  method: Method,
  chosen: KnobValues = {},
  kind: keyof typeof NETS = 'vectors',
): Lineage {
  const settings = withDefaults(method.knobs, chosen) as Parameters<NonNullable<Method['lineage']>>[1];
  const net = (widths: readonly number[]) => ({
    model: kind === 'images' ? 'cnn' : 'mlp',
    widths: [...widths],
    knobs: {},
  });
  const nets = { teacher: net(NETS[kind].teacher), student: net(NETS[kind].student) };
  return method.lineage?.(nets, settings) ?? { stages: [], from: method.needsTeacher ? ['teacher'] : [] };
}

/** One step's input for a method, its parts drawn alike for the same seed. `firstSeed` tells which seeds these are. */
export function stepInput(
  method: Method,
  options: {
    seeds?: number;
    batch?: number;
    classes?: number;
    progress?: number;
    labeled?: number;
    chosen?: KnobValues;
    /** Whether the networks tap maps or vectors. */
    taps?: keyof typeof TAPS;
  } = {},
): StepInput {
  const { seeds = 1, batch = 6, classes = 4, progress = 0.5, chosen = {} } = options;
  const { labeled = batch, taps = 'images' } = options;
  const labels = Float32Array.from({ length: seeds * batch }, (_, i) =>
    i % batch < labeled ? i % classes : -1,
  );
  const parts = method.parts?.(sizesOf(classes, taps), knobsOf(method, chosen)) ?? [];
  let n = 0;
  const random = { next: () => 0.5, normal: () => Math.sin(++n) };
  const from = lineageOf(method, chosen, taps).from;
  const tapped = (shapes: TapShapes, salt: number) =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape], i) => [
        name,
        tf.reshape(logits(seeds, batch, sizeOf(shape), salt + i), [seeds, batch, ...shape]),
      ]),
    );
  // Of detectors as many logits as there are anchors and classes, and boxes besides.
  const speaks = (n: number, salt: number): Pick<Trace, 'logits' | 'boxes'> => {
    if (!method.detects) return { logits: logits(seeds, n, classes, salt) };
    return {
      logits: tf.reshape(logits(seeds, n, ANCHORS * classes, salt), [seeds, n, ANCHORS, classes]),
      boxes: tf.reshape(logits(seeds, n, ANCHORS * 4, salt + 0.1), [seeds, n, ANCHORS, 4]),
    };
  };
  const said = (i: number) => ({
    ...speaks(batch, 2 + i),
    taps: i === 0 ? tapped(TAPS[taps].teacher, 0.4) : {},
  });
  return {
    student: { ...speaks(batch, 1), taps: tapped(TAPS[taps].student, 0.3) },
    ...(method.detects && { matched: matchedAnchors(seeds, batch, classes, labeled) }),
    teacher: said(0),
    teachers: Object.fromEntries(from.map((name, i) => [name, said(i)])),
    teacherHead: {
      weight: logits(1, TEACHER_FEATURES, classes, 0.7),
      bias: tf.zeros([1, classes]),
    },
    settled: Object.fromEntries(
      Object.entries(method.settles?.shapes(from) ?? {}).map(([name, shape]) => [
        name,
        tf.fill([seeds, ...shape], 1 / (shape[0] ?? 1)),
      ]),
    ),
    labels: tf.tensor(labels, [seeds, batch]),
    labelScale: batch / labeled,
    progress: tf.tensor1d([progress]),
    memory: Object.fromEntries(
      Object.entries(method.memory?.first(sizesOf(classes, taps), knobsOf(method, chosen)) ?? {}).map(
        ([name, { shape, value }]) => [name, tf.add(tf.zeros([seeds, ...shape]), value as tf.TensorLike)],
      ),
    ),
    index: tf.tensor(
      Float32Array.from({ length: seeds * batch }, (_, i) => i % batch),
      [seeds, batch],
    ),
    peers: method.peers ? [{ logits: logits(seeds, batch, classes, 5), taps: {} }] : [],
    ...(method.readsValidation && {
      validation: {
        student: {
          logits: logits(seeds, 3, classes, 6),
          taps: { pooled: logits(seeds, 3, STUDENT_FEATURES, 0.6) },
        },
        labels: tf.tensor(
          Float32Array.from({ length: seeds * 3 }, (_, i) => i % classes),
          [seeds, 3],
        ),
      },
    }),
    parts: Object.fromEntries(
      parts.map(({ name, shape, init }) => {
        const one = init(random);
        return [
          name,
          tf.tensor(
            Float32Array.from({ length: seeds * one.length }, (_, i) => one[i % one.length] as number),
            [seeds, ...shape],
          ),
        ];
      }),
    ),
  };
}

/** Anchors of the scenes of `stepInput`. */
export const ANCHORS = 5;

/** In scenes with labels one anchor with an object, one between, and the background; in others nothing is known. */
function matchedAnchors(seeds: number, batch: number, classes: number, labeled: number): MatchedAnchors {
  const known = (i: number) => Math.floor(i / ANCHORS) % batch < labeled;
  const target = (i: number) => {
    if (!known(i)) return NOT_COUNTED;
    const [anchor, scene] = [i % ANCHORS, Math.floor(i / ANCHORS) % batch];
    return anchor === 0 ? scene % classes : anchor === 1 ? NOT_COUNTED : BACKGROUND;
  };
  const filled = (of: (i: number) => number, each = 1) =>
    Float32Array.from({ length: seeds * batch * ANCHORS * each }, (_, i) => of(Math.floor(i / each)));
  const shape = [seeds, batch, ANCHORS];
  return {
    targets: tf.tensor(filled(target), shape),
    deltas: tf.tensor(
      filled((i) => (target(i) >= 0 ? 0.3 : 0), 4),
      [...shape, 4],
    ),
    counted: tf.tensor(
      filled((i) => Number(!known(i) || target(i) !== NOT_COUNTED)),
      shape,
    ),
  };
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const ofEach = <A, B>(of: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));

/** One sample of one seed, with logits of student and teacher; without the teacher's there is none. */
export function oneSample(method: Method, student: number[], teacher: number[], label = 0): StepInput {
  return {
    ...stepInput(method),
    student: { logits: tf.tensor3d([[student]]), taps: {} },
    teacher: teacher.length > 0 ? { logits: tf.tensor3d([[teacher]]), taps: {} } : null,
    labels: tf.tensor2d([[label]]),
    labelScale: 1,
  };
}

/**
 * Samples of one seed without labels, by what a stage of student and teacher says of each: a vector, or a map of places of
 * channels, which lie in one row of the image.
 */
export function tapped(method: Method, student: Said, teacher: Said, chosen: KnobValues = {}): StepInput {
  const tap = (said: Said) => {
    const t = tf.tensor(said as number[][]);
    return {
      stage1: tf.reshape(t, [1, t.shape[0], ...(t.rank === 3 ? [1] : []), ...t.shape.slice(1)] as number[]),
    };
  };
  const batch = student.length;
  const input = stepInput(method, { batch, chosen });
  return {
    ...input,
    student: { logits: input.student.logits, taps: tap(student) },
    teacher: { logits: tf.clone(input.student.logits), taps: tap(teacher) },
    labels: tf.fill([1, batch], -1),
  };
}
type Said = readonly (readonly (number | readonly number[])[])[];

/** The first number of a tensor that is there. */
export const number = (t: tf.Tensor | undefined): number => t?.dataSync()[0] ?? Number.NaN;

/** Seed `s` of an input, alone. */
export function onlySeed(input: StepInput, s: number): StepInput {
  const one = (t: tf.Tensor) => tf.slice(t, [s, ...t.shape.slice(1).map(() => 0)], [1, ...t.shape.slice(1)]);
  const { matched } = input;
  const { boxes } = input.student;
  return {
    ...input,
    student: {
      logits: one(input.student.logits),
      taps: ofEach(input.student.taps, one),
      ...(boxes && { boxes: one(boxes) }),
    },
    matched: matched && {
      targets: one(matched.targets),
      deltas: one(matched.deltas),
      counted: one(matched.counted),
    },
    teacher: input.teacher && {
      logits: one(input.teacher.logits),
      taps: ofEach(input.teacher.taps, one),
    },
    teachers: ofEach(input.teachers, ({ logits }) => ({ logits: one(logits), taps: {} })),
    settled: ofEach(input.settled, one),
    memory: ofEach(input.memory, one),
    index: input.index && one(input.index),
    peers: input.peers.map(({ logits }) => ({ logits: one(logits), taps: {} })),
    validation: input.validation && {
      student: {
        logits: one(input.validation.student.logits),
        taps: ofEach(input.validation.student.taps, one),
      },
      labels: one(input.validation.labels),
    },
    labels: one(input.labels),
    parts: ofEach(input.parts, one),
  };
}

/** Every structural form of a method: its defaults, and each choice and switch turned. */
export function formsOf(method: Method): Record<string, string | boolean>[] {
  const others = Object.entries(method.knobs).flatMap(([name, knob]): Record<string, string | boolean>[] => {
    if (knob.kind === 'choice')
      return knob.options.filter((o) => o.value !== knob.default).map((o) => ({ [name]: o.value }));
    return knob.kind === 'switch' ? [{ [name]: !knob.default }] : [];
  });
  return [{}, ...others];
}

/** What heads are tried at: odd sizes, batches with and without unlabeled samples, knobs as they are and moved. */
export const HEAD_TRIALS = [
  { seeds: 2, batch: 1, labeled: 1, classes: 2, chosen: {} },
  { seeds: 3, batch: 7, labeled: 4, classes: 3, chosen: { T: 1, alpha: 0.3, beta: 0, gamma: 0.5 } },
  { seeds: 2, batch: 7, labeled: 7, classes: 65, chosen: { T: 2, alpha: 1, epsilon: 0.1 } },
  { seeds: 2, batch: 130, labeled: 32, classes: 10, chosen: { T: 0.5, alpha: 0.6, epsilon: 0.2, gamma: 0 } },
  { seeds: 3, batch: 130, labeled: 1, classes: 65, chosen: { T: 20, alpha: 0.8, epsilon: 0.5, beta: 4 } },
] as const;

/** A head by the method's terms: what it must equal, on any engine. */
function headByTerms(method: Method, input: StepInput, knobs: KnobInputs<Method['knobs']>): Head {
  const { labels } = input;
  const terms = (logits: tf.Tensor) => method.terms({ ...input, student: { logits, taps: {} } }, knobs);
  const total = (logits: tf.Tensor) =>
    tf.addN(method.termNames.map((name) => tf.sum(tf.mean(terms(logits)[name] as tf.Tensor, 1))));
  const { logits } = input.student;
  const { correct } = crossEntropy({ logits, labels }, { smoothing: 0 });
  const values = method.termNames.map((name) => terms(logits)[name] as tf.Tensor);
  return { values: tf.stack([...values, correct]), slope: tf.grad(total)(logits) };
}

/** How far a method's head is from its terms: the largest |a − b| / max(1, |b|); of the slope, of batch times it. */
export async function headErrors(
  method: Method,
  trial: Parameters<typeof stepInput>[1] & { readonly batch: number },
  movedKnobs: KnobValues = {},
): Promise<{ values: number; slope: number }> {
  const input = stepInput(method, trial);
  const sides = tf.tidy(() => {
    const head = method.head?.(input, knobsOf(method, { ...trial.chosen, ...movedKnobs })) as Head;
    const truth = headByTerms(method, input, knobsOf(method, trial.chosen));
    return [head, truth].flatMap(({ values, slope }) => [values, tf.mul(slope, trial.batch)]);
  });
  const [values, slope, trueValues, trueSlope] = (await read(sides)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return { values: worst(values, trueValues).error, slope: worst(slope, trueSlope).error };
}

/** What a detector's method is given of scenes of anchors of one class, by their probabilities; all anchors are background. */
export function anchorInput(
  method: Method,
  student: readonly (readonly number[])[],
  teacher: readonly (readonly number[])[],
  counted?: readonly (readonly number[])[],
): StepInput {
  const [n, anchors] = [student.length, student[0]?.length ?? 0];
  const said = (of: readonly (readonly number[])[]) => ({
    logits: tf.tensor(
      of.flat().map((p) => Math.log(p / (1 - p))),
      [1, n, anchors, 1],
    ),
    taps: {},
    boxes: tf.zeros([1, n, anchors, 4]),
  });
  return {
    ...stepInput(method, { batch: n }),
    student: said(student),
    teacher: said(teacher),
    matched: {
      targets: tf.fill([1, n, anchors], BACKGROUND),
      deltas: tf.zeros([1, n, anchors, 4]),
      counted: counted ? tf.tensor(counted.flat(), [1, n, anchors]) : tf.ones([1, n, anchors]),
    },
  };
}
