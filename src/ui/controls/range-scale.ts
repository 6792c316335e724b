// Where a value stands on a slider, and which value a place on it means. A logarithmic one gives every factor the same way.
import type { RangeKnob } from '../../contract/cards.ts';

type Scale = Pick<RangeKnob, 'min' | 'max' | 'step' | 'scale'>;
const NOTCHES = 500;

const isLog = (knob: Scale) => knob.scale === 'log' && knob.min > 0;

/** The attributes of the slider. */
export const notches = (knob: Scale) =>
  isLog(knob) ? { min: 0, max: NOTCHES, step: 1 } : { min: knob.min, max: knob.max, step: knob.step };

export const placeOf = (knob: Scale, value: number): number =>
  isLog(knob) ? Math.round((NOTCHES * Math.log(value / knob.min)) / Math.log(knob.max / knob.min)) : value;

export function valueAt(knob: Scale, place: number): number {
  if (!isLog(knob)) return place;
  const exact = knob.min * (knob.max / knob.min) ** (place / NOTCHES);
  const rounded = Number(exact.toPrecision(3));
  return Math.min(knob.max, Math.max(knob.min, rounded));
}
