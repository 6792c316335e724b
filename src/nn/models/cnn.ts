// A small convolutional network: stages of 3×3 convolution, normalisation, ReLU and downsampling; then the mean
// over the image and a dense layer.
import * as tf from '@tensorflow/tfjs-core';
import { dropOut, dropoutKnob } from '../kernels/dropout.ts';
import { mean } from '../kernels/mean.ts';
import { convLayer, convPoolLayer, denseLayer, type Layer, normLayer, type Params } from '../layers.ts';
import { defineModel } from '../model.ts';

type Image = readonly [height: number, width: number, channels: number];
const KERNEL = 3;

export default defineModel({
  id: 'cnn',
  title: { en: 'Convolutional network', zh: '卷积网络' },
  plain: {
    en: 'Stages of small filters that slide over the image. What they find counts wherever it is.',
    zh: '由在图像上滑动的小滤波器组成的若干级。无论在哪里找到，都算数。',
  },
  widthsLabel: { en: 'Filters of each stage', zh: '每级的滤波器数' },
  needsImage: true,
  knobs: {
    downsample: {
      kind: 'choice',
      label: { en: 'Downsampling', zh: '下采样' },
      hint: {
        en: 'How each stage halves the image: by sliding two pixels at a time, by the largest of 2×2 pixels, or not.',
        zh: '每级如何把图像减半：每次滑动两个像素、取 2×2 像素的最大值，或者不减半。',
      },
      options: [
        { value: 'stride', label: { en: 'Stride 2', zh: '步幅 2' } },
        { value: 'pool', label: { en: 'Max pooling', zh: '最大池化' } },
        { value: 'none', label: { en: 'None', zh: '无' } },
      ],
      default: 'stride',
    },
    norm: {
      kind: 'choice',
      label: { en: 'Normalisation', zh: '归一化' },
      hint: {
        en: 'Group normalisation keeps the outputs of each stage at one scale, sample by sample.',
        zh: '组归一化逐样本地让每级输出保持同一尺度。',
      },
      options: [
        { value: 'none', label: { en: 'None', zh: '无' } },
        { value: 'group', label: { en: 'Group norm', zh: '组归一化' } },
      ],
      default: 'none',
    },
    dropout: dropoutKnob({
      en: 'Share of the features before the last layer that a training step leaves out, drawn anew in every step.',
      zh: '每个训练步随机舍弃最后一层之前的特征所占的比例，每步重新抽取。',
    }),
  },
  build({ widths, knobs, shape, classes }) {
    if (widths.length === 0) throw new Error('The model cnn needs at least one stage; widths is empty.');
    const stages: Stage[] = [];
    let image = shape as Image;
    widths.forEach((filters, i) => {
      const stage = makeStage(
        `stage${i + 1}`,
        image,
        filters,
        String(knobs.downsample),
        knobs.norm === 'group',
      );
      stages.push(stage);
      image = stage.out;
    });
    const head = denseLayer('head', image[2], classes, 'none', 'he');
    const layers = [...stages.flatMap((stage) => stage.layers), head];
    return {
      parameters: layers.flatMap((layer) => layer.parameters),
      layers: layers.map(({ row }) => row),
      taps: { ...Object.fromEntries(stages.map(({ name, out }) => [name, out])), pooled: [image[2]] },
      stages: [...stages.flatMap((stage) => stage.inputs), { layer: head, input: [image[2]] }],
      apply(params, x, chance) {
        const [seeds, batch] = x.shape as [number, number];
        const taps: Record<string, tf.Tensor> = {};
        let y = x;
        for (const stage of stages) {
          y = stage.apply(params, y);
          taps[stage.name] = y;
        }
        const [height, width, channels] = image;
        const images = tf.reshape(y, [seeds * batch, height * width, channels]);
        const pooled = tf.reshape(mean({ x: images }, {}).y, [seeds, batch, channels]);
        taps.pooled = pooled;
        return { logits: head.apply(params, dropOut(pooled, Number(knobs.dropout), 0, chance)), taps };
      },
    };
  },
});

interface Stage {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Each layer with the shape of what goes into it. */
  readonly inputs: readonly { readonly layer: Layer; readonly input: Image }[];
  readonly out: Image;
  apply(params: Params, x: tf.Tensor): tf.Tensor;
}

/** [seeds, batch, ...image] → [seeds, batch, ...out]. */
function makeStage(
  name: string,
  image: Image,
  filters: number,
  downsample: string,
  normalised: boolean,
): Stage {
  const pools = downsample === 'pool';
  const conv =
    pools && !normalised
      ? convPoolLayer(name, image, filters, 'he')
      : convLayer(name, image, {
          kernel: KERNEL,
          stride: downsample === 'stride' ? 2 : 1,
          filters,
          activation: normalised ? 'none' : 'relu',
          init: 'he',
        });
  const [rows, columns] = conv.row.shape as Image;
  const norm = normalised
    ? normLayer(`${name}.norm`, [rows, columns, filters], pools ? 'relu, pool' : 'relu')
    : null;
  if (pools && Math.min(rows, columns) < 2) {
    throw new Error(
      `${name} gets images of ${rows}×${columns} pixels, which max pooling cannot halve. Use fewer stages or another downsampling.`,
    );
  }
  const out: Image = pools
    ? [Math.floor(rows / 2), Math.floor(columns / 2), filters]
    : [rows, columns, filters];
  return {
    name,
    layers: norm ? [conv, norm] : [conv],
    inputs: [
      { layer: conv, input: image },
      ...(norm ? [{ layer: norm, input: conv.row.shape as Image }] : []),
    ],
    out,
    apply: (params, x) => {
      const y = conv.apply(params, x);
      return norm ? norm.apply(params, y) : y;
    },
  };
}
