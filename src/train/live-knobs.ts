// A lane's knobs: those that may move while it trains are slots, the others are values for good.
import { type KnobValue, type KnobValues, type RangeKnob, withDefaults } from '../contract/cards.ts';
import type { LaneId } from '../contract/protocol.ts';
import type { KnobInputs, Method } from '../distill/method.ts';
import type { Slot, Slots } from '../gpu/slots.ts';

export class LiveKnobs {
  private readonly live: Readonly<Record<string, Slot>>;
  private readonly structural: Readonly<Record<string, KnobValue>>;

  constructor(
    private readonly method: Method,
    private readonly chosen: KnobValues,
    id: LaneId,
    slots: Slots,
  ) {
    const values = withDefaults(method.knobs, chosen);
    const isLive = (name: string) =>
      method.knobs[name]?.kind === 'range' && (method.knobs[name] as { live: boolean }).live;
    this.live = Object.fromEntries(
      Object.keys(values)
        .filter(isLive)
        .map((name) => [name, slots.create(`${id}/knob/${name}`, [values[name] as number], [1])]),
    );
    this.structural = Object.fromEntries(Object.entries(values).filter(([name]) => !isLive(name)));
  }

  /** As they were before the first step. */
  get settings(): KnobValues {
    return withDefaults(this.method.knobs, this.chosen);
  }

  /** As the method gets them, as they stand now. */
  get inputs(): KnobInputs<Method['knobs']> {
    const live = Object.fromEntries(Object.entries(this.live).map(([name, slot]) => [name, slot.tensor]));
    return { ...this.structural, ...live } as KnobInputs<Method['knobs']>;
  }

  /** The slot of a live knob; undefined for any other name. */
  slot(name: string): Slot | undefined {
    return Object.hasOwn(this.live, name) ? this.live[name] : undefined;
  }

  /** What moves a live knob to a value. Throws a sentence for a knob that is not live and a value out of its range. */
  mover(name: string, value: KnobValue): () => void {
    const slot = this.slot(name);
    const knob = this.method.knobs[name];
    if (!slot || knob?.kind !== 'range')
      throw new Error(`${this.method.title.en}: ${name} cannot move while training.`);
    if (typeof value !== 'number' || !(value >= knob.min && value <= knob.max)) {
      throw new Error(`${this.method.title.en}: ${name} goes from ${knob.min} to ${knob.max}, got ${value}.`);
    }
    return () => slot.write([value]);
  }

  /** Values for the slots of all of them, other than those they have; another `turn` gives others. */
  moved(turn: number): Record<string, Float32Array> {
    const share = 0.25 + 0.5 * ((turn % 7) / 7);
    return Object.fromEntries(
      Object.entries(this.live).map(([name, slot]) => {
        const { min, max } = this.method.knobs[name] as RangeKnob;
        return [slot.name, Float32Array.of(min + share * (max - min))];
      }),
    );
  }
}
