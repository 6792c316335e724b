// What every detector makes of one scene: what it finds, and what its method makes of the anchors there. All passes are issued
// at once and read at once, so that they show one moment of a run that goes on. Changes no state.
import * as tf from '@tensorflow/tfjs-core';
import type { AnchorSpec } from '../contract/cards.ts';
import type { LaneId } from '../contract/protocol.ts';
import type { Answer, Ask, FoundObject } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import { anchorsEach } from '../detect/anchors.ts';
import { iou } from '../detect/boxes.ts';
import type { Truth } from '../detect/matching.ts';
import type { Detection } from '../detect/suppression.ts';
import { read } from '../gpu/readback.ts';
import type { Trace } from '../nn/network.ts';
import { detectionsOf, LOWEST } from './evaluate-scenes.ts';
import type { Experiment } from './experiment.ts';
import { firstSeed, forSeeds } from './inspect.ts';
import type { Lane } from './lane.ts';
import { apart, tableOf } from './matches.ts';
import { samplesOf } from './samples.ts';

/** A detection is right from this overlap on. */
const RIGHT = 0.5;

/** @throws a sentence where there is no such scene, or none at all */
export async function sceneOf(
  experiment: Experiment,
  data: PreparedData,
  { set, index }: Ask<'scene'>,
): Promise<Answer<'scene'>> {
  const { anchors } = data;
  if (!anchors) throw new Error('There are no scenes here.');
  const { values, given, truths: all } = samplesOf(data, set, [index]);
  const [truths = []] = all;
  const labeled = given[0] !== -1;
  const made = tf.tidy(() => sayOf(experiment, data, values, labeled ? truths : null));
  const names = Object.keys(made);
  let taken: Float32Array[];
  try {
    taken = await read(Object.values(made));
  } finally {
    tf.dispose(made);
  }
  const numbers = Object.fromEntries(names.map((name, i) => [name, taken[i] as Float32Array]));
  const lanes = [experiment.teacher, ...experiment.lanes].map(
    ({ id }): [LaneId, Answer<'scene'>['lanes'][string]] => {
      const said = {
        logits: numbers[`${id}/logits`] as Float32Array,
        boxes: numbers[`${id}/boxes`] as Float32Array,
      };
      const [found = []] = detectionsOf(said, data.classes.length, anchors, LOWEST);
      const start = `${id}/maps/`;
      const perAnchor = names
        .filter((name) => name.startsWith(start))
        .map((name): [string, Float32Array] => [name.slice(start.length), numbers[name] as Float32Array]);
      return [
        id,
        {
          found: judged(found, truths),
          perAnchor: Object.fromEntries(perAnchor),
          maps: Object.fromEntries(perAnchor.map(([name, values]) => [name, onPlaces(values, anchors)])),
        },
      ];
    },
  );
  const places = anchors.size / (anchors.strides[0] as number);
  return {
    set,
    index,
    values,
    truths: truths.map(({ box, label }) => ({ box, label })),
    labeled,
    places,
    lanes: Object.fromEntries(lanes),
  };
}

/** By lane and name: logits, boxes, and the numbers of anchors that its method can draw. */
function sayOf(
  { teacher, lanes, clock }: Experiment,
  { shape, anchors }: PreparedData,
  values: Float32Array,
  truths: readonly Truth[] | null,
): Record<string, tf.Tensor> {
  const x = tf.tensor(values, [1, 1, ...shape]);
  const rows = tableOf(anchors as AnchorSpec, [truths]);
  const told = teacher.apply(x);
  const ofLane = (lane: Lane): Record<string, tf.Tensor> => {
    const { seeds } = lane;
    const own = lane.apply(forSeeds(x, seeds));
    const matched = apart(forSeeds(tf.expandDims(rows, 0), seeds), null, truths ? 1 : 0);
    const batch = {
      x: forSeeds(x, seeds),
      labels: tf.fill([seeds, 1], truths ? 0 : -1),
      matched: () => matched,
    };
    const heard: Trace = { logits: forSeeds(told.logits, seeds), taps: {} };
    const maps = lane.anchorMaps(batch, heard, clock, own);
    return {
      ...saidBy(lane.id, own),
      ...Object.fromEntries(
        Object.entries(maps).map(([name, map]) => [`${lane.id}/maps/${name}`, firstSeed(map)]),
      ),
    };
  };
  return Object.assign(saidBy(teacher.id, told), ...lanes.map((lane) => tf.tidy(() => ofLane(lane))));
}

const saidBy = (id: LaneId, trace: Trace) => ({
  [`${id}/logits`]: firstSeed(trace.logits),
  [`${id}/boxes`]: firstSeed(trace.boxes as tf.Tensor),
});

/** Which detections are right: the best first, each the one object of its class that it overlaps most, if by half. */
function judged(found: readonly Detection[], truths: readonly Truth[]): FoundObject[] {
  const left = new Set(truths);
  return found.map(({ box, label, score }) => {
    const best = [...left]
      .filter((truth) => truth.label === label && iou(truth.box, box) >= RIGHT)
      .toSorted((a, b) => iou(b.box, box) - iou(a.box, box))[0];
    if (best) left.delete(best);
    return { box, label, score, right: best !== undefined };
  });
}

/** Numbers of anchors on the places of the finest level, row-major: the largest of all anchors whose place lies over it. */
export function onPlaces(values: Float32Array, spec: AnchorSpec): Float32Array {
  const { size, strides } = spec;
  const finest = strides[0] as number;
  const side = size / finest;
  const grid = new Float32Array(side * side);
  const each = anchorsEach(spec);
  let from = 0;
  for (const stride of strides) {
    const places = size / stride;
    grid.forEach((before, i) => {
      const [row, column] = [Math.floor(i / side), i % side].map((at) =>
        Math.floor((at * finest) / stride),
      ) as [number, number];
      const at = from + (row * places + column) * each;
      grid[i] = Math.max(before, ...values.subarray(at, at + each));
    });
    from += places * places * each;
  }
  return grid;
}
