// A workload: data, networks, first weights and settings as plain numbers, the same for every engine that trains on
// it. Everything is drawn from one seed, so that it needs no files and is the same wherever it runs.
import type { AnchorSpec } from '../contract/cards.ts';
import { type NetSpec, NO_AUGMENT, type Setup, type TrainingSpec } from '../contract/setup.ts';
import { orderWindow } from '../data/order.ts';
import type { PreparedData } from '../data/prepare.ts';
import { type Random, random } from '../data/random.ts';
import type { Truth } from '../detect/matching.ts';
import { buildNetwork, initialise, type Parameter } from '../nn/network.ts';
import { rowsOf } from '../train/matches.ts';

/** The settings of one student: temperature T and the share α of the teacher's term. */
export interface LaneKnobs {
  readonly T: number;
  readonly alpha: number;
}

/** What distinguishes one workload from another. */
export interface WorkloadSpec {
  readonly id: string;
  /** What it is, as half a sentence. */
  readonly title: string;
  /** Shape of one sample: [2] for points in the plane, [height, width, channels] for images. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** Training samples. */
  readonly samples: number;
  readonly batch: number;
  /** Of teacher and student alike. */
  readonly net: NetSpec;
  /** One student a lane; all start alike and see the same batches. */
  readonly lanes: readonly LaneKnobs[];
  /** Seeds that train together. The baselines train one. */
  readonly seeds: number;
  /** Where samples are scenes: what detectors start from. Students learn by ADL then, of which `alpha` is the weight. */
  readonly anchors?: AnchorSpec;
}

export type Weights = Readonly<Record<string, Float32Array>>;

export interface Workload extends WorkloadSpec {
  /** The same as a set-up of an experiment. */
  readonly setup: Setup;
  readonly data: PreparedData;
  /** Names and shapes of the weights, in order. */
  readonly parameters: readonly Pick<Parameter, 'name' | 'shape'>[];
  readonly student: Weights;
  readonly teacher: Weights;
  /** The first batches of the run: x is [batch, …shape], labels are [batch]. */
  readonly batches: readonly {
    readonly x: Float32Array;
    readonly labels: Int32Array;
    /** Of scenes: what each anchor stands for, [batch, 5 · anchors]. */
    readonly matches?: Float32Array;
  }[];
}

const SEED = 1;
/** Batches the baselines keep on their device and go round in; the losses are compared on the first few. */
const BATCHES = 8;
/** Samples of validation and test, which no step looks at. */
const UNSEEN = 8;

/** Adam without schedule or decay. */
export const TRAINING: Omit<TrainingSpec, 'batch'> = {
  optimizer: 'adam',
  rate: 0.001,
  momentum: 0.9,
  weightDecay: 0,
  clip: 0,
  schedule: 'constant',
  warmup: 0,
  length: { unit: 'steps', count: 1_000_000 },
};
export const BETA2 = 0.999;
export const EPSILON = 1e-8;

/** Draws the samples and weights of a workload. Throws a sentence where its parts don't fit together. */
export function makeWorkload(spec: WorkloadSpec): Workload {
  const { shape, classes, samples, batch, net, seeds } = spec;
  const training: TrainingSpec = { ...TRAINING, batch };
  const setup: Setup = {
    data: {
      id: spec.id,
      knobs: {},
      labels: { teacher: 0, student: 0 },
      pool: 0,
      poolBatch: 0,
      augment: NO_AUGMENT,
    },
    teacher: { net, source: 'pretrained', training },
    student: net,
    training,
    lanes: spec.lanes.map(({ T, alpha }) =>
      spec.anchors
        ? { method: 'detector-adl', knobs: { lambda: alpha, pseudo: false } }
        : { method: 'kd', knobs: { T, alpha } },
    ),
    seed: SEED,
    seeds,
    engine: 'auto',
  };
  const { anchors } = spec;
  const labeled = Int32Array.from({ length: samples }, (_, i) => i);
  const train = draw(spec, samples, 'train');
  const unseen = draw(spec, UNSEEN, 'unseen');
  const data: PreparedData = {
    id: spec.id,
    shape,
    classes: Array.from({ length: classes }, (_, i) => String(i)),
    ...train,
    ...(anchors && { anchors }),
    validation: unseen,
    test: unseen,
    teacher: labeled,
    students: Array.from({ length: seeds }, () => ({ labeled, pool: new Int32Array() })),
  };
  const { parameters } = buildNetwork(net, shape, classes, anchors);
  const weights = (who: string) => initialise(parameters, (_seed, name) => random(SEED, who, name), 1);
  return {
    ...spec,
    setup,
    data,
    parameters: parameters.map(({ name, shape: of }) => ({ name, shape: of })),
    student: weights('student'),
    teacher: weights('teacher'),
    batches: firstBatches(train, labeled, batch, anchors),
  };
}

function firstBatches(
  { x, y, truths }: Samples,
  indices: Int32Array,
  batch: number,
  anchors: AnchorSpec | undefined,
): Workload['batches'] {
  const features = x.length / y.length;
  const order = orderWindow({ indices, seed: SEED, stream: 'labeled', from: 0, count: BATCHES * batch });
  return Array.from({ length: BATCHES }, (_, k) => {
    const chosen = order.subarray(k * batch, (k + 1) * batch);
    const taken = new Float32Array(batch * features);
    chosen.forEach((i, row) => {
      taken.set(x.subarray(i * features, (i + 1) * features), row * features);
    });
    const labels = Int32Array.from(chosen, (i) => y[i] as number);
    const own = Array.from(chosen, (i) => truths?.[i] ?? []);
    return { x: taken, labels, ...(anchors && { matches: rowsOf(anchors, own) }) };
  });
}

interface Samples {
  readonly x: Float32Array;
  readonly y: Int32Array;
  readonly truths?: readonly (readonly Truth[])[];
}

/** Samples with their classes in turn. */
function draw({ shape, classes, anchors }: WorkloadSpec, count: number, part: string): Samples {
  const chance = random(SEED, 'samples', part);
  const y = Int32Array.from({ length: count }, (_, i) => i % classes);
  const features = shape.reduce((a, b) => a * b, 1);
  const x = new Float32Array(count * features);
  if (shape.length === 1) {
    y.forEach((label, i) => {
      x.set(onSpiral(label / classes, chance), 2 * i);
    });
    return { x, y };
  }
  const prototypes = Array.from({ length: classes }, (_, label) => {
    const own = random(SEED, 'prototype', label);
    return Float32Array.from({ length: features }, () => own.next());
  });
  y.forEach((label, i) => {
    const prototype = prototypes[label] as Float32Array;
    for (let k = 0; k < features; k++)
      x[i * features + k] = 0.5 * (prototype[k] as number) + 0.5 * chance.next();
  });
  if (anchors) return { x, y, truths: Array.from(y, (label) => [objectIn(anchors.size, label, chance)]) };
  return { x, y };
}

/** An object somewhere in a scene. */
function objectIn(size: number, label: number, chance: Random): Truth {
  const side = size * (0.25 + 0.25 * chance.next());
  const [left, top] = [(size - side) * chance.next(), (size - side) * chance.next()];
  return { box: [left, top, left + side, top + side], label };
}

/** A point of one of several arms wound around each other; `arm` is in turns. */
function onSpiral(arm: number, chance: Random): [number, number] {
  const radius = 0.1 + 0.9 * Math.sqrt(chance.next());
  const angle = 2 * Math.PI * (1.5 * radius + arm);
  const noise = () => 0.04 * chance.normal();
  return [radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise()];
}
