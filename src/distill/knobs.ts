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
    label: { en: 'Temperature', zh: '温度' },
    hint: {
      en: 'Divides both sets of logits before the softmax: the higher, the more the small probabilities count.',
      zh: '在 softmax 之前除两边的 logits：越高，小概率的分量越大。',
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
    label: { en: 'Weight of the teacher', zh: '教师的权重' },
    hint: {
      en: 'At 0 only the labels count, at 1 only the teacher.',
      zh: '为 0 时只看标签，为 1 时只看教师。',
    },
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
  label: { en: 'Label smoothing', zh: '标签平滑' },
  hint: {
    en: 'Takes this share of the target from the labeled class and spreads it over all classes.',
    zh: '从标签类别的目标中取出这一份额，均分给所有类别。',
  },
} as const satisfies RangeKnob;
