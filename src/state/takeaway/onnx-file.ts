// A file of ONNX (opset 17) from its nodes and constants. The messages and field numbers are those of onnx.proto3
// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
import { PbfWriter } from 'pbf';

const OPSET = 17;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;
/** Kinds of attributes. */
const A_FLOAT = 1;
const A_INT = 2;
const A_INTS = 7;

/** What goes in: [N, ...shape] of float32. */
export const INPUT = 'samples';

export type Attribute =
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly ints: readonly number[] };
export interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: readonly Attribute[];
}
/** Numbers of float32, or whole ones of int64. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly number[];
}
export interface Graph {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  /** Of one sample, and of each output for one. */
  readonly shape: readonly number[];
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** The model file. `properties` become its metadata. */
export function writeFile(
  graph: Graph,
  properties: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
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

function writeGraph({ nodes, constants, shape, outputs }: Graph, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, 'network');
  for (const constant of constants) pbf.writeMessage(5, writeConstant, constant);
  pbf.writeMessage(11, writeValue, { name: INPUT, shape });
  for (const output of outputs) pbf.writeMessage(12, writeValue, output);
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
