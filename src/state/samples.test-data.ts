// A small cast for the tests: cards, a run, evaluations.
import type { Cards } from '../contract/cards.ts';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import type { Evaluation, LoadedRun } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';

const words = (en: string) => ({ en });
const method = (id: string, title: string) => ({
  id,
  title: words(title),
  plain: words('…'),
  cite: '…',
  experiment: 'preset=digits',
  formula: 's',
  terms: ['hard'],
  tracked: {},
  perSample: {},
  needsTeacher: id !== 'alone',
  usesPool: false,
  note: words('…'),
  captured: true as const,
  shaders: [],
});

export const CARDS: Cards = {
  methods: [
    { ...method('alone', 'Alone'), knobs: {} },
    {
      ...method('kd', 'Soft targets'),
      knobs: {
        T: {
          kind: 'range',
          label: words('Temperature'),
          symbol: 'T',
          min: 1,
          max: 20,
          step: 0.5,
          default: 4,
          live: true,
        },
        form: {
          kind: 'choice',
          label: words('Form'),
          options: [
            { value: 'forward', label: words('Forward') },
            { value: 'reverse', label: words('Reverse') },
          ],
          default: 'forward',
        },
      },
    },
    { ...method('adl', 'Adaptive loss'), knobs: {} },
    { ...method('ctkd', 'Learned temperature'), knobs: {} },
    { ...method('pseudo-labels', 'Pseudo-labels'), knobs: {} },
  ],
  models: [
    {
      id: 'mlp',
      title: words('MLP'),
      plain: words('…'),
      widthsLabel: words('Units'),
      needsImage: false,
      knobs: {},
    },
    {
      id: 'cnn',
      title: words('CNN'),
      plain: words('…'),
      widthsLabel: words('Filters'),
      needsImage: true,
      knobs: {},
    },
  ],
  datasets: ['digits', 'spirals', 'mnist'].map((id) => ({
    id,
    title: words(id),
    plain: words('…'),
    credit: '…',
    shape: id === 'spirals' ? [2] : [8, 8, 1],
    classes: ['a', 'b'],
    counts: { train: 1000, validation: 100, test: 100 },
    knobs:
      id === 'spirals'
        ? {
            noise: {
              kind: 'range' as const,
              label: words('Noise'),
              min: 0,
              max: 1,
              step: 0.1,
              default: 0.1,
              live: false,
            },
          }
        : {},
  })),
};

const size = { parameters: 100, macs: 90, bytes: 400, layers: [] };

export const loadedRun = (setup: Setup = DEFAULT_PRESET.setup): LoadedRun => ({
  setup,
  shape: [8, 8, 1],
  classes: ['a', 'b'],
  counts: { labeled: 50, pool: 600, validation: 100, test: 100, teacher: 1000 },
  totalSteps: 300,
  teacherSteps: 0,
  teacher: { size, source: setup.teacher.source },
  student: size,
});

export const evaluation = (accuracy: number): Evaluation => ({
  samples: 100,
  accuracy,
  loss: 1,
  agreement: accuracy,
  kl: 0.5,
  calibration: 0.1,
  bins: [],
  confusion: [1, 2, 3, 4],
});
