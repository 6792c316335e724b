// What a network computes, operation by operation, for the writers of formats: src/nn/models as data.
import type { NetSpec } from '../../contract/setup.ts';
import type { DetectorAnchors, NetWeights } from '../../contract/takeaway.ts';

type Image = readonly [height: number, width: number, channels: number];

export type Operation =
  | { readonly kind: 'flatten'; readonly inputs: number }
  | { readonly kind: 'dense'; readonly name: string; readonly inputs: number; readonly units: number }
  /** 3×3, one pixel of zeros around; weights are [3·3·channels, filters]. */
  | {
      readonly kind: 'conv';
      readonly name: string;
      readonly image: Image;
      readonly stride: number;
      readonly filters: number;
    }
  /** Mean and variance over pixels and the channels of a group; ε = 1e-5; then scale and shift a channel. */
  | { readonly kind: 'norm'; readonly name: string; readonly image: Image; readonly groups: number }
  | { readonly kind: 'relu' | 'tanh' }
  /** The largest of 2×2, an odd last row or column left out. */
  | { readonly kind: 'pool' }
  /** Over all pixels. */
  | { readonly kind: 'mean' };

/** One network of one seed: its operations and its weights by parameter name. */
export interface Network {
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly operations: readonly Operation[];
  readonly weights: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
  /** Of a detector: its filters, and the boxes that it starts from. Its operations are no list. */
  readonly detects?: Detects;
}

export interface Detects extends DetectorAnchors {
  readonly widths: readonly number[];
  /** Filters of the pyramid. */
  readonly pyramid: number;
}

/** A seed's network out of all. Throws a sentence for a seed that was not there. */
export function networkOf(
  { net, seeds, parameters }: NetWeights,
  seed: number,
  shape: readonly number[],
  classes: readonly string[],
  anchors?: DetectorAnchors,
): Network {
  const at = seeds.indexOf(seed);
  if (at < 0) throw new Error(`There is no seed ${seed}; there are ${seeds.join(', ')}.`);
  const own = parameters.map(({ name, shape, values }) => {
    const size = values.length / seeds.length;
    return [name, { shape, values: values.slice(at * size, (at + 1) * size) }] as const;
  });
  return {
    shape,
    classes,
    get operations() {
      return operationsOf(net, shape, classes.length); // what has weights alone need not know the model
    },
    weights: new Map(own),
    ...(anchors && { detects: { ...anchors, widths: net.widths, pyramid: Number(net.knobs.pyramid) } }),
  };
}

/** The weights of one parameter. */
export function weightOf({ weights }: Network, name: string): Float32Array {
  const found = weights.get(name);
  if (!found) throw new Error(`The parameter ${name} is missing.`);
  return found.values;
}

/** @throws a sentence for a model that this writer does not know */
export function operationsOf(net: NetSpec, shape: readonly number[], classes: number): Operation[] {
  if (net.model === 'mlp') return perceptron(net, shape, classes);
  if (net.model === 'cnn') return convolutional(net, shape as Image, classes);
  throw new Error(`The model "${net.model}" can't be written in this format.`);
}

function perceptron({ widths, knobs }: NetSpec, shape: readonly number[], classes: number): Operation[] {
  const activation = { kind: knobs.activation === 'tanh' ? 'tanh' : 'relu' } as const;
  const inputs = shape.reduce((a, b) => a * b, 1);
  const sizes = [inputs, ...widths];
  return [
    { kind: 'flatten', inputs },
    ...widths.flatMap((units, i) => [
      { kind: 'dense' as const, name: `stage${i + 1}`, inputs: sizes[i] as number, units },
      activation,
    ]),
    { kind: 'dense', name: 'head', inputs: sizes.at(-1) as number, units: classes },
  ];
}

function convolutional({ widths, knobs }: NetSpec, shape: Image, classes: number): Operation[] {
  const operations: Operation[] = [];
  const stride = (knobs.downsample ?? 'stride') === 'stride' ? 2 : 1;
  let image = shape;
  widths.forEach((filters, i) => {
    const name = `stage${i + 1}`;
    operations.push({ kind: 'conv', name, image, stride, filters });
    image = [Math.ceil(image[0] / stride), Math.ceil(image[1] / stride), filters];
    if (knobs.norm === 'group')
      operations.push({ kind: 'norm', name: `${name}.norm`, image, groups: groupsOf(filters) });
    operations.push({ kind: 'relu' });
    if (knobs.downsample === 'pool') {
      operations.push({ kind: 'pool' });
      image = [Math.floor(image[0] / 2), Math.floor(image[1] / 2), filters];
    }
  });
  return [...operations, { kind: 'mean' }, { kind: 'dense', name: 'head', inputs: image[2], units: classes }];
}

/** The largest divisor of the channels up to four, as in src/nn/layers.ts. */
const groupsOf = (channels: number): number => [4, 3, 2, 1].find((n) => channels % n === 0) as number;

/** Weights [taps·channels, filters] as [filters, channels, taps]; nine taps of a kernel of 3×3, or one. */
export function filtersFirst(weight: Float32Array, channels: number, filters: number): Float32Array {
  const taps = weight.length / (channels * filters);
  const turned = new Float32Array(weight.length);
  for (let tap = 0; tap < taps; tap++)
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        turned[(f * channels + c) * taps + tap] = weight[(tap * channels + c) * filters + f] as number;
  return turned;
}
