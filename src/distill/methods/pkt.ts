// Probabilistic transfer (PKT): the chance that one sample would pick another as its neighbour is to be as with the teacher.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { embeddings, gram, normalised } from '../features.ts';

const TINY = 1e-7;

/** (cosine + 1)/2 of every two samples, each row made to add up to 1, [seeds, batch, batch]. */
export function neighbours(f: tf.Tensor): tf.Tensor {
  const near = tf.div(tf.add(gram(normalised(f)), 1), 2);
  return tf.div(near, tf.sum(near, 2, true));
}

export default featureMethod({
  id: 'pkt',
  title: { en: 'Probabilistic transfer (PKT)', zh: '概率知识迁移（PKT）' },
  plain: {
    en: 'Each sample picks a neighbour from its batch, the likelier the more alike they are inside the network. The student’s chances are to be the teacher’s.',
    zh: '每个样本从批次中挑一个邻居，在网络内部越相似越可能被挑中。学生的概率要与教师的一致。',
  },
  cite: 'Passalis & Tefas 2018, arXiv:1803.10837',
  knobs: { beta: hintWeight(30_000, 100_000) },
  ownFormula: String.raw`\beta\,\tfrac{1}{B^2}\sum_{i,j} q_{j|i}\log\frac{q_{j|i}}{p_{j|i}},\quad p_{j|i}=\frac{K(f_i,f_j)}{\sum_k K(f_i,f_k)},\quad K=\tfrac12(\cos+1)`,
  ownTerms: ['neighbours'],
  ofOne: false,
  note: {
    en: 'On what goes into the last layer. The divergence is averaged over all pairs, as in the authors’ code, which is why its weight is so large.',
    zh: '作用于进入最后一层的特征。散度在所有样本对上取平均，与作者代码一致，因此权重很大。',
  },
  own(input, { beta }) {
    const [p, q] = embeddings(input).map(neighbours) as [tf.Tensor, tf.Tensor];
    const gap = tf.mul(q, tf.log(tf.div(tf.add(q, TINY), tf.add(p, TINY))));
    return { neighbours: tf.mul(tf.mean(gap, 2), beta) };
  },
});
