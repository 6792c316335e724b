// Generations of one network: each, from fresh weights, is taught by the one before; the first has labels alone.
import type { ChoiceKnob, KnobValues } from '../contract/cards.ts';
import type { NetSpec } from '../contract/setup.ts';
import type { Lineage } from './lineage.ts';

const nameOf = (i: number): string => `generation-${i}`;

/** How many generations there are before the student. */
export const generationCount = {
  kind: 'choice',
  symbol: 'g',
  default: '2',
  label: { en: 'Generations before', zh: '之前的代数' },
  hint: {
    en: 'Networks like the student that train before it. The first has the labels alone.',
    zh: '在学生之前训练的、与学生相同的网络。第一代只有标签。',
  },
  options: ['1', '2', '3'].map((value) => ({ value, label: { en: value, zh: value } })),
} as const satisfies ChoiceKnob;

/** @param knobs those of KD; the first generation has the label smoothing of them */
export function generations(student: NetSpec, count: number, knobs: KnobValues): Lineage {
  const { epsilon = 0 } = knobs;
  const stages = Array.from({ length: count }, (_, i) => ({
    name: nameOf(i),
    title: { en: `Generation ${i}`, zh: `第 ${i} 代` },
    net: student,
    school: 'student' as const,
    method: i === 0 ? 'alone' : 'kd',
    knobs: i === 0 ? { epsilon } : knobs,
    from: i === 0 ? [] : [nameOf(i - 1)],
  }));
  return { stages, from: [nameOf(count - 1)] };
}
