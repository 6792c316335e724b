// What there is to say and to draw of a scene.
import type { Answer } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { tv } from '../messages/scenes.ts';

export type Scene = Answer<'scene'>;

/** A map over a scene, of one lane. */
export interface Heat {
  readonly id: string;
  readonly title: string;
  /** [places, places], from the top left. */
  readonly values: Float32Array;
  readonly most: number;
}

/** What a detector finds in it from a score on. */
export const foundBy = (scene: Scene, lane: string, score: number) =>
  (scene.lanes[lane]?.found ?? []).filter((one) => one.score >= score);

/** How many of those are objects, and how many are none. */
export function countsOf(scene: Scene, lane: string, score: number) {
  const found = foundBy(scene, lane, score);
  const right = found.filter((one) => one.right).length;
  return { right, wrong: found.length - right };
}

const TITLES = ['weight', 'entropy', 'gap'] as const;

/** All maps over it, by lane. */
export function heatsOf(scene: Scene, lanes: readonly LaneView[]): Heat[] {
  return lanes.flatMap(({ id, name }) =>
    TITLES.flatMap((map): Heat[] => {
      const values = scene.lanes[id]?.maps[map];
      if (!values) return [];
      return [{ id: `${id}/${map}`, title: tv(map, { name }), values, most: Math.max(0, ...values) }];
    }),
  );
}
