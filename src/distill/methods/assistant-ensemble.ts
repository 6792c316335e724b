// Weighted assistants: several assistants teach the student together, with weights that differential evolution finds.
import * as tf from '@tensorflow/tfjs-core';
import { assistantCount, assistantSize, assistants } from '../assistants.ts';
import { evolve } from '../differential-evolution.ts';
import type { Settling } from '../lineage.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';
import { averaged } from '../several-teachers.ts';
import { softFormula, softKnobs, softLoss } from '../soft-loss.ts';

const COUNTS = [2, 3];
/** Points a weight, as SciPy has them, and generations. */
const POINTS_EACH = 15;
const GENERATIONS = 60;

const knobs = {
  ...softKnobs,
  m: assistantCount(COUNTS, 2),
  s: assistantSize,
  weights: {
    kind: 'choice',
    symbol: 'w',
    default: 'evolved',
    label: { en: 'Weights of the assistants', zh: '助教的权重' },
    hint: {
      en: 'Found by differential evolution on validation data, or the same for all.',
      zh: '由差分进化在验证集上找到，或者全部相同。',
    },
    options: [
      { value: 'evolved', label: { en: 'by evolution', zh: '差分进化' } },
      { value: 'equal', label: { en: 'equal', zh: '相等' } },
    ],
  },
} as const;
type Chosen = KnobInputs<typeof knobs>;

const weightsOf = ({ settled, teachers }: StepInput, { weights }: Chosen): tf.Tensor => {
  const found = settled.weights as tf.Tensor; // [seeds, assistants]
  return weights === 'evolved' ? found : tf.fill(found.shape, 1 / Object.keys(teachers).length);
};

/** The same with the average of the assistants as the teacher. */
function taught(input: StepInput, chosen: Chosen): StepInput {
  const said = Object.values(input.teachers).map(({ logits }) => logits);
  return { ...input, teacher: { logits: averaged(said, weightsOf(input, chosen), chosen.T), taps: {} } };
}

/** Mistakes of the weighted average of probabilities; between 0 and 1 more for its cross-entropy, which breaks ties. */
export function costOf(
  probabilities: readonly Float64Array[],
  { labels, classes }: Pick<Settling, 'labels' | 'classes'>,
): (weights: Float64Array) => number {
  return (weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    if (!(total > 0)) return Number.POSITIVE_INFINITY;
    let mistakes = 0;
    let loss = 0;
    labels.forEach((label, i) => {
      let best = -1;
      let most = -1;
      let own = 0;
      for (let c = 0; c < classes; c++) {
        const p = probabilities.reduce(
          (sum, of, m) => sum + (weights[m] as number) * (of[i * classes + c] as number),
          0,
        );
        if (p > most) [best, most] = [c, p];
        if (c === label) own = p / total;
      }
      if (best !== label) mistakes++;
      loss -= Math.log(Math.max(own, 1e-12)) / labels.length;
    });
    return mistakes + loss / (1 + loss);
  };
}

function softmax(logits: Float32Array, classes: number): Float64Array {
  const result = new Float64Array(logits.length);
  for (let at = 0; at < logits.length; at += classes) {
    const row = Array.from(logits.subarray(at, at + classes));
    const most = Math.max(...row);
    const powers = row.map((z) => Math.exp(z - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    result.set(
      powers.map((power) => power / sum),
      at,
    );
  }
  return result;
}

export default defineMethod<typeof knobs>({
  ...softLoss,
  id: 'assistant-ensemble',
  title: { en: 'Weighted assistants (evolution)', zh: '加权助教（差分进化）' },
  plain: {
    en: 'Several assistants of different size learn from the teacher, and their weighted average teaches the student. The weights are found by trying: those whose average makes fewest mistakes on validation data.',
    zh: '几个大小不同的助教向教师学习，它们的加权平均来教学生。权重靠尝试找到：使平均结果在验证集上错得最少的那组。',
  },
  cite: 'Ganta, Das Gupta & Sheng 2021, arXiv:2206.12005',
  experiment: 'preset=capacity-gap&lanes=alone;kd;takd(s:0.8);assistant-ensemble(s:0.8)',
  formula: String.raw`${softFormula(String.raw`\textstyle\sum_i w_i\,q_i^{T}`)},\qquad w=\arg\min_{w\ge 0,\ \sum w=1}\ \mathrm{errors}_{\mathrm{val}}\Bigl(\textstyle\sum_{i=1}^{m} w_i\,q_i\Bigr)`,
  knobs,
  tracked: {
    weight1: { en: 'Weight of assistant 1', zh: '助教 1 的权重' },
    weight2: { en: 'Weight of assistant 2', zh: '助教 2 的权重' },
    weight3: { en: 'Weight of assistant 3', zh: '助教 3 的权重' },
  },
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'No code is published; this is our reading of the abstract: “best/1/bin” with the defaults of SciPy, 60 generations, at T = 1. Mistakes come in whole numbers, so the cross-entropy breaks ties. Equal weights are among the points it begins with, so on validation data it is never worse than they; on few validation samples that says little about test data. The weights are found once, before the student trains, and never on test data.',
    zh: '没有公开代码；这是我们对摘要的理解：SciPy 默认参数的 “best/1/bin”，60 代，T = 1。错误数是整数，用交叉熵打破平局。初始点中包含相等权重，因此在验证集上绝不会更差；但验证样本很少时，这说明不了测试集。权重只在学生训练前求一次，从不使用测试集。',
  },
  lineage(nets, { m, s, T, alpha, epsilon }) {
    const count = Number(m);
    const stages = assistants({ nets, count, middle: s, learn: 'each', knobs: { T, alpha, epsilon } });
    return { stages, from: stages.map(({ name }) => name) };
  },
  settles: {
    shapes: (from) => ({ weights: [from.length] }),
    work({ said, random, ...truth }) {
      const probabilities = Object.values(said).map((logits) => softmax(logits, truth.classes));
      const size = probabilities.length;
      const weights = evolve({
        size,
        random,
        cost: costOf(probabilities, truth),
        population: POINTS_EACH * size,
        generations: GENERATIONS,
        start: new Float64Array(size).fill(1 / size),
      });
      const total = weights.reduce((a, b) => a + b, 0);
      return { weights: weights.map((weight) => weight / total) };
    },
  },
  terms: (input, chosen) => softLoss.terms(taught(input, chosen), chosen),
  head: (input, chosen) => softLoss.head(taught(input, chosen), chosen),
  track(input, chosen) {
    const weights = weightsOf(input, chosen);
    const [seeds, count] = weights.shape as [number, number];
    const of = (i: number) =>
      i < count ? tf.reshape(tf.slice(weights, [0, i], [seeds, 1]), [seeds]) : tf.zeros([seeds]);
    return { weight1: of(0), weight2: of(1), weight3: of(2) };
  },
});
