// A set-up whose live knobs, and code, stand where they were turned while a run went on.
import type { KnobTurn } from '../contract/checkpoint.ts';
import { CODE, laneId } from '../contract/protocol.ts';
import { withLaneKnob } from './draft-lanes.ts';
import { put } from './json.ts';
import type { Move } from './live.ts';
import type { Draft } from './setup.ts';

export function turned(draft: Draft, turns: readonly KnobTurn[]): { draft: Draft; moves: Move[] } {
  let moves: Move[] = [];
  let moved = draft;
  for (const { lane, knob, value, phase, step } of turns) {
    const place = draft.setup.lanes.findIndex((_, i) => laneId(i) === lane);
    const key = draft.keys[place];
    if (key === undefined) continue;
    moved =
      knob === CODE
        ? { ...moved, setup: put(moved.setup, ['lanes', place, 'code'], value) }
        : withLaneKnob(moved, key, knob, value);
    moves = moves.filter((move) => move.key !== key || move.knob !== knob);
    if (phase === 'students') moves.push({ key, knob, value, step });
  }
  return { draft: moved, moves };
}
