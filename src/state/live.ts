// What moves within a run that is loaded: live knobs, and the code of a lane. Everything else waits for the next load.
import type { StoreApi } from 'zustand/vanilla';
import type { KnobValue } from '../contract/cards.ts';
import { CODE, laneId } from '../contract/protocol.ts';
import type { AppState } from './app.ts';
import { withLaneCode, withLaneKnob } from './draft-lanes.ts';
import type { Engine } from './engine.ts';
import type { RunState } from './run.ts';
import type { Draft } from './setup.ts';
import { methodOf } from './views.ts';

/** A live knob that was moved while the run went on: a link holds its value, but not since when it has it. */
export interface Move {
  readonly key: number;
  readonly knob: string;
  readonly value: KnobValue;
  readonly step: number;
}

/** @param settled whether no load is on its way */
export function createLive(
  { getState: get, setState: set }: StoreApi<AppState>,
  engine: Engine,
  edit: (draft: Draft) => void,
  settled: () => boolean,
) {
  /** Where a lane of the draft runs as it stands there; −1 where it does not. */
  const placeOf = (key: number): number => {
    const { draft, applied, run } = get();
    const place = applied?.keys.indexOf(key) ?? -1;
    const method = draft.setup.lanes[draft.keys.indexOf(key)]?.method;
    return run.run && settled() && applied?.setup.lanes[place]?.method === method ? place : -1;
  };

  /** The same change of what runs and of what was asked for; among the moves, where the run has begun. */
  const note = (change: (draft: Draft) => Draft, { key, knob, value }: Omit<Move, 'step'>) =>
    set(({ applied, requested, moves, run }) => ({
      applied: applied && change(applied),
      requested: requested?.keys.includes(key) ? change(requested) : requested,
      moves: hasBegun(run)
        ? [...moves.filter((m) => m.key !== key || m.knob !== knob), { key, knob, value, step: run.step }]
        : moves,
    }));

  /** Live knobs and code of a run that begins anew, as they stand. */
  function keep() {
    const { applied, run } = get();
    applied?.setup.lanes.forEach((lane, i) => {
      for (const [knob, value] of Object.entries(lane.knobs)) {
        if (run.run?.setup.lanes[i]?.knobs[knob] !== value)
          engine.send({ type: 'knob', lane: laneId(i), knob, value });
      }
      if (lane.code !== undefined && run.run?.setup.lanes[i]?.code !== lane.code)
        engine.send({ type: 'code', lane: laneId(i), code: lane.code });
    });
  }

  return {
    /** Live knobs move in the run; the others wait for the next load. */
    moveKnob(key: number, knob: string, value: KnobValue) {
      const place = placeOf(key);
      const { draft, run } = get();
      const method = draft.setup.lanes[draft.keys.indexOf(key)]?.method ?? '';
      const card = methodOf(run.cards, method)?.knobs[knob];
      edit(withLaneKnob(draft, key, knob, value));
      if (place < 0 || card?.kind !== 'range' || !card.live) return;
      engine.send({ type: 'knob', lane: laneId(place), knob, value });
      note((one) => withLaneKnob(one, key, knob, value), { key, knob, value });
    },

    /** Other code for a lane: in the run from its next step on, where the lane runs. It is the caller's to have it checked. */
    changeCode(key: number, code: string) {
      const place = placeOf(key);
      edit(withLaneCode(get().draft, key, code));
      if (place < 0) return;
      engine.send({ type: 'code', lane: laneId(place), code });
      note((one) => withLaneCode(one, key, code), { key, knob: CODE, value: code });
    },

    /** Back to step 0; live knobs and code stay as they are now. */
    reset() {
      engine.send({ type: 'reset' });
      set({ moves: [] });
      keep();
    },

    keep,
  };
}

/** Whether a change now is one within the run. */
const hasBegun = ({ phase, step, transport }: RunState): boolean =>
  phase === 'students' && (step > 0 || transport === 'playing');
