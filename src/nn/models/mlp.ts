// A multi-layer perceptron: dense layers of any number and width; without hidden layers, logistic regression.
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../kernels/dense.ts';
import { dropOut, dropoutKnob } from '../kernels/dropout.ts';
import { denseLayer } from '../layers.ts';
import { defineModel } from '../model.ts';
import type { Init } from '../parameters.ts';

export default defineModel({
  id: 'mlp',
  title: { en: 'Multi-layer perceptron' },
  plain: {
    en: 'Layers in which every unit looks at every number of the layer before. It takes points as well as images.',
  },
  widthsLabel: { en: 'Units of each hidden layer' },
  needsImage: false,
  knobs: {
    activation: {
      kind: 'choice',
      label: { en: 'Activation' },
      hint: { en: 'What bends the output of each unit; without it all layers together would be one.' },
      options: [
        { value: 'relu', label: { en: 'ReLU' } },
        { value: 'tanh', label: { en: 'tanh' } },
      ],
      default: 'relu',
    },
    init: {
      kind: 'choice',
      label: { en: 'First weights' },
      hint: { en: 'How large the random first weights are: He suits ReLU, Glorot suits tanh.' },
      options: [
        { value: 'he', label: { en: 'He (normal)' } },
        { value: 'glorot', label: { en: 'Glorot (uniform)' } },
      ],
      default: 'he',
    },
    dropout: dropoutKnob(
      'Share of the units of each hidden layer that a training step leaves out, drawn anew in every step.',
    ),
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
