// The default experiments. A link names one and says only what differs from it.
import type { Words } from './cards.ts';
import { type NetSpec, NO_AUGMENT, type Setup, type TrainingSpec } from './setup.ts';

export interface Preset {
  readonly id: string;
  readonly title: Words;
  readonly plain: Words;
  readonly setup: Setup;
}

const mlp = (...widths: number[]): NetSpec => ({ model: 'mlp', widths, knobs: {} });
const steps = (count: number) => ({ unit: 'steps' as const, count });

const adam: TrainingSpec = {
  optimizer: 'adam',
  rate: 0.003,
  momentum: 0.9,
  weightDecay: 0,
  clip: 0,
  schedule: 'cosine',
  warmup: 0.05,
  batch: 32,
  length: steps(300),
};

const lanes = (...methods: string[]) => methods.map((method) => ({ method, knobs: {} }));

const digits: Setup = {
  data: {
    id: 'digits',
    knobs: {},
    labels: { teacher: 0, student: 5 },
    pool: 600,
    poolBatch: 32,
    augment: NO_AUGMENT,
  },
  teacher: { net: mlp(64, 64), source: 'pretrained', training: { ...adam, length: steps(1000), batch: 64 } },
  student: mlp(16),
  training: adam,
  lanes: lanes('alone', 'kd', 'adl', 'ctkd'),
  seed: 1,
  seeds: 1,
  engine: 'auto',
};

const spirals: Setup = {
  ...digits,
  data: { ...digits.data, id: 'spirals', labels: { teacher: 0, student: 10 }, pool: 300 },
  teacher: {
    net: mlp(32, 32),
    source: 'pretrained',
    training: { ...adam, rate: 0.01, length: steps(2000), batch: 128 },
  },
  student: mlp(8, 8),
  training: { ...adam, rate: 0.01, length: steps(1500) },
};

const mnistFew: Setup = {
  ...digits,
  data: { ...digits.data, id: 'mnist', labels: { teacher: 0, student: 10 }, pool: 0, poolBatch: 0 },
  teacher: {
    net: mlp(128, 128),
    source: 'pretrained',
    training: { ...adam, rate: 0.001, length: steps(3000), batch: 128 },
  },
  student: mlp(32),
  training: { ...adam, length: steps(600) },
};

const mnistPool: Setup = {
  ...mnistFew,
  data: { ...mnistFew.data, pool: 10_000, poolBatch: 64 },
  lanes: lanes('alone', 'kd', 'adl', 'ctkd', 'pseudo-labels'),
};

export const PRESETS: readonly Preset[] = [
  {
    id: 'digits',
    title: { en: 'Digits with few labels' },
    plain: {
      en: 'Five labels a class and six hundred samples without any. The student alone sees only the labels; with a teacher it also learns from what the teacher makes of the rest.',
    },
    setup: digits,
  },
  {
    id: 'spirals',
    title: { en: 'Two spirals, tiny student' },
    plain: {
      en: 'Ten labels a spiral are too few to see it turn. The teacher has drawn the border and says, of three hundred points without labels, on which side they lie.',
    },
    setup: spirals,
  },
  {
    id: 'mnist-few',
    title: { en: 'MNIST, ten labels a class' },
    plain: {
      en: 'The teacher has seen all labels, the student a hundred. Nothing else passes between them but soft targets on those hundred.',
    },
    setup: mnistFew,
  },
  {
    id: 'mnist-pool',
    title: { en: 'MNIST, ten labels a class and a pool' },
    plain: {
      en: 'The same hundred labels, and ten thousand images without labels on which the teacher is asked.',
    },
    setup: mnistPool,
  },
];

export const DEFAULT_PRESET = PRESETS[0] as Preset;
