// A network as a TensorFlow.js LayersModel: model.json and weights.bin, which tf.loadLayersModel takes.
// Input [N, ...shape] as on the page, output logits; of a detector boxes besides.
import { DetectorLayers } from './layers-detector.ts';
import { type Network, type Operation, weightOf } from './plan.ts';

/** The network as tfjs-layers writes one, its weights in the order of its layers, and what is to be known of it. */
export interface Topology {
  readonly topology: { readonly class_name: string; readonly config: object };
  readonly weights: readonly LayerWeight[];
  readonly about: Readonly<Record<string, string>>;
}
export interface LayerWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
interface LayerJson {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface LayersModel {
  readonly json: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

export function writeLayersModel(
  network: Network,
  userDefinedMetadata: Readonly<Record<string, string>>,
): LayersModel {
  const model: Topology = network.detects
    ? new DetectorLayers(network, network.detects)
    : new Layers(network);
  const manifest = model.weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const json = {
    format: 'layers-model',
    generatedBy: 'Stillroom',
    convertedBy: null,
    modelTopology: {
      ...model.topology,
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
    userDefinedMetadata: { ...userDefinedMetadata, ...model.about },
  };
  const numbers = model.weights.reduce((sum, { values }) => sum + values.length, 0);
  const all = new Float32Array(numbers);
  let at = 0;
  for (const { values } of model.weights) {
    all.set(values, at);
    at += values.length;
  }
  return { json: `${JSON.stringify(json, null, 1)}\n`, weights: new Uint8Array(all.buffer) };
}

class Layers implements Topology {
  readonly about = {};
  readonly weights: LayerWeight[] = [];
  private readonly layers: LayerJson[] = [];

  constructor(private readonly network: Network) {
    for (const operation of network.operations) this.add(operation);
  }

  get topology(): Topology['topology'] {
    return { class_name: 'Sequential', config: { name: 'network', layers: this.layers } };
  }

  private layer(type: string, config: Readonly<Record<string, unknown>>, name: string): void {
    const input =
      this.layers.length === 0 ? { batch_input_shape: [null, ...this.network.shape], dtype: 'float32' } : {};
    this.layers.push({ class_name: type, config: { name, trainable: true, ...input, ...config } });
  }

  private weight(name: string, shape: readonly number[], of: string): void {
    this.weights.push({ name, shape, values: weightOf(this.network, of) });
  }

  private add(operation: Operation): void {
    const free = `${operation.kind}_${this.layers.length + 1}`;
    switch (operation.kind) {
      case 'flatten':
        this.layer('Reshape', { target_shape: [operation.inputs] }, free);
        break;
      case 'dense':
        this.dense(operation);
        break;
      case 'conv':
        this.conv(operation);
        break;
      case 'norm':
        this.norm(operation);
        break;
      case 'relu':
      case 'tanh':
        this.layer('Activation', { activation: operation.kind }, free);
        break;
      case 'pool':
        this.layer('MaxPooling2D', { pool_size: [2, 2], strides: [2, 2], padding: 'valid' }, free);
        break;
      case 'mean':
        this.layer('GlobalAveragePooling2D', { data_format: 'channels_last' }, free);
        break;
      default:
        operation satisfies never;
    }
  }

  private dense({ name, inputs, units }: Extract<Operation, { kind: 'dense' }>): void {
    this.layer('Dense', { units, use_bias: true, activation: 'linear' }, name);
    this.weight(`${name}/kernel`, [inputs, units], `${name}.weight`);
    this.weight(`${name}/bias`, [units], `${name}.bias`);
  }

  private conv({ name, image, stride, filters }: Extract<Operation, { kind: 'conv' }>): void {
    this.layer(
      'ZeroPadding2D',
      {
        padding: [
          [1, 1],
          [1, 1],
        ],
        data_format: 'channels_last',
      },
      `${name}_frame`,
    );
    this.layer(
      'Conv2D',
      {
        filters,
        kernel_size: [3, 3],
        strides: [stride, stride],
        padding: 'valid',
        use_bias: true,
        activation: 'linear',
      },
      name,
    );
    this.weight(`${name}/kernel`, [3, 3, image[2], filters], `${name}.weight`);
    this.weight(`${name}/bias`, [filters], `${name}.bias`);
  }

  /** There is no layer for groups: their numbers are brought side by side, and a layer normalisation does the rest. */
  private norm({
    name,
    image: [height, width, channels],
    groups,
  }: Extract<Operation, { kind: 'norm' }>): void {
    const layer = name.replace('.', '_');
    const pixels = height * width;
    const own = channels / groups;
    this.layer('Reshape', { target_shape: [pixels, groups, own] }, `${layer}_groups`);
    this.layer('Permute', { dims: [2, 1, 3] }, `${layer}_turn`);
    this.layer('Reshape', { target_shape: [groups, pixels * own] }, `${layer}_flat`);
    this.layer(
      'LayerNormalization',
      { axis: -1, epsilon: 1e-5, center: false, scale: false },
      `${layer}_normal`,
    );
    this.layer('Reshape', { target_shape: [groups, pixels, own] }, `${layer}_open`);
    this.layer('Permute', { dims: [2, 1, 3] }, `${layer}_back`);
    this.layer('Reshape', { target_shape: [height, width, channels] }, `${layer}_image`);
    // Scale and shift a channel: a batch normalisation whose mean is 0 and whose variance is 1.
    this.layer('BatchNormalization', { axis: -1, epsilon: 0, center: true, scale: true }, layer);
    this.weight(`${layer}/gamma`, [channels], `${name}.scale`);
    this.weight(`${layer}/beta`, [channels], `${name}.shift`);
    const constant = (what: string, value: number) =>
      this.weights.push({
        name: `${layer}/${what}`,
        shape: [channels],
        values: new Float32Array(channels).fill(value),
      });
    constant('moving_mean', 0);
    constant('moving_variance', 1);
  }
}
