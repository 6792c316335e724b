// Knowledge review (ReviewKD): a stage of the teacher teaches this stage of the student and those before it.
import * as tf from '@tensorflow/tfjs-core';
import { ACTIVATION } from '../../nn/kernels/activation.ts';
import { conv } from '../../nn/kernels/conv.ts';
import { constant, weights } from '../../nn/parameters.ts';
import { featureMethod, hintWeight } from '../feature-method.ts';
import {
  adapted,
  adapter,
  alike,
  eachMean,
  part,
  resized,
  spread,
  stagePairs,
  stageShapes,
} from '../features.ts';
import type { Sizes, StepInput } from '../method.ts';
import { weight } from '../soft.ts';

const KERNEL = 3;

/** Channels in which stages are fused: those of the teacher's last. */
const fusedChannels = (sizes: Sizes): number => stageShapes(sizes).at(-1)?.[1].at(-1) ?? 1;

/** Stage by stage from the last: what is fused with all stages after it, as the teacher's channels; in the order of the stages. */
export function reviewed(input: StepInput, stages: readonly tf.Tensor[]): tf.Tensor[] {
  const said: tf.Tensor[] = [];
  let after: tf.Tensor | null = null;
  for (let i = stages.length; i >= 1; i--) {
    const stage = stages[i - 1] as tf.Tensor;
    const [, , h, w] = stage.shape as [number, number, number, number];
    let here = adapted(input, `in${i}`, stage);
    if (after) {
      const late = resized(after, h, w);
      const shares = tf.sigmoid(adapted(input, `attention${i}`, tf.concat([here, late], 4)));
      const [own, other] = tf.split(shares, 2, 4) as [tf.Tensor, tf.Tensor];
      const channels = here.shape[4] as number;
      here = tf.add(tf.mul(here, spread(own, channels)), tf.mul(late, spread(other, channels)));
    }
    after = here;
    const given = { x: here, weight: part(input, `out${i}.weight`), bias: part(input, `out${i}.bias`) };
    said.unshift(conv(given, { kernel: KERNEL, stride: 1, activation: ACTIVATION.none }).y);
  }
  return said;
}

/** Mean squares at full size and averaged to 4, 2 and 1 pixels a side, each counting half of the one before; [seeds, batch]. */
export function pyramid(student: tf.Tensor, teacher: tf.Tensor): tf.Tensor {
  const apart = (a: tf.Tensor, b: tf.Tensor) => eachMean(tf.square(tf.sub(a, b)));
  const [, , h, w] = student.shape as [number, number, number, number];
  let sum = apart(student, teacher);
  let share = 1;
  let all = 1;
  for (const side of [4, 2, 1].filter((side) => side < Math.min(h, w))) {
    share /= 2;
    all += share;
    sum = tf.add(sum, tf.mul(apart(resized(student, side, side), resized(teacher, side, side)), share));
  }
  return tf.div(sum, all);
}

export default featureMethod({
  id: 'reviewkd',
  title: { en: 'Knowledge review (ReviewKD)', zh: '知识回顾（ReviewKD）' },
  plain: {
    en: 'A stage of the teacher teaches not only its like in the student: through fused maps its lesson reaches every earlier stage too, as one looks again at old chapters with new eyes.',
    zh: '教师的一级不只教学生的同级：通过融合的特征图，它也教更早的各级，如同带着新知重读旧章。',
  },
  cite: 'Chen, Liu, Zhao & Jia 2021, arXiv:2104.09044',
  knobs: {
    beta: hintWeight(1, 20),
    ramp: weight('E', 1, 0.08, {
      label: { en: 'Warm-up of the review', zh: '回顾项的预热' },
      hint: {
        en: 'Over this share of the run it rises from 0 to its full weight.',
        zh: '在运行的这一比例内，它从 0 升到全部权重。',
      },
    }),
  },
  ownFormula: String.raw`\beta\,\min(e/E,1)\sum_l \mathrm{HCL}\bigl(\mathrm{ABF}(f_s^{\,l},\ldots,f_s^{\,L}),\,f_t^{\,l}\bigr)`,
  ownTerms: ['review'],
  needs: 'maps',
  ofOne: true,
  note: {
    en: 'ABF fuses a stage with what came of the later ones by two learned attention maps; HCL compares at full size and averaged to 4, 2 and 1 pixels a side. The fusing layers are the paper’s without batch normalisation, as wide as the teacher’s last stage. The warm-up is 20 of 240 epochs in the paper, the same share here.',
    zh: 'ABF 用两张学习到的注意力图把一级与其后各级的结果融合；HCL 在原尺寸以及平均到边长 4、2、1 像素时比较。融合层同论文但没有批归一化，宽度为教师末级的通道数。论文中预热为 240 轮中的 20 轮，这里取同样比例。',
  },
  parts(sizes) {
    const pairs = stageShapes(sizes);
    const channels = fusedChannels(sizes);
    return pairs.flatMap(([own, others], i) => {
      const out = others.at(-1) as number;
      return [
        ...adapter(`in${i + 1}`, own.at(-1) as number, channels),
        ...(i + 1 < pairs.length ? adapter(`attention${i + 1}`, 2 * channels, 2) : []),
        weights(`out${i + 1}.weight`, KERNEL * KERNEL * channels, out, 'he'),
        constant(`out${i + 1}.bias`, out, 0),
      ];
    });
  },
  own(input, { beta, ramp }) {
    const pairs = stagePairs(input);
    const said = reviewed(
      input,
      pairs.map(([student]) => student),
    );
    const stages = pairs.map(([, teacher], i) => pyramid(...alike([said[i] as tf.Tensor, teacher])));
    const risen = tf.minimum(tf.div(input.progress, tf.maximum(ramp, 1e-6)), 1);
    return { review: tf.mul(tf.addN(stages), tf.mul(beta, risen)) };
  },
});
