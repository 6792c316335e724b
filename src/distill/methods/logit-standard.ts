// Logit standardisation: soft targets on logits of mean zero and deviation one, so that only their shape counts.
import * as tf from '@tensorflow/tfjs-core';
import { hardLabels, teacherOf } from '../hard-labels.ts';
import { labelSmoothing, temperature } from '../knobs.ts';
import { defineMethod } from '../method.ts';
import { divergence, labelWeight, logSoftened, weight } from '../soft.ts';

const TINY = 1e-7; // as in the authors' code

/** (x − mean)/(std + 1e-7) over the classes, with the sample's deviation (C − 1). */
function standardised(logits: tf.Tensor): tf.Tensor {
  const classes = logits.shape[2] as number;
  const centred = tf.sub(logits, tf.mean(logits, 2, true));
  const variance = tf.div(tf.sum(tf.square(centred), 2, true), Math.max(1, classes - 1));
  return tf.div(centred, tf.add(tf.sqrt(tf.maximum(variance, 1e-20)), TINY));
}

export default defineMethod({
  id: 'logit-standard',
  title: { en: 'Logit standardisation', zh: 'Logit 标准化' },
  plain: {
    en: 'Before the softmax both logits are shifted and scaled to mean 0 and deviation 1. A small student need not reach the size of its teacher’s logits, only their shape.',
    zh: '在 softmax 之前，双方的 logits 都被平移、缩放到均值 0、标准差 1。小学生不必达到教师 logits 的大小，只需形状相同。',
  },
  cite: 'Sun, Ren, Li, Wang & Cao 2024, arXiv:2403.01427',
  experiment: 'preset=digits&lanes=alone;kd;logit-standard',
  formula: String.raw`\lambda\,\mathrm{CE}(y,p) + \mu\,T^2\,\mathrm{KL}\bigl(\sigma(z(t)/T)\,\|\,\sigma(z(s)/T)\bigr),\quad z(x)=\frac{x-\bar x}{\mathrm{std}(x)}`,
  knobs: {
    T: temperature(2),
    mu: weight('\\mu', 20, 9, {
      label: { en: 'Weight of the teacher', zh: '教师的权重' },
      hint: {
        en: 'The authors take 9: standardised logits are small, and so are the slopes.',
        zh: '作者取 9：标准化后的 logits 很小，梯度也小。',
      },
    }),
    lambda: labelWeight('\\lambda', 0.1),
    epsilon: labelSmoothing,
  },
  termNames: ['hard', 'soft'],
  tracked: {},
  perSample: { gap: { en: 'Gap to the teacher (KL)', zh: '与教师的差距（KL）' } },
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'Weights and base temperature of the authors’ code for CIFAR-100; it standardises with the deviation of a sample (C − 1). At this scale it does not reliably pass plain soft targets.',
    zh: '权重与基础温度取自作者在 CIFAR-100 上的代码；它用样本标准差（C − 1）。在这个规模上，它并不稳定地胜过普通软标签。',
  },
  terms(input, { T, mu, lambda, epsilon }) {
    const gap = gapOf(input.student.logits, teacherOf(input).logits, T);
    return {
      hard: tf.mul(hardLabels(input, epsilon), lambda),
      soft: tf.mul(gap, tf.mul(mu, tf.square(T))),
    };
  },
  maps: (input, { T }) => ({ gap: gapOf(input.student.logits, teacherOf(input).logits, T) }),
});

const gapOf = (student: tf.Tensor, teacher: tf.Tensor, T: tf.Tensor): tf.Tensor =>
  divergence(logSoftened(standardised(teacher), T), logSoftened(standardised(student), T));
