// What a method is: a value with a card, and its loss as named terms. Nothing else: the runner
// reduces, differentiates, optimises and draws.
//
// Two rules make methods compose. *Seeds*: every tensor has a leading seeds axis, terms are
// [seeds, batch], and only the runner reduces over samples or seeds. *Host values*: a live knob and
// the progress are GPU scalars of shape [1], never JavaScript numbers, so that a step can be replayed.
import type * as tf from '@tensorflow/tfjs-core';
import type { ChoiceKnob, Knob, Knobs, MethodCard, RangeKnob, SwitchKnob } from '../contract/cards.ts';
import type { CodeProblem } from '../contract/own-code.ts';
import type { FAULTS } from '../contract/protocol.ts';
import type { NetSpec, TrainingSpec } from '../contract/setup.ts';
import type { Parameter, TapShapes, Trace } from '../nn/network.ts';
import type { KnobSettings, Lineage, Nets, Settling } from './lineage.ts';

/** A knob as a method receives it: a tensor [1] where it is live, a plain value where structural. */
export type KnobInput<K extends Knob> = K extends RangeKnob
  ? K extends { readonly live: true }
    ? tf.Tensor
    : number
  : K extends ChoiceKnob
    ? string
    : K extends SwitchKnob
      ? boolean
      : never;
export type KnobInputs<K extends Knobs> = { readonly [N in keyof K]: KnobInput<K[N]> };

export interface StepInput {
  readonly student: Trace; // logits [seeds, batch, classes]
  /** Likewise: the first of those it learns from; null where the method needs none. */
  readonly teacher: Trace | null;
  /** All it learns from, by name, in the order of its lineage; `teacher` alone where it has none. */
  readonly teachers: Readonly<Record<string, Trace>>;
  /** What `settles` worked out, each [seeds, ...shape]. */
  readonly settled: Readonly<Record<string, tf.Tensor>>;
  /** The last layer of the first of those it learns from, [1 or seeds, features, classes] and [1 or seeds, classes]; null where it has none of its own. */
  readonly teacherHead: { readonly weight: tf.Tensor; readonly bias: tf.Tensor } | null;
  /** [seeds, batch] class index as float; −1 where the sample has no label. */
  readonly labels: tf.Tensor;
  /** batch ÷ labeled samples in it: what turns a mean over the batch into one over the labeled part. */
  readonly labelScale: number;
  /** [1], 0 at the first step, 1 at the last. */
  readonly progress: tf.Tensor;
  /** The method's own trainable parts, each [seeds, ...shape]. */
  readonly parts: Readonly<Record<string, tf.Tensor>>;
  /** What it keeps from step to step, as it stood before this one, each [seeds, ...shape]. */
  readonly memory: Readonly<Record<string, tf.Tensor>>;
  /** Which training samples these are, [seeds, batch]; only in a training step. */
  readonly index?: tf.Tensor | undefined;
  /** What the networks that train beside the student say, in the order of `peers`. */
  readonly peers: readonly Trace[];
  /** What the student says of validation samples, and their labels [seeds, samples]; where the method learns weights on them. */
  readonly validation?: { readonly student: Trace; readonly labels: tf.Tensor } | undefined;
  /** Where the student is a detector: what its anchors stand for. */
  readonly matched?: MatchedAnchors | undefined;
  /** The lane's own code, where the method takes some and the lane has it. */
  readonly code?: string;
}

/** What anchors stand for. In scenes without labels that is what the teacher found, where the method asks for it; else they do not count. */
export interface MatchedAnchors {
  /** [seeds, batch, anchors]: a class, `BACKGROUND` or `NOT_COUNTED`. */
  readonly targets: tf.Tensor;
  /** [seeds, batch, anchors, 4]: where the object is, told from the anchor; 0 for those without. */
  readonly deltas: tf.Tensor;
  /** [seeds, batch, anchors]: 1 where a teacher is imitated; 0 where the anchor is known to lie between object and background. */
  readonly counted: tf.Tensor;
}

/** What a method's own weights may depend on. */
export interface Sizes {
  readonly classes: number;
  /** Training samples there are. */
  readonly samples: number;
  /** Numbers a sample that go into the last layer, of the student and of the first of those it learns from (null without any). */
  readonly features: { readonly student: number; readonly teacher: number | null };
  /** What there is to tap of both, by name in order, with the shape for one sample. */
  readonly taps: { readonly student: TapShapes; readonly teacher: TapShapes | null };
}

/** All of a method's terms at once, with the gradient of their sum. */
export interface Head {
  /** [terms + 1, seeds, batch]: the terms in the order of `termNames`, then 1 where a labeled sample is right (0 elsewhere). The same numbers as `terms` gives. */
  readonly values: tf.Tensor;
  /** [seeds, batch, classes]: the gradient of the sum over the terms of their means over the batch, by the student's logits. */
  readonly slope: tf.Tensor;
  /** What `track` gives, where the kernel has it anyway. */
  readonly tracked?: Readonly<Record<string, tf.Tensor>>;
}

export interface Method<K extends Knobs = Knobs> extends Omit<MethodCard, 'captured' | 'shaders' | 'terms'> {
  readonly knobs: K;
  /** The names `terms` returns, in drawing order. */
  readonly termNames: readonly string[];
  readonly shaders?: MethodCard['shaders'];
  /** What `track` gives besides the tracked quantities: not for a chart, but for the runner to look at. */
  readonly watched?: readonly (typeof FAULTS)[];
  /** Where lanes have code: what is wrong with it on the engine that runs. When nothing is, it is ready to run. */
  compile?(code: string): Promise<CodeProblem[]>;
  /** Why its training step cannot be recorded, as the engine says it; a test holds it to that. */
  readonly eager?: string;
  /** Whether it looks at taps, its own or the teacher's. If no method does, what the teacher says is kept where it may be, and taps are not there. */
  readonly readsTaps?: boolean;
  /** Weights of its own, trained along with the student (a temperature, an adapter). */
  parts?(sizes: Sizes, knobs: KnobInputs<K>): readonly Parameter[];
  /** How the parts are trained, where not as the student is. The rate is [1]; warm-up and schedule apply to it too. */
  readonly partsTraining?: Pick<TrainingSpec, 'optimizer' | 'momentum' | 'weightDecay' | 'clip'> & {
    rate(knobs: KnobInputs<K>): tf.Tensor;
  };
  /** What it keeps from step to step: never trained on, saved and resumed with the weights. */
  readonly memory?: {
    /** Shapes without the seeds axis, and the value of their numbers at first: of all, or along the last axis. */
    first(
      sizes: Sizes,
      knobs: KnobInputs<K>,
    ): Readonly<
      Record<string, { readonly shape: readonly number[]; readonly value: number | readonly number[] }>
    >;
    /** As it is after a step, each [seeds, ...shape]. One may be made of itself and of what the step saw, not of another. */
    next(input: StepInput, knobs: KnobInputs<K>): Readonly<Record<string, tf.Tensor>>;
  };
  /** What anchors stand for to it, where that is not what they are matched to. */
  matched?(input: StepInput, knobs: KnobInputs<K>): MatchedAnchors;
  /** The lowest score from which what the teacher finds in scenes without labels is taken for objects; null where it is not asked for. */
  pseudoBoxes?(knobs: KnobSettings<K>): number | null;
  /** Whether it looks at validation samples as it trains. */
  readonly readsValidation?: boolean;
  /** Networks that train beside its student, by the same loss; what they say is among the input. */
  peers?(nets: Nets, knobs: KnobSettings<K>): readonly NetSpec[];
  /** Two momenta instead of one, for SGD: that of these terms is lower by a number, that of the others higher. */
  readonly momenta?: { readonly lower: readonly string[]; by(knobs: KnobSettings<K>): number };
  /** The networks that train before its student, and from whom the student learns; the teacher alone where it says nothing. */
  lineage?(nets: Nets, knobs: KnobSettings<K>): Lineage;
  /** Numbers that are worked out on the host once, when all it learns from has trained and before its first step. */
  readonly settles?: {
    /** What they are, each without the seeds axis; `from` names those it learns from. */
    shapes(from: readonly string[]): Readonly<Record<string, readonly number[]>>;
    /** Those of one seed. Validation data only. */
    work(given: Settling): Readonly<Record<string, ArrayLike<number>>>;
  };
  /** The loss as named terms, each [seeds, batch] and already weighted; the runner takes the mean over the batch and adds them up. */
  terms(input: StepInput, knobs: KnobInputs<K>): Readonly<Record<string, tf.Tensor>>;
  /** The same as `terms` in one kernel, for speed; a method without one works all the same. Used while training where the method has no parts of its own, except through WebGL. */
  head?(input: StepInput, knobs: KnobInputs<K>): Head;
  /** The tracked and the watched quantities, each [seeds]. */
  track?(input: StepInput, knobs: KnobInputs<K>): Readonly<Record<string, tf.Tensor>>;
  /** Numbers an anchor to draw over a scene, each [seeds, batch, anchors]. */
  anchorMaps?(input: StepInput, knobs: KnobInputs<K>): Readonly<Record<string, tf.Tensor>>;
  /** Numbers a sample to draw, each [seeds, batch]. */
  maps?(input: StepInput, knobs: KnobInputs<K>): Readonly<Record<string, tf.Tensor>>;
}

/** Checks the shape of a method and infers the type of its knobs. */
export function defineMethod<const K extends Knobs>(method: Method<K>): Method {
  return method as unknown as Method;
}

/** The card of a method: what the page is told of it. */
export function cardOf(method: Method): MethodCard {
  const {
    id,
    title,
    plain,
    cite,
    experiment,
    formula,
    knobs,
    termNames,
    tracked,
    perSample,
    needsTeacher,
    usesPool,
    detects,
    note,
    eager,
    code,
    shaders = [],
  } = method;
  return {
    id,
    title,
    plain,
    cite,
    experiment,
    formula,
    knobs,
    terms: termNames,
    tracked,
    perSample,
    needsTeacher,
    usesPool,
    note,
    captured: eager ?? true,
    ...(detects ? { detects } : {}),
    ...(code ? { code } : {}),
    shaders,
  };
}
