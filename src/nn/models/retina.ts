// A small single-stage detector: a backbone, a feature pyramid, and two heads that all levels of it share.
// Source: Lin et al. 2017, "Focal Loss for Dense Object Detection" (RetinaNet), arXiv:1708.02002, section 4; the pyramid is that
// of arXiv:1612.03144. One hidden convolution a head where the paper has four, and no levels beyond the backbone's.
import * as tf from '@tensorflow/tfjs-core';
import type { AnchorSpec } from '../../contract/cards.ts';
import { anchorsEach } from '../../detect/anchors.ts';
import { addUpsampled } from '../kernels/add-upsampled.ts';
import { type ConvPlan, convLayer, type Layer, type Params } from '../layers.ts';
import { defineModel } from '../model.ts';

type Image = readonly [height: number, width: number, channels: number];

/** What a detector says of an anchor at first: one in a hundred is an object. */
const PRIOR = Math.log(0.01 / 0.99);

export default defineModel({
  id: 'retina',
  title: { en: 'Single-stage detector', zh: '单阶段检测器' },
  plain: {
    en: 'A small RetinaNet: stages that halve the scene, a pyramid of the last ones, and at every place of it a few boxes to say what is in them and where it ends.',
    zh: '小型 RetinaNet：若干级把场景逐次减半，最后几级组成金字塔；金字塔的每个位置都有几个框，要说出框里是什么、边界在哪里。',
  },
  widthsLabel: { en: 'Filters of each stage', zh: '每级的滤波器数' },
  needsImage: true,
  detects: true,
  knobs: {
    pyramid: {
      kind: 'range',
      min: 2,
      max: 128,
      step: 1,
      default: 16,
      live: false,
      label: { en: 'Filters of the pyramid', zh: '金字塔的滤波器数' },
      hint: {
        en: 'How many every level of the pyramid has, and the hidden layer of both heads.',
        zh: '金字塔每一层以及两个头的隐藏层各有多少滤波器。',
      },
    },
  },
  build({ widths, knobs, shape, classes, anchors: spec }) {
    const anchors = spec as AnchorSpec;
    const width = Number(knobs.pyramid);
    const backbone = backboneOf(shape as Image, widths);
    const levels = levelsOf(backbone, anchors, shape[0] as number);
    const laterals = levels.map(({ out }, i) =>
      convOf(`lateral${i + 1}`, out, { kernel: 1, filters: width }),
    );
    const images = levels.map(({ out: [rows, columns] }): Image => [rows, columns, width]);
    const each = anchorsEach(anchors);
    const classHead = headOf('class', images, width, { filters: each * classes, bias: PRIOR });
    const boxHead = headOf('box', images, width, { filters: each * 4 });
    const count = images.reduce((sum, [rows, columns]) => sum + rows * columns * each, 0);
    const layers = [
      ...backbone.map(({ layer }) => layer),
      ...laterals,
      ...classHead.layers,
      ...boxHead.layers,
    ];
    return {
      parameters: layers.flatMap(({ parameters }) => parameters),
      layers: layers.map(({ row }) => row),
      taps: Object.fromEntries(backbone.map(({ layer: { row } }) => [row.name, row.shape])),
      says: [count, classes],
      stages: [
        ...backbone.map(({ layer, input }) => ({ layer, input })),
        ...laterals.map((layer, i) => ({ layer, input: levels[i]?.out as Image })),
        ...[classHead, boxHead].flatMap(({ layers: own }) =>
          own.map((layer) => ({ layer, input: images[0] as Image })),
        ),
      ],
      apply(params, x) {
        const [seeds, batch] = x.shape as [number, number];
        const taps: Record<string, tf.Tensor> = {};
        let y = x;
        for (const { layer } of backbone) {
          y = layer.apply(params, y);
          taps[layer.row.name] = y;
        }
        const merged = wayDown(
          levels.map(({ layer }, i) =>
            (laterals[i] as Layer).apply(params, taps[layer.row.name] as tf.Tensor),
          ),
        );
        const said = (head: Head, numbers: number) => {
          const parts = merged.map((map) => tf.reshape(head.apply(params, map), [seeds, batch, -1, numbers]));
          return parts.length === 1 ? (parts[0] as tf.Tensor) : tf.concat(parts, 2);
        };
        return {
          logits: said(classHead, classes),
          taps,
          get boxes() {
            return said(boxHead, 4); // training on logits alone does not ask
          },
        };
      },
    };
  },
});

interface Stage {
  readonly layer: Layer;
  readonly input: Image;
  readonly out: Image;
}

function convOf(name: string, image: Image, plan: Partial<ConvPlan> & Pick<ConvPlan, 'filters'>): Layer {
  return convLayer(name, image, { kernel: 3, stride: 1, activation: 'none', init: 'he', ...plan });
}

/** Convolutions of 3×3 that slide by two pixels, each with its ReLU. */
function backboneOf(image: Image, widths: readonly number[]): Stage[] {
  let input = image;
  return widths.map((filters, i) => {
    const layer = convOf(`stage${i + 1}`, input, { stride: 2, filters, activation: 'relu' });
    const stage = { layer, input, out: layer.row.shape as Image };
    input = stage.out;
    return stage;
  });
}

/** The stages that make the levels of the pyramid, the finest first. Throws where there is none for a stride. */
function levelsOf(backbone: readonly Stage[], { strides }: AnchorSpec, size: number): Stage[] {
  return strides.map((stride) => {
    const level = backbone.find(({ out }) => out[0] * stride === size);
    if (!level) {
      const needed = Math.log2(Math.max(...strides));
      throw new Error(
        `The anchors have a level of stride ${stride}, which takes ${Math.log2(stride)} stages; there are ${backbone.length}. Give the detector ${needed}.`,
      );
    }
    return level;
  });
}

/** Each level with what the coarser ones make of it, [seeds, batch, height, width, filters]. */
function wayDown(levels: readonly tf.Tensor[]): tf.Tensor[] {
  const merged: tf.Tensor[] = [];
  for (const fine of levels.toReversed()) {
    const [above] = merged;
    const images = (t: tf.Tensor) => tf.reshape(t, [-1, ...t.shape.slice(2)]);
    merged.unshift(
      above
        ? tf.reshape(addUpsampled({ coarse: images(above), fine: images(fine) }, {}).y, fine.shape)
        : fine,
    );
  }
  return merged;
}

interface Head {
  readonly layers: readonly Layer[];
  apply(params: Params, map: tf.Tensor): tf.Tensor;
}

/** A hidden convolution and one that says the numbers of all anchors of a place. Its multiplications are those of all levels. */
function headOf(
  name: string,
  levels: readonly Image[],
  width: number,
  last: Pick<ConvPlan, 'filters' | 'bias'>,
): Head {
  const first = levels[0] as Image;
  const onAll = (layer: Layer): Layer => {
    const [rows, columns] = first;
    const places = levels.reduce((sum, [r, c]) => sum + r * c, 0);
    return { ...layer, row: { ...layer.row, macs: (layer.row.macs / (rows * columns)) * places } };
  };
  const hidden = onAll(convOf(`${name}.hidden`, first, { filters: width, activation: 'relu' }));
  const out = onAll(convOf(`${name}.out`, first, { ...last, init: 'small' }));
  return { layers: [hidden, out], apply: (params, map) => out.apply(params, hidden.apply(params, map)) };
}
