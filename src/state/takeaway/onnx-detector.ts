// A detector as ONNX, with its boxes decoded: `scores` [N, anchors, classes] from 0 to 1, and `boxes` [N, anchors, 4], left,
// top, right, bottom in pixels, cut at the edge of the scene. What it found twice is left in: who reads it drops the lower score
// of two boxes of a class that overlap by more than half.
import { type Convolution, detectorOf, type Parts } from './detector-parts.ts';
import { type Attribute, type Constant, type Graph, INPUT, type Node } from './onnx-file.ts';
import { type Detects, filtersFirst, type Network, weightOf } from './plan.ts';

/** The largest logarithm of a ratio of sizes that is decoded, as in src/detect/boxes.ts. */
const MOST_RATIO = Math.log(1000 / 16);

export class Detector implements Graph, Parts<string> {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  readonly shape: readonly number[];
  readonly outputs: Graph['outputs'];
  private readonly detects: Detects;

  constructor(private readonly network: Network) {
    this.shape = network.shape;
    this.detects = network.detects as Detects;
    const anchors = this.detects.boxes.length / 4;
    const classes = network.classes.length;
    this.outputs = [
      { name: 'scores', shape: [anchors, classes] },
      { name: 'boxes', shape: [anchors, 4] },
    ];
    const input = this.node('Transpose', [INPUT], [{ name: 'perm', ints: [0, 3, 1, 2] }]);
    const { logits, boxes } = detectorOf(network, this.detects, input, this);
    this.node('Sigmoid', [this.joined(logits)], [], 'scores');
    this.decode(this.joined(boxes));
  }

  /** A node of a type; gives the name of what comes out. */
  private node(
    type: string,
    inputs: readonly string[],
    attributes: readonly Attribute[] = [],
    output = `y${this.nodes.length + 1}`,
  ): string {
    this.nodes.push({ type, inputs, output, attributes });
    return output;
  }

  private constant(
    shape: readonly number[],
    values: Constant['values'],
    name = `c${this.constants.length + 1}`,
  ): string {
    if (!this.constants.some((one) => one.name === name)) this.constants.push({ name, shape, values });
    return name;
  }

  /** A convolution of 3×3, or of single pixels, with the weights of a layer. */
  conv(
    from: string,
    layer: string,
    channels: number,
    { stride = 1, kernel = 3, relu = false }: Convolution = {},
  ): string {
    const weight = weightOf(this.network, `${layer}.weight`);
    const filters = weight.length / (kernel * kernel * channels);
    const pad = (kernel - 1) / 2;
    const shape = [filters, channels, kernel, kernel];
    const output = this.node(
      'Conv',
      [
        from,
        this.constant(shape, filtersFirst(weight, channels, filters), `${layer}.weight`),
        this.constant([filters], weightOf(this.network, `${layer}.bias`), `${layer}.bias`),
      ],
      [
        { name: 'kernel_shape', ints: [kernel, kernel] },
        { name: 'strides', ints: [stride, stride] },
        { name: 'pads', ints: [pad, pad, pad, pad] },
      ],
    );
    return relu ? this.node('Relu', [output]) : output;
  }

  merged(own: string, coarser: string, _level: number, side: number): string {
    return this.node('Add', [own, this.doubled(coarser, this.detects.pyramid, side)]);
  }

  /** Each pixel four times: [N, channels, side, side] to twice the side. */
  private doubled(from: string, channels: number, side: number): string {
    const apart = this.node('Reshape', [from, this.constant([6], [-1, channels, side, 1, side, 1])]);
    const wide = this.node('Expand', [apart, this.constant([6], [1, channels, side, 2, side, 2])]);
    return this.node('Reshape', [wide, this.constant([4], [-1, channels, 2 * side, 2 * side])]);
  }

  rows(from: string, _head: string, _level: number, numbers: number): string {
    const last = this.node('Transpose', [from], [{ name: 'perm', ints: [0, 2, 3, 1] }]);
    return this.node('Reshape', [last, this.constant([3], [0, -1, numbers])]);
  }

  private joined(parts: readonly string[]): string {
    return this.node('Concat', parts, [{ name: 'axis', int: 1 }]);
  }

  /** From shifts and ratios to edges in pixels. */
  private decode(deltas: string): void {
    const { boxes, spec } = this.detects;
    const anchors = boxes.length / 4;
    const edge = (anchor: number, k: number) => boxes[4 * anchor + k] as number;
    const pairs = (of: (anchor: number, axis: number) => number) =>
      this.constant(
        [1, anchors, 2],
        Float32Array.from({ length: 2 * anchors }, (_, i) => of(Math.floor(i / 2), i % 2)),
      );
    const sizes = pairs((a, axis) => edge(a, 2 + axis) - edge(a, axis));
    const centres = pairs((a, axis) => (edge(a, axis) + edge(a, 2 + axis)) / 2);
    const part = (first: number) =>
      this.node('Gather', [deltas, this.constant([2], [first, first + 1])], [{ name: 'axis', int: 2 }]);
    const number = (value: number) => this.constant([], Float32Array.of(value));
    const centre = this.node('Add', [this.node('Mul', [part(0), sizes]), centres]);
    const ratio = this.node('Exp', [this.node('Min', [part(2), number(MOST_RATIO)])]);
    const half = this.node('Mul', [this.node('Mul', [ratio, sizes]), number(0.5)]);
    const corners = [this.node('Sub', [centre, half]), this.node('Add', [centre, half])];
    const all = this.node('Concat', corners, [{ name: 'axis', int: 2 }]);
    this.node('Clip', [all, number(0), number(spec.size)], [], 'boxes');
  }
}
