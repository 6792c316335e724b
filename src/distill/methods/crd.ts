// Contrastive representation distillation (CRD): a student's embedding is to be told apart by its teacher's, among many others.
import * as tf from '@tensorflow/tfjs-core';
import { detached } from '../../nn/losses/detached.ts';
import { featureMethod, hintWeight } from '../feature-method.ts';
import {
  adapted,
  adapter,
  embeddingSizes,
  embeddings,
  normalised,
  type Pair,
  product,
  sums,
} from '../features.ts';
import { teacherOf } from '../hard-labels.ts';
import type { StepInput } from '../method.ts';

/** Numbers of an embedding. */
const WIDTH = 32;
/** The class of a place in the bank that nothing has been put into. */
const EMPTY = -2;

const embedded = (input: StepInput): Pair => {
  const [student, teacher] = embeddings(input);
  return [normalised(adapted(input, 'student', student)), normalised(adapted(input, 'teacher', teacher))];
};

/** The label or, without one, what the teacher holds most likely, [seeds, batch]. */
const classesOf = (input: StepInput): tf.Tensor => {
  const guess = tf.cast(tf.argMax(teacherOf(input).logits, -1), 'float32');
  return tf.where(tf.greaterEqual(input.labels, 0), input.labels, guess);
};

/** exp(a·b/τ) of every two, meant over a batch, [seeds, 1]: what the scores are measured by from the first step on. */
function usual([a, b]: Pair, tau: tf.Tensor): tf.Tensor {
  const scores = tf.exp(tf.div(product(a, tf.transpose(b, [0, 2, 1])), tau));
  return tf.expandDims(tf.mean(scores, [1, 2]), 1);
}

/** The noise-contrastive loss of one side as the anchor, [seeds, batch]: its own pair against the other side's bank. */
function contrast(
  [anchor, own]: Pair,
  bank: tf.Tensor,
  { counts, mean, tau }: { readonly counts: tf.Tensor; readonly mean: tf.Tensor; readonly tau: tf.Tensor },
): tf.Tensor {
  const places = bank.shape[1] as number;
  const scale = tf.log(tf.mul(mean, places)); // log Z
  const ofPair = tf.sub(tf.div(tf.sum(tf.mul(anchor, own), 2), tau), scale);
  const others = tf.div(product(anchor, tf.transpose(bank, [0, 2, 1])), tau);
  const ofOthers = tf.exp(tf.sub(others, tf.expandDims(scale, 2)));
  const told = tf.sub(tf.log1p(tf.exp(ofPair)), ofPair); // −log(h / (h + 1))
  return tf.add(told, tf.squeeze(sums(tf.mul(tf.log1p(ofOthers), counts)), [2]));
}

/** What was kept, or for the first step what this one gives. */
const meanOf = (kept: tf.Tensor, now: tf.Tensor) => tf.where(tf.greater(kept, 0), kept, now);

/** The newest first, as many as there are places. */
function queued(fresh: tf.Tensor, old: tf.Tensor): tf.Tensor {
  const places = old.shape[1] as number;
  const all = tf.concat([fresh, old], 1);
  const from = all.shape.map(() => 0);
  return tf.slice(all, from, [all.shape[0] as number, places, ...all.shape.slice(2)]);
}

export default featureMethod({
  id: 'crd',
  title: { en: 'Contrastive (CRD)', zh: '对比表示蒸馏（CRD）' },
  plain: {
    en: 'From the student’s embedding of a sample one should be able to pick the teacher’s embedding of that sample among hundreds of other samples’. Whatever makes that possible is knowledge passed on.',
    zh: '由学生对一个样本的嵌入，应能在数百个其他样本中挑出教师对该样本的嵌入。使之可能的，就是传递的知识。',
  },
  cite: 'Tian, Krishnan & Isola 2020, arXiv:1910.10699',
  knobs: {
    beta: hintWeight(0.8, 5),
    tau: {
      kind: 'range',
      live: true,
      symbol: '\\tau',
      min: 0.04,
      max: 1,
      step: 0.01,
      default: 0.07,
      scale: 'log',
      label: { en: 'Temperature of the contrast', zh: '对比的温度' },
      hint: {
        en: 'The lower, the more only the likest others count.',
        zh: '越低，越只有最相似的样本起作用。',
      },
    },
    K: {
      kind: 'range',
      live: false,
      symbol: 'K',
      min: 64,
      max: 2048,
      step: 64,
      default: 256,
      label: { en: 'Places in the bank', zh: '记忆库大小' },
      hint: {
        en: 'How many embeddings of earlier samples are kept to tell the pair from.',
        zh: '保留多少个先前样本的嵌入作对照。',
      },
    },
  },
  ownFormula: String.raw`\beta\sum_{\text{sides}}\Bigl[-\log\frac{h(v,m^+)}{h(v,m^+)+1}-\sum_{k\le K,\;y_k\ne y}\log\frac{1}{h(v,m_k)+1}\Bigr],\quad h(v,m)=\frac{e^{v^\top m/\tau}}{Z}`,
  ownTerms: ['contrast'],
  ofOne: false,
  note: {
    en: 'The paper keeps an embedding of every training sample and draws 16,384 of them; here the bank is a queue of the last K, all of which count, so K/N is 1, and the pair is that of this step. Others of the same class (the teacher’s guess where there is no label) don’t count, as in the paper’s exact sampling. Embeddings have 32 numbers instead of 128. Z is set in the first step and stays.',
    zh: '论文为每个训练样本保留一个嵌入，并从中抽取 16384 个；这里的记忆库是最近 K 个的队列，全部参与，因此 K/N 为 1，正对取自本步。同类样本（没有标签时按教师的猜测）不计，同论文的 exact 采样。嵌入为 32 维而非 128 维。Z 在第一步确定后不变。',
  },
  parts(sizes) {
    const [student, teacher] = embeddingSizes(sizes);
    return [...adapter('student', student, WIDTH), ...adapter('teacher', teacher, WIDTH)];
  },
  memory: {
    first: (_, { K }) => ({
      students: { shape: [K, WIDTH], value: 0 },
      teachers: { shape: [K, WIDTH], value: 0 },
      classes: { shape: [K], value: EMPTY },
      mean: { shape: [1], value: 0 },
    }),
    next(input, { tau }) {
      const { students, teachers, classes, mean } = input.memory as Kept;
      const pair = embedded(input);
      return {
        students: queued(pair[0], students),
        teachers: queued(pair[1], teachers),
        classes: queued(classesOf(input), classes),
        mean: meanOf(mean, usual(pair, tau)),
      };
    },
  },
  own(input, { beta, tau }) {
    const { students, teachers, classes, mean } = input.memory as Kept;
    const [student, teacher] = embedded(input);
    const isOther = tf.notEqual(tf.expandDims(classesOf(input), 2), tf.expandDims(classes, 1));
    const isThere = tf.greater(tf.expandDims(classes, 1), EMPTY + 0.5);
    const among = {
      counts: tf.cast(tf.logicalAnd(isOther, isThere), 'float32'),
      mean: detached(
        meanOf(mean, usual([student, teacher].map((t) => detached(t)) as [tf.Tensor, tf.Tensor], tau)),
      ),
      tau,
    };
    const both = tf.add(
      contrast([student, teacher], teachers, among),
      contrast([teacher, student], students, among),
    );
    return { contrast: tf.mul(both, beta) };
  },
});

interface Kept extends Record<string, tf.Tensor> {
  readonly students: tf.Tensor;
  readonly teachers: tf.Tensor;
  readonly classes: tf.Tensor;
  readonly mean: tf.Tensor;
}
