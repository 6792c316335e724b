// What the visitor does to the lanes of the set-up: each a pure change of the draft (draft-lanes.ts), put in its place.
import {
  withLane,
  withLaneAt,
  withLaneBack,
  withLaneColor,
  withLaneCopy,
  withLaneName,
  withMethod,
  withoutLane,
} from './draft-lanes.ts';
import type { Draft } from './setup.ts';

/** The parameters of a change of the draft, without the draft. */
type Tail<F extends (draft: Draft, ...rest: never[]) => Draft> =
  Parameters<F> extends [Draft, ...infer Rest] ? Rest : never;

export const laneActions = (draft: () => Draft, edit: (draft: Draft) => void) => ({
  addLane: (...added: Tail<typeof withLane>) => edit(withLane(draft(), ...added)),
  /** A copy of a lane, changed where it is told so: an ablation, a loss of the visitor's own. */
  copyLane: (...[key, change]: Tail<typeof withLaneCopy>) => edit(withLaneCopy(draft(), key, change)),
  removeLane: (key: number) => edit(withoutLane(draft(), key)),
  /** Puts back a lane that `before` had. False where there is no room for it. */
  returnLane(before: Draft, key: number): boolean {
    const now = draft();
    edit(withLaneBack(now, before, key));
    return draft() !== now;
  },
  placeLane: (key: number, place: number) => edit(withLaneAt(draft(), key, place)),
  colorLane: (key: number, color: number) => edit(withLaneColor(draft(), key, color)),
  setMethod: (key: number, method: string) => edit(withMethod(draft(), key, method)),
  renameLane: (key: number, name: string) => edit(withLaneName(draft(), key, name)),
});
