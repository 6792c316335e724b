// Relational distillation (RKD): distances between samples, and angles of three of them, are to be as the teacher has them.
import * as tf from '@tensorflow/tfjs-core';
import { repeated } from '../../nn/repeated.ts';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { embeddings, gram, normalised, product, spread, sums } from '../features.ts';

/** Angles are of triples among at most so many samples of a batch, evenly spaced in it. */
const MOST = 32;
const TINY = 1e-8;

const huber = (x: tf.Tensor): tf.Tensor => {
  const size = tf.abs(x);
  const inner = tf.minimum(size, 1);
  return tf.add(tf.sub(size, inner), tf.mul(tf.square(inner), 0.5));
};

/** 0 on the diagonal, 1 beside it, [1, n, n]. */
const others = (n: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: n * n }, (_, i) => Number(i % n !== Math.floor(i / n))),
    [1, n, n],
  );

/** Distances of every two samples over their mean, [seeds, n, width] → [seeds, n, n]. */
export function distances(f: tf.Tensor): tf.Tensor {
  const n = f.shape[1] as number;
  const squares = spread(sums(tf.square(f)), n);
  const apart = tf.sub(tf.add(squares, tf.transpose(squares, [0, 2, 1])), tf.mul(gram(f), 2));
  const found = tf.mul(tf.sqrt(tf.maximum(apart, TINY)), others(n));
  const mean = tf.div(tf.sum(found, [1, 2], true), Math.max(1, n * (n - 1)));
  return tf.div(found, tf.maximum(mean, TINY));
}

/** Cosines of the angle at each sample between every two others, [seeds, n, width] → [seeds, n, n, n]. */
export function angles(f: tf.Tensor): tf.Tensor {
  const [seeds, n, width] = f.shape as [number, number, number];
  const table = new Float32Array(n * n * n); // line i·n + j is from i to j
  for (let line = 0; line < n * n; line++) {
    const [from, to] = [Math.floor(line / n), line % n];
    if (from === to) continue; // from a sample to itself there is none, and no slope
    table[line * n + to] = 1;
    table[line * n + from] = -1;
  }
  const lines = normalised(product(repeated(table, [n * n, n], seeds), f));
  return tf.reshape(gram(tf.reshape(lines, [seeds * n, n, width])), [seeds, n, n, n]);
}

/** So many of a batch's samples, evenly spaced: [seeds, batch, width] → [seeds, n, width]. */
function some(f: tf.Tensor, n: number): tf.Tensor {
  const [seeds, batch] = f.shape as [number, number];
  if (n === batch) return f;
  const table = new Float32Array(n * batch);
  for (let i = 0; i < n; i++) table[i * batch + Math.floor((i * batch) / n)] = 1;
  return product(repeated(table, [n, batch], seeds), f);
}

export default featureMethod({
  id: 'rkd',
  title: { en: 'Relations (RKD)', zh: '关系蒸馏（RKD）' },
  plain: {
    en: 'What a sample looks like inside a network matters less than how samples lie to one another. Distances between two and angles among three are copied; scale and direction are free.',
    zh: '样本在网络内部的样子不如样本之间的相对位置重要。复制两两距离和三点夹角；尺度和方向任意。',
  },
  cite: 'Park, Kim, Lu & Cho 2019, arXiv:1904.05068',
  knobs: {
    lambdaD: hintWeight(25, 200, '\\lambda_D', { en: 'Weight of the distances', zh: '距离的权重' }),
    lambdaA: hintWeight(50, 400, '\\lambda_A', { en: 'Weight of the angles', zh: '角度的权重' }),
  },
  ownFormula: String.raw`\lambda_D\,\overline{\ell_\delta\bigl(\tfrac{d_{ij}^s}{\bar d^s},\tfrac{d_{ij}^t}{\bar d^t}\bigr)} + \lambda_A\,\overline{\ell_\delta\bigl(\cos\angle_{ijk}^s,\cos\angle_{ijk}^t\bigr)}`,
  ownTerms: ['distance', 'angle'],
  ofOne: false,
  note: {
    en: 'ℓ is the Huber loss with δ = 1, on what goes into the last layer. Angles grow with the cube of the batch: they are taken among 32 samples of it, evenly spaced. Unlike widths need no adapter.',
    zh: 'ℓ 是 δ = 1 的 Huber 损失，作用于进入最后一层的特征。角度数随批量的立方增长：只在其中均匀抽取的 32 个样本之间计算。宽度不同也不需要适配层。',
  },
  own(input, { lambdaD, lambdaA }) {
    const [student, teacher] = embeddings(input);
    const [seeds, batch] = input.labels.shape as [number, number];
    const n = Math.min(batch, MOST);
    const apart = huber(tf.sub(distances(student), distances(teacher)));
    const bent = huber(tf.sub(angles(some(student, n)), angles(some(teacher, n))));
    const angle = tf.mean(tf.reshape(bent, [seeds, -1]), 1, true); // of no one sample more than of another
    return {
      distance: tf.mul(tf.mean(apart, 2), lambdaD),
      angle: tf.mul(tf.add(tf.zerosLike(input.labels), angle), lambdaA),
    };
  },
});
