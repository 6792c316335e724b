// A whole number that says what is drawn: how many, how far.
import type { RangeKnob } from '../contract/cards.ts';

export const wholeKnob = (
  symbol: string,
  [min, value, max]: readonly [number, number, number],
  texts: Pick<RangeKnob, 'label' | 'hint'>,
): RangeKnob => ({ kind: 'range', min, max, step: 1, default: value, live: false, symbol, ...texts });
