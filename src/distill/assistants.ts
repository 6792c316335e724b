// Networks between a teacher and a student in size: teacher assistants, and from whom each of them learns.
import type { ChoiceKnob, RangeKnob } from '../contract/cards.ts';
import { TEACHER } from '../contract/protocol.ts';
import type { NetSpec } from '../contract/setup.ts';
import type { Nets, Stage } from './lineage.ts';

/**
 * A network between the two. `share` 0 has the teacher's widths, 1 the student's; between them widths go along a
 * geometric line, layer by layer from the input on, and the number of layers along a straight one. It is of the student's kind.
 */
export function netBetween({ teacher, student }: Nets, share: number): NetSpec {
  const depth = Math.round((1 - share) * teacher.widths.length + share * student.widths.length);
  const widths = Array.from({ length: depth }, (_, i) => {
    const at = depth === 1 ? 1 : i / (depth - 1);
    const wide = widthAt(teacher, at);
    const narrow = widthAt(student, at);
    return Math.max(1, Math.round(wide ** (1 - share) * narrow ** share));
  });
  return { ...student, widths };
}

/** A network's width at a place between its first hidden layer, 0, and its last, 1; 1 where it has none. */
function widthAt({ widths }: NetSpec, at: number): number {
  return widths[Math.round(at * (widths.length - 1))] ?? 1;
}

/** Shares of so many networks on the way from teacher to student, the larger first; `middle` is that of a single one. */
export function sharesOf(count: number, middle: number): number[] {
  const bend = Math.log(middle) / Math.log(0.5);
  return Array.from({ length: count }, (_, i) => ((i + 1) / (count + 1)) ** bend);
}

interface Assisting {
  readonly nets: Nets;
  readonly count: number;
  /** Share of a single assistant; see `sharesOf`. */
  readonly middle: number;
  /** `chain`: each learns from the one before it. `each`: all learn from the teacher. */
  readonly learn: 'chain' | 'each';
  readonly knobs: Stage['knobs'];
}

const nameOf = (i: number): string => `assistant-${i + 1}`;

/** So many assistants, the largest first, each by soft targets. */
export function assistants({ nets, count, middle, learn, knobs }: Assisting): Stage[] {
  return sharesOf(count, middle).map((share, i) => ({
    name: nameOf(i),
    title: {
      en: count === 1 ? 'Assistant' : `Assistant ${i + 1} of ${count}`,
      zh: count === 1 ? '助教' : `助教 ${i + 1}/${count}`,
    },
    net: netBetween(nets, share),
    school: 'student',
    method: 'kd',
    knobs,
    from: [learn === 'chain' && i > 0 ? nameOf(i - 1) : TEACHER],
  }));
}

/** How many assistants there are, of the numbers given. */
export const assistantCount = (counts: readonly number[], fallback: number) =>
  ({
    kind: 'choice',
    symbol: 'm',
    default: String(fallback),
    label: { en: 'Assistants', zh: '助教数量' },
    hint: {
      en: 'Networks between teacher and student that train before the student.',
      zh: '位于教师与学生之间、在学生之前训练的网络。',
    },
    options: counts.map((n) => ({ value: String(n), label: { en: String(n), zh: String(n) } })),
  }) as const satisfies ChoiceKnob;

/** How small they are. */
export const assistantSize = {
  kind: 'range',
  live: false,
  symbol: 's',
  min: 0.1,
  max: 0.9,
  step: 0.05,
  default: 0.7,
  label: { en: 'Size of the assistants', zh: '助教的大小' },
  hint: {
    en: 'Near 0 as wide as the teacher, near 1 as narrow as the student; between them on a geometric scale.',
    zh: '接近 0 与教师同宽，接近 1 与学生同宽；其间按几何尺度插值。',
  },
} as const satisfies RangeKnob;
