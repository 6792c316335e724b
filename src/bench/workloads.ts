// The workloads of the benchmark: one step of KD + CE with Adam, on networks of the sizes people play with.
import type { KnobValue } from '../contract/cards.ts';
import type { NetSpec } from '../contract/setup.ts';
import type { LaneKnobs, WorkloadSpec } from './workload.ts';

const mlp = (...widths: number[]): NetSpec => ({ model: 'mlp', widths, knobs: {} });
const cnn = (widths: number[], knobs: Record<string, KnobValue>): NetSpec => ({
  model: 'cnn',
  widths,
  knobs,
});
const KD: LaneKnobs = { T: 4, alpha: 0.9 };
const BATCH = 128;
/** Of the two large workloads where the adapter is a software one. */
const SMALL_BATCH = 8;

const digits = { shape: [28, 28, 1], classes: 10, samples: 1024, batch: BATCH, lanes: [KD], seeds: 1 };
const digitsMlp = { ...digits, net: mlp(128, 128) };

/** The quick three come first. */
const QUICK: readonly WorkloadSpec[] = [
  {
    id: 'spirals-mlp',
    title: 'three spirals drawn from a seed, MLP 2-32-32-3',
    shape: [2],
    classes: 3,
    samples: 1200,
    batch: BATCH,
    net: mlp(32, 32),
    lanes: [KD],
    seeds: 1,
  },
  {
    ...digitsMlp,
    id: 'digits-mlp',
    title: 'random 28×28 images, MLP 784-128-128-10',
  },
  {
    ...digits,
    id: 'digits-cnn',
    title: 'random 28×28 images, CNN of 8 and 16 filters 3×3, ReLU, max pooling 2×2, mean, dense',
    net: cnn([8, 16], { downsample: 'pool' }),
  },
];

const LARGE: readonly WorkloadSpec[] = [
  {
    id: 'colour-cnn',
    title:
      'random 32×32×3 images, CNN of 16, 32 and 64 filters 3×3, group normalisation, ReLU, max pooling 2×2, mean, dense',
    shape: [32, 32, 3],
    classes: 10,
    samples: 512,
    batch: BATCH,
    net: cnn([16, 32, 64], { downsample: 'pool', norm: 'group' }),
    lanes: [KD],
    seeds: 1,
  },
  {
    ...digitsMlp,
    id: 'eight-lanes',
    title: 'eight students 784-128-128-10 of one teacher, each with a temperature of its own',
    lanes: [1, 2, 3, 4, 5, 6, 8, 10].map((T) => ({ T, alpha: 0.9 })),
  },
];

/** The student of the experiment with digits in scenes, and its teacher of the same size. */
const DETECTOR: WorkloadSpec = {
  id: 'detector',
  title:
    'random 48×48 scenes, RetinaNet of 8, 16, 24 and 32 filters, a pyramid of 16, 180 anchors; focal loss, smooth L1 and ADL',
  shape: [48, 48, 1],
  classes: 10,
  samples: 512,
  batch: 16,
  net: { model: 'retina', widths: [8, 16, 24, 32], knobs: { pyramid: 16 } },
  anchors: { size: 48, strides: [8, 16], scales: [1.25, 1.77], ratios: [1, 2] },
  lanes: [KD],
  seeds: 1,
};

/** What is run where nothing else was asked for. */
export function workloads(quick: boolean, software: boolean): readonly WorkloadSpec[] {
  return quick
    ? QUICK
    : [...QUICK, ...LARGE.map((spec) => (software ? { ...spec, batch: SMALL_BATCH } : spec)), DETECTOR];
}

export const WORKLOAD_IDS: readonly string[] = [...QUICK, ...LARGE, DETECTOR].map(({ id }) => id);
