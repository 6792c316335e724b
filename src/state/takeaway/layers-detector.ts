// A detector as a LayersModel: the outputs are `logits` [N, anchors, classes] and `boxes` [N, anchors, 4], shifts and logarithms
// of ratios from the anchors (no layer of TensorFlow.js takes an exponential). The anchors stand in the metadata.
import { type Convolution, detectorOf, type Parts } from './detector-parts.ts';
import type { LayerWeight, Topology } from './layers-model.ts';
import { type Detects, type Network, weightOf } from './plan.ts';

/** What comes out of a layer where it is called for the n-th time. */
type Output = readonly [layer: string, call: number, output: 0, kwargs: object];

interface LayerJson {
  readonly name: string;
  readonly class_name: string;
  readonly config: object;
  /** What goes in, call by call: the levels of the pyramid share their heads. */
  readonly inbound_nodes: Output[][];
}

const FIRST = { data_format: 'channels_last' };

export class DetectorLayers implements Topology, Parts<Output> {
  readonly topology: Topology['topology'];
  readonly weights: LayerWeight[] = [];
  readonly about: Topology['about'];
  private readonly layers = new Map<string, LayerJson>();

  constructor(
    private readonly network: Network,
    detects: Detects,
  ) {
    const { shape } = network;
    const input = this.call('samples', 'InputLayer', [], {
      batch_input_shape: [null, ...shape],
      dtype: 'float32',
      sparse: false,
    });
    const said = detectorOf(network, detects, input, this);
    const outputs = [this.joined('logits', said.logits), this.joined('boxes', said.boxes)];
    const end = ([layer, call, output]: Output) => [layer, call, output];
    this.topology = {
      class_name: 'Model',
      config: {
        name: 'network',
        layers: [...this.layers.values()],
        input_layers: [end(input)],
        output_layers: outputs.map(end),
      },
    };
    this.about = {
      outputs: 'logits [N, anchors, classes]; boxes [N, anchors, 4], as dx, dy, dw, dh from the anchors',
      anchors: JSON.stringify(
        Array.from({ length: detects.boxes.length / 4 }, (_, a) => [
          ...detects.boxes.subarray(4 * a, 4 * a + 4),
        ]),
      ),
    };
  }

  /** Calls a layer, which is made where there is none of that name. */
  private call(name: string, type: string, inputs: readonly Output[], config: object = {}): Output {
    const there = this.layers.get(name);
    const layer = there ?? {
      name,
      class_name: type,
      config: { name, trainable: true, ...config },
      inbound_nodes: [],
    };
    if (!there) this.layers.set(name, layer);
    if (inputs.length) layer.inbound_nodes.push([...inputs]);
    return [name, Math.max(0, layer.inbound_nodes.length - 1), 0, {}];
  }

  /** A convolution of 3×3 with zeros around, or of single pixels. */
  conv(
    from: Output,
    name: string,
    channels: number,
    { stride = 1, kernel = 3, relu = false }: Convolution = {},
  ): Output {
    const own = name.replace('.', '_');
    const pad = (kernel - 1) / 2;
    const padding = [
      [pad, pad],
      [pad, pad],
    ];
    const framed = pad ? this.call(`${own}_frame`, 'ZeroPadding2D', [from], { padding, ...FIRST }) : from;
    const bias = weightOf(this.network, `${name}.bias`);
    if (!this.layers.has(own)) {
      const weight = weightOf(this.network, `${name}.weight`);
      const shape = [kernel, kernel, channels, bias.length];
      this.weights.push({ name: `${own}/kernel`, shape, values: weight });
      this.weights.push({ name: `${own}/bias`, shape: [bias.length], values: bias });
    }
    return this.call(own, 'Conv2D', [framed], {
      filters: bias.length,
      kernel_size: [kernel, kernel],
      strides: [stride, stride],
      padding: 'valid',
      use_bias: true,
      activation: relu ? 'relu' : 'linear',
      ...FIRST,
    });
  }

  merged(own: Output, coarser: Output, level: number): Output {
    const doubled = this.call(`doubled${level + 1}`, 'UpSampling2D', [coarser], { size: [2, 2], ...FIRST });
    return this.call(`merged${level}`, 'Add', [own, doubled]);
  }

  rows(from: Output, head: string, level: number, numbers: number): Output {
    return this.call(`${head}_anchors${level}`, 'Reshape', [from], { target_shape: [-1, numbers] });
  }

  private joined(name: string, parts: readonly Output[]): Output {
    return parts.length === 1
      ? this.call(name, 'Activation', parts, { activation: 'linear' })
      : this.call(name, 'Concatenate', parts, { axis: 1 });
  }
}
