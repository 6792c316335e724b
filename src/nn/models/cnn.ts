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
  title: { en: 'Convolutional network' },
  plain: { en: 'Stages of small filters that slide over the image. What they find counts wherever it is.' },
  widthsLabel: { en: 'Filters of each stage' },
  needsImage: true,
  knobs: {
    downsample: {
      kind: 'choice',
      label: { en: 'Downsampling' },
      hint: {
        en: 'How each stage halves the image: by sliding two pixels at a time, by the largest of 2×2 pixels, or not.',
      },
      options: [
        { value: 'stride', label: { en: 'Stride 2' } },
        { value: 'pool', label: { en: 'Max pooling' } },
        { value: 'none', label: { en: 'None' } },
      ],
      default: 'stride',
    },
    norm: {
      kind: 'choice',
      label: { en: 'Normalisation' },
      hint: { en: 'Group normalisation keeps the outputs of each stage at one scale, sample by sample.' },
      options: [
        { value: 'none', label: { en: 'None' } },
        { value: 'group', label: { en: 'Group norm' } },
      ],
      default: 'none',
    },
    dropout: dropoutKnob(
      'Share of the features before the last layer that a training step leaves out, drawn anew in every step.',
    ),
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
    out,
    apply: (params, x) => {
      const y = conv.apply(params, x);
      return norm ? norm.apply(params, y) : y;
    },
  };
}
