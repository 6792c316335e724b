// Curriculum expert selection (CES-KD): one expert for each sample, the larger the harder the sample is.
import * as tf from '@tensorflow/tfjs-core';
import { TEACHER } from '../../contract/protocol.ts';
import { assistantCount, assistantSize, assistants } from '../assistants.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';
import { chosen as chosenOf, entropyOf } from '../several-teachers.ts';
import { softFormula, softKnobs, softLoss } from '../soft-loss.ts';

const knobs = {
  ...softKnobs,
  m: assistantCount([1, 2], 2),
  s: assistantSize,
  c: {
    kind: 'range',
    live: true,
    symbol: 'c',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.5,
    label: { en: 'Length of the curriculum', zh: '课程的长度' },
    hint: {
      en: 'Share of the run after which the largest expert, the teacher itself, may speak; before, hard samples go to smaller ones. At 0 it may from the start.',
      zh: '运行到这一比例之后，最大的专家（教师本身）才可以发言；此前困难样本交给较小的专家。为 0 则一开始就可以。',
    },
  },
} as const;
type Chosen = KnobInputs<typeof knobs>;

/** Experts from small to large, [seeds, batch, classes] each: the assistants from the last on, then the teacher. */
const experts = ({ teachers }: StepInput): tf.Tensor[] =>
  Object.values(teachers)
    .map(({ logits }) => logits)
    .toReversed();

/** How unsure the teacher is of each sample, [seeds, batch]. */
const difficulty = ({ teachers }: StepInput): tf.Tensor =>
  entropyOf((teachers[TEACHER] as { logits: tf.Tensor }).logits);

/** Which expert speaks of each sample, 0 the smallest, [seeds, batch]; and the largest that may by now, [1]. */
function selection(input: StepInput, { c }: Chosen): { index: tf.Tensor; cap: tf.Tensor } {
  const borders = input.settled.borders as tf.Tensor; // [seeds, experts - 1], ascending
  const [seeds, count] = borders.shape as [number, number];
  const hard = difficulty(input);
  const harder = Array.from({ length: count }, (_, k) =>
    tf.cast(tf.greater(hard, tf.slice(borders, [0, k], [seeds, 1])), 'float32'),
  ).reduce((a, b) => tf.add(a, b));
  const open = tf.floor(tf.div(tf.mul(input.progress, count + 1), tf.maximum(c, 1e-6)));
  const cap = tf.minimum(open, count);
  return { index: tf.minimum(harder, cap), cap };
}

/** The same with the expert of each sample as the teacher. */
function taught(input: StepInput, knobs: Chosen): StepInput {
  const logits = chosenOf(experts(input), selection(input, knobs).index);
  return { ...input, teacher: { logits, taps: {} } };
}

/** The numbers that cut sorted values into so many equal parts. */
export function bordersOf(values: readonly number[], parts: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from({ length: parts - 1 }, (_, k) => {
    const at = Math.round(((k + 1) / parts) * sorted.length);
    return sorted[Math.max(0, at - 1)] ?? 0;
  });
}

function entropies(logits: Float32Array, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, i) => {
    const row = Array.from(logits.subarray(i * classes, (i + 1) * classes));
    const most = Math.max(...row);
    const powers = row.map((z) => Math.exp(z - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.reduce((h, power) => (power > 0 ? h - (power / sum) * Math.log(power / sum) : h), 0);
  });
}

export default defineMethod<typeof knobs>({
  ...softLoss,
  id: 'expert-selection',
  title: { en: 'Curriculum expert selection (CES-KD)', zh: '课程式专家选择（CES-KD）' },
  plain: {
    en: 'Each sample is taught by one expert: easy ones by a small assistant, hard ones by a larger, up to the teacher. Large experts join in as training goes on.',
    zh: '每个样本由一位专家来教：容易的交给小助教，困难的交给更大的，直到教师。随着训练推进，大专家逐步加入。',
  },
  cite: 'Amara, Ziaeefard, Meyer, Gross & Clark 2022, arXiv:2209.07606',
  experiment: 'preset=capacity-gap&lanes=alone;kd;expert-selection(s:0.8)',
  formula: String.raw`${softFormula('q_{k(x)}^{T}')},\qquad k(x)=\min\Bigl(\#\{j: H(q_{\mathrm{teacher}}(x))>\theta_j\},\ \bigl\lfloor (m+1)\,e/c\bigr\rfloor\Bigr)`,
  knobs,
  tracked: {
    expert: { en: 'Mean size of the expert', zh: '专家的平均大小' },
    cap: { en: 'Largest expert so far', zh: '目前最大的专家' },
  },
  perSample: {
    expert: { en: 'Expert (0 the smallest)', zh: '专家（0 最小）' },
    difficulty: { en: 'Difficulty H', zh: '难度 H' },
  },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'No code is published and the details are ours: how hard a sample is, is the teacher’s entropy, which needs no label, so that the pool takes part; the borders θ cut the validation set into equal parts, found once before the student trains. e is the share of the run that is over. In a quick trial the selection could not be told apart from plain KD, nor from the reverse order: look at who speaks, not for a gain.',
    zh: '没有公开代码，细节是我们的理解：难度取教师的熵，不需要标签，所以样本池也参与；边界 θ 把验证集分成等份，在学生训练前求一次。e 是已完成的运行比例。快速试验中，这种选择与普通 KD、与相反次序都分不出高下：看谁在发言，而不要指望提升。',
  },
  lineage(nets, { m, s, T, alpha, epsilon }) {
    const stages = assistants({
      nets,
      count: Number(m),
      middle: s,
      learn: 'each',
      knobs: { T, alpha, epsilon },
    });
    return { stages, from: [TEACHER, ...stages.map(({ name }) => name)] };
  },
  settles: {
    shapes: (from) => ({ borders: [from.length - 1] }),
    work: ({ said, classes }) => ({
      borders: bordersOf(entropies(said[TEACHER] as Float32Array, classes), Object.keys(said).length),
    }),
  },
  terms: (input, chosen) => softLoss.terms(taught(input, chosen), chosen),
  head: (input, chosen) => softLoss.head(taught(input, chosen), chosen),
  track(input, chosen) {
    const { index, cap } = selection(input, chosen);
    const expert = tf.mean(index, 1);
    return { expert, cap: tf.add(tf.zerosLike(expert), cap) };
  },
  maps: (input, chosen) => ({ expert: selection(input, chosen).index, difficulty: difficulty(input) }),
});
