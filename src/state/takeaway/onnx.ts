// A network as ONNX (opset 17): an input `samples` [N, ...shape] as on the page (channels last), an output `logits`.
// The messages and field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
import { PbfWriter } from 'pbf';
import { type Network, type Operation, weightOf } from './plan.ts';

const OPSET = 17;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;
/** Kinds of attributes. */
const A_FLOAT = 1;
const A_INT = 2;
const A_INTS = 7;
const EPSILON = 1e-5;

type Attribute =
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly ints: readonly number[] };
interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: readonly Attribute[];
}
interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly number[];
}

/** The model file. `properties` become its metadata. */
export function writeOnnx(
  network: Network,
  properties: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph(network);
  const writer = new PbfWriter();
  writer.writeVarintField(1, IR_VERSION);
  writer.writeStringField(2, 'stillroom');
  writer.writeMessage(7, (_, pbf) => writeGraph(graph, pbf), null);
  writer.writeMessage(8, (_, pbf) => pbf.writeVarintField(2, OPSET), null);
  for (const [key, value] of Object.entries(properties)) {
    writer.writeMessage(
      14,
      (_, pbf) => {
        pbf.writeStringField(1, key);
        pbf.writeStringField(2, value);
      },
      null,
    );
  }
  return Uint8Array.from(writer.finish());
}

/** The operations as nodes. Pixels lie channels first in between, as ONNX has them. */
class Graph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  private last = 'samples';

  constructor(readonly network: Network) {
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

/** Weights [3·3·channels, filters] as [filters, channels, 3, 3]. */
export function filtersFirst(weight: Float32Array, channels: number, filters: number): Float32Array {
  const turned = new Float32Array(weight.length);
  for (let tap = 0; tap < 9; tap++)
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        turned[(f * channels + c) * 9 + tap] = weight[(tap * channels + c) * filters + f] as number;
  return turned;
}

function writeGraph({ nodes, constants, network }: Graph, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, 'network');
  for (const constant of constants) pbf.writeMessage(5, writeConstant, constant);
  pbf.writeMessage(11, writeValue, { name: 'samples', shape: network.shape });
  pbf.writeMessage(12, writeValue, { name: 'logits', shape: [network.classes.length] });
}

function writeNode({ type, inputs, output, attributes }: Node, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(4, type);
  for (const attribute of attributes) pbf.writeMessage(5, writeAttribute, attribute);
}

function writeAttribute(attribute: Attribute, pbf: PbfWriter): void {
  pbf.writeStringField(1, attribute.name);
  if ('float' in attribute) {
    pbf.writeFloatField(2, attribute.float);
    pbf.writeVarintField(20, A_FLOAT);
  } else if ('int' in attribute) {
    pbf.writeVarintField(3, attribute.int);
    pbf.writeVarintField(20, A_INT);
  } else {
    for (const int of attribute.ints) pbf.writeVarintField(8, int);
    pbf.writeVarintField(20, A_INTS);
  }
}

function writeConstant({ name, shape, values }: Constant, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  if (values instanceof Float32Array) {
    pbf.writeVarintField(2, FLOAT);
    pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  } else {
    pbf.writeVarintField(2, INT64);
    pbf.writeBytesField(9, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }
  pbf.writeStringField(8, name);
}

/** [N, ...shape] of float32; N is whatever is given. */
function writeValue({ name, shape }: { name: string; shape: readonly number[] }, pbf: PbfWriter): void {
  const axes = (_: null, pbf: PbfWriter) => {
    pbf.writeMessage(1, (_, pbf) => pbf.writeStringField(2, 'N'), null);
    for (const size of shape) pbf.writeMessage(1, (_, pbf) => pbf.writeVarintField(1, size), null);
  };
  const tensor = (_: null, pbf: PbfWriter) => {
    pbf.writeVarintField(1, FLOAT);
    pbf.writeMessage(2, axes, null);
  };
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, (_, pbf) => pbf.writeMessage(1, tensor, null), null);
}
