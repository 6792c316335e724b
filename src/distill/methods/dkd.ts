// Decoupled distillation (DKD): the target class and the others apart, each with a weight of its own.
import * as tf from '@tensorflow/tfjs-core';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, temperature } from '../knobs.ts';
import { defineMethod, type StepInput } from '../method.ts';
import { divergence, labelWeight, targets, weight } from '../soft.ts';

/** Takes a class out of a softmax, in f32, without giving anything that is no number. */
const OUT = -1e4;

/** The two divergences, each [seeds, batch] and without T²; and the teacher's probability of the target. */
function parts(input: StepInput, T: tf.Tensor) {
  const target = targets(input);
  const of = (logits: tf.Tensor) => {
    const soft = tf.div(logits, T);
    const others = tf.add(soft, tf.mul(target, OUT));
    const whole = tf.logSumExp(soft, 2);
    return {
      target: tf.sub(tf.sum(tf.mul(soft, target), 2), whole), // log b
      rest: tf.sub(tf.logSumExp(others, 2), whole), // log(1 − b)
      among: tf.logSoftmax(others),
    };
  };
  const [s, t] = [of(input.student.logits), of(teacherOf(input).logits)];
  const both = (log: 'target' | 'rest') => tf.mul(tf.exp(t[log]), tf.sub(t[log], s[log]));
  return {
    target: tf.add(both('target'), both('rest')),
    others: divergence(t.among, s.among),
    sure: tf.exp(t.target),
  };
}

export default defineMethod({
  id: 'dkd',
  title: { en: 'Decoupled (DKD)', zh: '解耦蒸馏（DKD）' },
  plain: {
    en: 'Soft targets say two things: how sure the teacher is of the right class, and how it ranks the wrong ones. In KD the second fades where the first is large; here each has a weight of its own.',
    zh: '软标签说了两件事：教师对正确类别有多大把握，以及它如何排列错误类别。在 KD 中，前者大时后者就会淡去；这里两者各有权重。',
  },
  cite: 'Zhao, Cui, Song, Qiu & Liang 2022, arXiv:2203.08679',
  experiment: 'preset=digits&lanes=alone;kd;dkd',
  formula: String.raw`\lambda\,\mathrm{CE}(y,p) + \omega\,T^2\Bigl[\alpha\,\underbrace{\mathrm{KL}(b^t\|b^s)}_{\text{TCKD}} + \beta\,\underbrace{\mathrm{KL}(\hat q\,\|\,\hat p)}_{\text{NCKD}}\Bigr],\quad \omega=\min(e/E,1)`,
  knobs: {
    T: temperature(4),
    alpha: weight('\\alpha', 10, 1, {
      label: { en: 'Weight of the target class', zh: '目标类的权重' },
      hint: { en: 'Of TCKD: how sure one is of the right class.', zh: 'TCKD：对正确类别的把握。' },
    }),
    beta: weight('\\beta', 10, 8, {
      label: { en: 'Weight of the other classes', zh: '其他类的权重' },
      hint: {
        en: 'Of NCKD: the ranking of the wrong classes. The paper takes 1 to 10, more for a surer teacher.',
        zh: 'NCKD：错误类别的排列。论文取 1 到 10，教师越有把握取值越大。',
      },
    }),
    ramp: weight('E', 1, 0.08, {
      label: { en: 'Warm-up of the teacher’s terms', zh: '教师项的预热' },
      hint: {
        en: 'Over this share of the run they rise from 0 to their full weight.',
        zh: '在运行的这一比例内，它们从 0 升到全部权重。',
      },
    }),
    lambda: labelWeight('\\lambda', 1),
    epsilon: labelSmoothing,
  },
  termNames: ['hard', 'target', 'others'],
  tracked: {},
  perSample: {
    sure: { en: 'Teacher’s probability of the target', zh: '教师给目标类的概率' },
    others: { en: 'Gap among the other classes', zh: '其他类之间的差距' },
  },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The warm-up is 20 of 240 epochs in the paper, the same share here. Samples without a label have none to decouple: the teacher’s own answer is their target. With two classes the second part has one class and is zero.',
    zh: '论文中预热为 240 轮中的 20 轮，这里取同样比例。没有标签的样本没有可解耦的目标：以教师自己的答案为目标。只有两类时，第二部分只剩一类，为零。',
  },
  terms(input, { T, alpha, beta, ramp, lambda, epsilon }) {
    const { target, others } = parts(input, T);
    const risen = tf.minimum(tf.div(input.progress, tf.maximum(ramp, 1e-6)), 1);
    const scale = tf.mul(tf.square(T), risen);
    return {
      hard: tf.mul(hardLabels(input, epsilon), lambda),
      target: tf.mul(target, tf.mul(scale, alpha)),
      others: tf.mul(others, tf.mul(scale, beta)),
    };
  },
  maps(input, { T }) {
    const { sure, others } = parts(input, T);
    return { sure, others };
  },
});
