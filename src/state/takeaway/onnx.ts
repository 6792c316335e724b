// A network as ONNX: an input `samples` [N, ...shape] as on the page (channels last); an output `logits` or, of a detector,
// `scores` and `boxes`.

import { Detector } from './onnx-detector.ts';
import { type Attribute, type Constant, type Graph, INPUT, type Node, writeFile } from './onnx-file.ts';
import { filtersFirst, type Network, type Operation, weightOf } from './plan.ts';

const EPSILON = 1e-5;

/** The model file. `properties` become its metadata. */
export const writeOnnx = (
  network: Network,
  properties: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> =>
  writeFile(network.detects ? new Detector(network) : new Classifier(network), properties);

/** The operations as nodes. Pixels lie channels first in between, as ONNX has them. */
class Classifier implements Graph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  readonly shape: readonly number[];
  readonly outputs: Graph['outputs'];
  private last = INPUT;

  constructor(private readonly network: Network) {
    this.shape = network.shape;
    this.outputs = [{ name: 'logits', shape: [network.classes.length] }];
    if (network.operations.some(({ kind }) => kind === 'conv'))
      this.node('Transpose', [], [{ name: 'perm', ints: [0, 3, 1, 2] }]);
    for (const operation of network.operations) this.add(operation);
    const end = this.nodes.at(-1) as Node;
    this.nodes[this.nodes.length - 1] = { ...end, output: 'logits' };
  }

  /** A node on what the last one gave. */
  private node(type: string, inputs: readonly string[], attributes: readonly Attribute[] = []): void {
    const output = `y${this.nodes.length + 1}`;
    this.nodes.push({ type, inputs: [this.last, ...inputs], output, attributes });
    this.last = output;
  }

  private constant(name: string, shape: readonly number[], values: Constant['values']): string {
    this.constants.push({ name, shape, values });
    return name;
  }

  private add(operation: Operation): void {
    switch (operation.kind) {
      case 'flatten':
        this.node('Flatten', [], [{ name: 'axis', int: 1 }]);
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
        this.node('Relu', []);
        break;
      case 'tanh':
        this.node('Tanh', []);
        break;
      case 'pool':
        this.node(
          'MaxPool',
          [],
          [
            { name: 'kernel_shape', ints: [2, 2] },
            { name: 'strides', ints: [2, 2] },
          ],
        );
        break;
      case 'mean':
        this.node('GlobalAveragePool', []);
        this.node('Flatten', [], [{ name: 'axis', int: 1 }]);
        break;
      default:
        operation satisfies never;
    }
  }

  private dense({ name, inputs, units }: Extract<Operation, { kind: 'dense' }>): void {
    this.node('Gemm', [
      this.constant(`${name}.weight`, [inputs, units], weightOf(this.network, `${name}.weight`)),
      this.constant(`${name}.bias`, [units], weightOf(this.network, `${name}.bias`)),
    ]);
  }

  private conv({ name, image, stride, filters }: Extract<Operation, { kind: 'conv' }>): void {
    const weight = filtersFirst(weightOf(this.network, `${name}.weight`), image[2], filters);
    this.node(
      'Conv',
      [
        this.constant(`${name}.weight`, [filters, image[2], 3, 3], weight),
        this.constant(`${name}.bias`, [filters], weightOf(this.network, `${name}.bias`)),
      ],
      [
        { name: 'kernel_shape', ints: [3, 3] },
        { name: 'strides', ints: [stride, stride] },
        { name: 'pads', ints: [1, 1, 1, 1] },
      ],
    );
  }

  /** Groups become instances of one channel each, which InstanceNormalization centres and scales. */
  private norm({ name, image, groups }: Extract<Operation, { kind: 'norm' }>): void {
    const [height, width, channels] = image;
    this.node('Reshape', [this.constant(`${name}.groups`, [3], [0, groups, -1])]);
    this.node(
      'InstanceNormalization',
      [
        this.constant(`${name}.one`, [groups], new Float32Array(groups).fill(1)),
        this.constant(`${name}.zero`, [groups], new Float32Array(groups)),
      ],
      [{ name: 'epsilon', float: EPSILON }],
    );
    this.node('Reshape', [this.constant(`${name}.image`, [4], [0, channels, height, width])]);
    const own = (which: 'scale' | 'shift') =>
      this.constant(`${name}.${which}`, [1, channels, 1, 1], weightOf(this.network, `${name}.${which}`));
    this.node('Mul', [own('scale')]);
    this.node('Add', [own('shift')]);
  }
}
