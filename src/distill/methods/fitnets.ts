// Hints (FitNets): a hidden layer of the student, through an adapter, is to say what one of the teacher's says.
import * as tf from '@tensorflow/tfjs-core';
import { featureMethod, hintWeight } from '../feature-method.ts';
import { adapted, adapter, alike, eachMean, stagePairs, stageShapes } from '../features.ts';

/** Which of the layers that face each other: the one in the middle, the earlier of two, or the last. */
const chosen = <T>(pairs: readonly T[], layer: string): T =>
  (layer === 'last' ? pairs.at(-1) : pairs[Math.floor((pairs.length - 1) / 2)]) as T;

export default featureMethod({
  id: 'fitnets',
  title: { en: 'Hints (FitNets)', zh: '提示（FitNets）' },
  plain: {
    en: 'Besides the answer, the student is to copy a hidden layer of its teacher. An adapter, trained along, translates between their widths; it is thrown away afterwards.',
    zh: '除了答案，学生还要复制教师的一个隐藏层。一起训练的适配层在两者的宽度之间翻译，训练后丢弃。',
  },
  cite: 'Romero, Ballas, Kahou, Chassang, Gatta & Bengio 2015, arXiv:1412.6550',
  knobs: {
    layer: {
      kind: 'choice',
      label: { en: 'Hint layer', zh: '提示层' },
      hint: {
        en: 'Which hidden layer is copied. The later it is, the closer to the answer.',
        zh: '复制哪个隐藏层。越靠后，越接近答案。',
      },
      options: [
        { value: 'middle', label: { en: 'The middle', zh: '中间' } },
        { value: 'last', label: { en: 'The last', zh: '最后' } },
      ],
      default: 'middle',
    },
    beta: hintWeight(10, 1000),
  },
  alone: 0,
  ownFormula: String.raw`\beta\,\tfrac1n\bigl\|A\,f_s + c - f_t\bigr\|^2`,
  ownTerms: ['hint'],
  ofOne: true,
  note: {
    en: 'The paper trains in two stages, first the hint alone, then soft targets: that is E above 0. Toolkits train all at once with β = 100, behind an adapter with normalisation and a ReLU; the one here is linear (1×1 over maps), with which plain gradient descent may diverge at 100, so the default is 10; maps of unlike sizes are averaged to the smaller.',
    zh: '论文分两阶段训练，先只学提示，再学软标签：即 E 大于 0。工具包以 β = 100 同时训练，其适配层带归一化和 ReLU；这里的是线性的（对特征图为 1×1），在 100 时普通梯度下降可能发散，所以默认为 10；大小不同的特征图平均到较小者。',
  },
  parts(sizes, { layer }) {
    const pairs = stageShapes(sizes);
    if (pairs.length === 0) return [];
    const [own, others] = chosen(pairs, layer);
    return adapter('adapter', own.at(-1) as number, others.at(-1) as number);
  },
  own(input, { layer, beta }) {
    const [student, teacher] = alike(chosen(stagePairs(input), layer));
    const gap = tf.sub(adapted(input, 'adapter', student), teacher);
    return { hint: tf.mul(eachMean(tf.square(gap)), beta) };
  },
});
