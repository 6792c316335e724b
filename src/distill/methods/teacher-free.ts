// Teacher-free distillation (Tf-KD): a teacher made by hand, who is nearly always right and treats all errors alike.
import * as tf from '@tensorflow/tfjs-core';
import { hardLabels } from '../hard-labels.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { defineMethod, type StepInput } from '../method.ts';
import { divergence, logSoftened } from '../soft.ts';

/** What the made-up teacher says, softened: softmax over the classes of p_d / T. [seeds, batch, classes], logs */
function virtualTeacher({ labels, student }: StepInput, correct: tf.Tensor, T: tf.Tensor): tf.Tensor {
  const classes = student.logits.shape[2] as number;
  const own = tf.equal(tf.expandDims(labels, -1), tf.range(0, classes, 1, 'float32'));
  const other = tf.div(tf.sub(1, correct), Math.max(1, classes - 1));
  const p = tf.where(
    own,
    tf.mul(tf.onesLike(student.logits), correct),
    tf.mul(tf.onesLike(student.logits), other),
  );
  return logSoftened(p, T);
}

export default defineMethod({
  id: 'teacher-free',
  title: { en: 'Teacher-free (Tf-KD)', zh: '无教师蒸馏（Tf-KD）' },
  plain: {
    en: 'There is no teacher: soft targets are made by hand from the label, with the same small probability for every wrong class. What is left of the gain is that of smoothing.',
    zh: '没有教师：软标签由标签人工构造，每个错误类别概率同样小。剩下的收益就是平滑带来的。',
  },
  cite: 'Yuan, Tay, Li, Wang & Feng 2020, arXiv:1909.11723',
  experiment: 'preset=glyphs&data.pool=0&data.poolBatch=0&student.widths=64&lanes=alone;teacher-free',
  formula: String.raw`(1-\alpha)\,\mathrm{CE}(y,p) + \alpha\,T^2\,\mathrm{KL}\bigl(p_d^T\,\|\,p^T\bigr),\quad p_d(k)=\begin{cases}a & k=y\\ (1-a)/(C-1) & k\ne y\end{cases}`,
  knobs: {
    T: temperature(20),
    alpha: teacherShare(0.1),
    a: {
      kind: 'range',
      live: true,
      symbol: 'a',
      min: 0.5,
      max: 1,
      step: 0.01,
      default: 0.99,
      label: { en: 'Probability of the right class', zh: '正确类别的概率' },
      hint: { en: 'How sure the made-up teacher is.', zh: '虚构教师有多大把握。' },
    },
    epsilon: labelSmoothing,
  },
  termNames: ['hard', 'soft'],
  tracked: {},
  perSample: {},
  needsTeacher: false,
  usesPool: false,
  note: {
    en: 'The regulariser of the paper (Tf-KD_reg), softened as in its code: the softmax takes the probabilities themselves, divided by T. α and T are the paper’s; only labeled samples have such a teacher.',
    zh: '论文中的正则化形式（Tf-KD_reg），按其代码软化：softmax 直接作用于概率除以 T。α 与 T 取自论文；只有带标签的样本才有这样的教师。',
  },
  terms(input, { T, alpha, a, epsilon }) {
    const gap = divergence(virtualTeacher(input, a, T), logSoftened(input.student.logits, T));
    return {
      hard: tf.mul(hardLabels(input, epsilon), tf.sub(1, alpha)),
      soft: tf.mul(gap, tf.mul(alpha, tf.square(T))),
    };
  },
});
