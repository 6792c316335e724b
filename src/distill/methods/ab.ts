// Activation boundaries (AB): whether a unit is on, not how much, is copied; with a margin.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { adapted, adapter, alike, flat, stagePairs, stageShapes } from '../features.ts';

const MARGIN = 1;

/** The square of how far a unit is from the margin on the teacher's side of the boundary; 0 beyond it. */
export function crossing(student: tf.Tensor, teacher: tf.Tensor): tf.Tensor {
  const on = tf.cast(tf.greater(teacher, 0), 'float32');
  const side = tf.sub(tf.mul(on, 2), 1); // 1 where the teacher's unit is on, −1 where it is off
  return tf.square(tf.relu(tf.sub(MARGIN, tf.mul(side, student))));
}

export default featureMethod({
  id: 'ab',
  title: { en: 'Activation boundaries (AB)', zh: '激活边界（AB）' },
  plain: {
    en: 'A unit divides all samples into those that switch it on and those that don’t. The student is to draw the teacher’s dividing lines; how strongly units fire is left to it.',
    zh: '一个单元把所有样本分成使它激活的和不激活的。学生要画出教师的分界线；激活的强弱由它自己决定。',
  },
  cite: 'Heo, Lee, Yun & Choi 2019, arXiv:1811.03233',
  knobs: { beta: hintWeight(3, 100) },
  alone: 0.15,
  ownFormula: String.raw`\beta\sum_l \tfrac{2^{\,l-L}}{1000}\Bigl\|\rho(f_t)\odot\sigma(\mu\mathbf 1-Af_s)+(1-\rho(f_t))\odot\sigma(\mu\mathbf 1+Af_s)\Bigr\|^2,\quad \rho=[\,\cdot>0],\ \sigma=\mathrm{ReLU},\ \mu=1`,
  ownTerms: ['boundary'],
  ofOne: true,
  note: {
    en: 'As in the paper it prepares the student: in the first part of the run, here 15 % of it, only the boundaries count, after that only labels (and soft targets where a is above 0). The adapter reads the student’s layer after its ReLU, where the authors read it before. Earlier stages count half of the next; 3/1000 is the authors’ scale.',
    zh: '与论文一样，它先为学生做准备：运行的前段（这里为 15%）只看边界，之后只看标签（a 大于 0 时也看软标签）。适配层读取学生 ReLU 之后的层，作者读取之前的。前一级的权重是后一级的一半；3/1000 是作者代码的尺度。',
  },
  parts: (sizes) =>
    stageShapes(sizes).flatMap(([own, others], i) =>
      adapter(`adapter${i + 1}`, own.at(-1) as number, others.at(-1) as number),
    ),
  own(input, { beta }) {
    const pairs = stagePairs(input);
    const stages = pairs.map((pair, i) => {
      const [student, teacher] = alike(pair);
      const crossed = crossing(adapted(input, `adapter${i + 1}`, student), teacher);
      return tf.mul(tf.sum(flat(crossed), 2), 2 ** (i + 1 - pairs.length));
    });
    return { boundary: tf.mul(tf.addN(stages), tf.div(beta, 1000)) };
  },
});
