// What a lane does otherwise than the lane it was copied from.
import { type Cards, type Knob, type KnobValue, withDefaults } from '../contract/cards.ts';
import type { LaneSpec } from '../contract/setup.ts';
import { methodOf } from './views.ts';

export type Difference =
  | { readonly what: 'method'; readonly from: string; readonly to: string }
  | {
      readonly what: 'knob';
      readonly name: string;
      readonly knob: Knob;
      readonly from: KnobValue;
      readonly to: KnobValue;
    }
  /** Terms of the loss that only the other one has, or only this one. */
  | { readonly what: 'without' | 'with'; readonly term: string }
  /** The weight a sample is written otherwise. */
  | { readonly what: 'code' };

/** Under another method, knobs and terms are others altogether and not compared. */
export function laneDifferences(lane: LaneSpec, origin: LaneSpec, cards: Cards | null): Difference[] {
  if (lane.method !== origin.method) return [{ what: 'method', from: origin.method, to: lane.method }];
  const knobs = methodOf(cards, lane.method)?.knobs ?? {};
  const here = withDefaults(knobs, lane.knobs);
  const there = withDefaults(knobs, origin.knobs);
  const terms = (what: 'without' | 'with', these: readonly string[] = [], those: readonly string[] = []) =>
    these.filter((term) => !those.includes(term)).map((term): Difference => ({ what, term }));
  return [
    ...Object.entries(knobs).flatMap(([name, knob]): Difference[] => {
      const from = there[name];
      const to = here[name];
      return from === undefined || to === undefined || from === to
        ? []
        : [{ what: 'knob', name, knob, from, to }];
    }),
    ...terms('without', lane.without, origin.without),
    ...terms('with', origin.without, lane.without),
    ...(lane.code === origin.code ? [] : [{ what: 'code' as const }]),
  ];
}
