// Networks that train between the teacher and a student, and from which the student learns: assistants, earlier
// generations, a teacher made for its student. A method says which they are; the runner trains them, one level after
// another, and keeps them like any other network.
import type { ChoiceKnob, Knob, Knobs, KnobValues, RangeKnob, SwitchKnob, Words } from '../contract/cards.ts';
import type { NetSpec } from '../contract/setup.ts';
import type { Random } from '../nn/network.ts';

/** A knob as it stands before the first step. */
type KnobSetting<K extends Knob> = K extends RangeKnob
  ? number
  : K extends ChoiceKnob
    ? string
    : K extends SwitchKnob
      ? boolean
      : never;
export type KnobSettings<K extends Knobs> = { readonly [N in keyof K]: KnobSetting<K[N]> };

/** The networks of the set-up. */
export interface Nets {
  readonly teacher: NetSpec;
  readonly student: NetSpec;
}

/** A network that trains before the student. It has all seeds. */
export interface Stage {
  /** Lower-case words with dashes; another than `teacher`. */
  readonly name: string;
  readonly title: Words;
  readonly net: NetSpec;
  /** Whose labels, pool, batch sizes and training settings it has. */
  readonly school: 'student' | 'teacher';
  /** The method it learns by. Its live knobs follow those of the lane that have the same name. */
  readonly method: string;
  readonly knobs: KnobValues;
  /** From whom: `teacher`, or stages named before it. Empty where it has the labels alone. */
  readonly from: readonly string[];
  /** The stage before it whose last layer it has, as it stands; it trains all but that. */
  readonly head?: string;
}

export interface Lineage {
  readonly stages: readonly Stage[];
  /** From whom the student learns, the first of them being its `teacher`. */
  readonly from: readonly string[];
}

/** What numbers are settled from: what the networks a student learns from say of the validation set. */
export interface Settling {
  /** Logits by name, each [samples, classes]. */
  readonly said: Readonly<Record<string, Float32Array>>;
  readonly labels: Int32Array;
  readonly classes: number;
  /** Chance of this seed. */
  readonly random: Random;
}
