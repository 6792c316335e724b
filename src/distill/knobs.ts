// Knobs that several methods share, and what they mean in all of them.
import type { RangeKnob } from '../contract/cards.ts';

/** The softmax temperature T of teacher and student. */
export const temperature = (fallback: number) =>
  ({
    kind: 'range',
    live: true,
    symbol: 'T',
    min: 0.5,
    max: 20,
    step: 0.5,
    default: fallback,
    scale: 'log',
    label: { en: 'Temperature' },
    hint: {
      en: 'Divides both sets of logits before the softmax: the higher, the more the small probabilities count.',
    },
  }) as const satisfies RangeKnob;

/** The share α of the teacher's term; the labels get 1 − α. */
export const teacherShare = (fallback: number) =>
  ({
    kind: 'range',
    live: true,
    symbol: '\\alpha',
    min: 0,
    max: 1,
    step: 0.05,
    default: fallback,
    label: { en: 'Weight of the teacher' },
    hint: { en: 'At 0 only the labels count, at 1 only the teacher.' },
  }) as const satisfies RangeKnob;

/** The label smoothing ε of the cross-entropy with the labels. */
export const labelSmoothing = {
  kind: 'range',
  live: false,
  symbol: '\\varepsilon',
  min: 0,
  max: 0.5,
  step: 0.01,
  default: 0,
  label: { en: 'Label smoothing' },
  hint: { en: 'Takes this share of the target from the labeled class and spreads it over all classes.' },
} as const satisfies RangeKnob;
