// A multi-layer perceptron: dense layers of any number and width; without hidden layers, logistic regression.
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../kernels/dense.ts';
import { dropOut, dropoutKnob } from '../kernels/dropout.ts';
import { denseLayer } from '../layers.ts';
import { defineModel } from '../model.ts';
import type { Init } from '../parameters.ts';

export default defineModel({
  id: 'mlp',
  title: { en: 'Multi-layer perceptron', zh: '多层感知机' },
  plain: {
    en: 'Layers in which every unit looks at every number of the layer before. It takes points as well as images.',
    zh: '每个单元都看前一层的每个数。既能接受点，也能接受图像。',
  },
  widthsLabel: { en: 'Units of each hidden layer', zh: '每个隐藏层的单元数' },
  needsImage: false,
  knobs: {
    activation: {
      kind: 'choice',
      label: { en: 'Activation', zh: '激活函数' },
      hint: {
        en: 'What bends the output of each unit; without it all layers together would be one.',
        zh: '使每个单元的输出弯曲；没有它，所有层合起来只是一层。',
      },
      options: [
        { value: 'relu', label: { en: 'ReLU', zh: 'ReLU' } },
        { value: 'tanh', label: { en: 'tanh', zh: 'tanh' } },
      ],
      default: 'relu',
    },
    init: {
      kind: 'choice',
      label: { en: 'First weights', zh: '初始权重' },
      hint: {
        en: 'How large the random first weights are: He suits ReLU, Glorot suits tanh.',
        zh: '随机初始权重的大小：He 适合 ReLU，Glorot 适合 tanh。',
      },
      options: [
        { value: 'he', label: { en: 'He (normal)', zh: 'He（正态）' } },
        { value: 'glorot', label: { en: 'Glorot (uniform)', zh: 'Glorot（均匀）' } },
      ],
      default: 'he',
    },
    dropout: dropoutKnob({
      en: 'Share of the units of each hidden layer that a training step leaves out, drawn anew in every step.',
      zh: '每个训练步随机舍弃每个隐藏层的单元所占的比例，每步重新抽取。',
    }),
  },
  build({ widths, knobs, shape, classes }) {
    const inputs = shape.reduce((a, b) => a * b, 1);
    const sizes = [inputs, ...widths];
    const init = knobs.init as Init;
    const hidden = widths.map((units, i) =>
      denseLayer(`stage${i + 1}`, sizes[i] as number, units, knobs.activation as Activation, init),
    );
    const head = denseLayer('head', sizes.at(-1) as number, classes, 'none', init);
    const layers = [...hidden, head];
    return {
      parameters: layers.flatMap((layer) => layer.parameters),
      layers: layers.map(({ row }) => row),
      taps: Object.fromEntries(hidden.map(({ row }) => [row.name, row.shape])),
      stages: layers.map((layer, i) => ({ layer, input: [sizes[i] as number] })),
      apply(params, x, chance) {
        const [seeds, batch] = x.shape as [number, number];
        let y: tf.Tensor = tf.reshape(x, [seeds, batch, inputs]);
        const taps: Record<string, tf.Tensor> = {};
        hidden.forEach((layer, i) => {
          const said = layer.apply(params, y);
          taps[layer.row.name] = said;
          y = dropOut(said, Number(knobs.dropout), i, chance);
        });
        return { logits: head.apply(params, y), taps };
      },
    };
  },
});
