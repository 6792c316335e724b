// The frame of methods on hidden layers: the labels, soft targets where they are wanted, and the method's own terms.
import * as tf from '@tensorflow/tfjs-core';
import type { Knobs, Words } from '../contract/cards.ts';
import { tapping } from './features.ts';
import { hardLabels, teacherOf } from './hard-labels.ts';
import { labelSmoothing, temperature } from './knobs.ts';
import { everySample, softTargets } from './losses/soft-targets.ts';
import { defineMethod, type KnobInputs, type Method, type StepInput } from './method.ts';
import { labelWeight, weight } from './soft.ts';
import { softLoss } from './soft-loss.ts';

const frame = {
  r: labelWeight('r', 1),
  a: weight('a', 5, 0, {
    label: { en: 'Weight of the soft targets', zh: '软标签的权重' },
    hint: {
      en: 'At 0 the teacher is heard through its hidden layers alone, as the paper compares it.',
      zh: '为 0 时只通过隐藏层听教师，与论文的比较方式一致。',
    },
  }),
  T: temperature(4),
  epsilon: labelSmoothing,
} as const;
type Frame = typeof frame;

/** The weight β of the hidden layers' term, with the default of the paper or its usual toolkit. */
export const hintWeight = <const S extends string = '\\beta'>(
  fallback: number,
  max: number,
  symbol: S = '\\beta' as S,
  label: Words = { en: 'Weight of the hidden layers', zh: '隐藏层的权重' },
) =>
  weight(symbol, max, fallback, {
    label,
    hint: {
      en: 'Its size says little by itself: the term is a mean over many small numbers.',
      zh: '数值大小本身没有多少意义：该项是许多小数的平均。',
    },
  });

/** The share E of the run that is for the hidden layers alone, before labels and soft targets count. */
const hintStage = (fallback: number) =>
  weight('E', 0.9, fallback, {
    label: { en: 'Share for the hint alone', zh: '只学提示的比例' },
    hint: {
      en: 'In this first part of the run only the hidden layers are trained; after it only labels and soft targets. At 0 all count from the first step to the last.',
      zh: '运行的这一前段只训练隐藏层；之后只看标签和软标签。为 0 时三者始终都算。',
    },
  });

type Own<K extends Knobs> = Omit<
  Method<K>,
  | 'knobs'
  | 'terms'
  | 'termNames'
  | 'formula'
  | 'perSample'
  | 'needsTeacher'
  | 'usesPool'
  | 'tracked'
  | 'readsTaps'
  | 'maps'
  | 'experiment'
> & {
  readonly knobs: K;
  readonly tracked?: Method['tracked'];
  /** TeX of the terms beside labels and soft targets. */
  readonly ownFormula: string;
  readonly ownTerms: readonly string[];
  /** What it compares: any hidden layers, or maps over an image. */
  readonly needs?: 'layers' | 'maps';
  /** Whether its terms are of one sample each, and can be drawn; else they are of a sample among those of its batch. */
  readonly ofOne: boolean;
  /** Where it may have a first part of the run for itself: the share of that part. */
  readonly alone?: number;
  /** Its terms, weighted, each [seeds, batch]. */
  own(input: StepInput, knobs: KnobInputs<K>): Readonly<Record<string, tf.Tensor>>;
};

/** A method of which only what it does with hidden layers is to be said. */
export function featureMethod<const K extends Knobs>(method: Own<K>): Method {
  const { ownFormula, ownTerms, needs, ofOne, alone, own, knobs, tracked = {}, ...rest } = method;
  return defineMethod<K & Frame>({
    lineage: tapping(method.title.en, needs),
    ...rest,
    experiment: `preset=hidden-layers&lanes=alone;kd;${rest.id}`,
    knobs: { ...knobs, ...(alone === undefined ? {} : { E: hintStage(alone) }), ...frame },
    formula: String.raw`r\,\mathrm{CE}(y,p) + a\,T^2\,\mathrm{KL}(q^T\|p^T) + ${ownFormula}`,
    termNames: ['hard', 'soft', ...ownTerms],
    tracked,
    perSample: ofOne
      ? { gap: { en: 'Distance of its hidden layers from the teacher’s', zh: '隐藏层与教师的距离' } }
      : {},
    needsTeacher: true,
    usesPool: true,
    readsTaps: true,
    shaders: softLoss.shaders.filter(({ name }) => name !== 'soft-head'),
    terms(input, given) {
      const { r, a, T, epsilon } = given as unknown as KnobInputs<Frame>;
      const teacher = teacherOf(input).logits;
      const temperatures = everySample(T, input.labels);
      const soft = softTargets(
        { student: input.student.logits, teacher, temperature: temperatures },
        {},
      ).loss;
      const labels = hardLabels(input, epsilon);
      const mine = own(input, given);
      if (alone === undefined) return { hard: tf.mul(labels, r), soft: tf.mul(soft, a), ...mine };
      const { first, later } = turns(input, (given as Record<string, tf.Tensor>).E as tf.Tensor);
      return {
        hard: tf.mul(labels, tf.mul(r, later)),
        soft: tf.mul(soft, tf.mul(a, later)),
        ...Object.fromEntries(Object.entries(mine).map(([name, term]) => [name, tf.mul(term, first)])),
      };
    },
    ...(ofOne
      ? {
          maps: (input: StepInput, given: KnobInputs<K & Frame>) => ({
            gap: tf.addN(Object.values(own(input, given))),
          }),
        }
      : {}),
  });
}

/** What counts at this step, each [1]: the hint, and then the rest. Both where there is no first part. */
function turns({ progress }: StepInput, share: tf.Tensor): { first: tf.Tensor; later: tf.Tensor } {
  const none = tf.lessEqual(share, 0);
  const early = tf.less(progress, share);
  const number = (t: tf.Tensor) => tf.cast(t, 'float32');
  return {
    first: number(tf.logicalOr(none, early)),
    later: number(tf.logicalOr(none, tf.logicalNot(early))),
  };
}
