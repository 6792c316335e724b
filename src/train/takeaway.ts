// What leaves the engine for other programs: weights, and the material of the students' first steps.

import type { AnchorSpec } from '../contract/cards.ts';
import type { LaneId } from '../contract/protocol.ts';
import {
  MAX_MATERIAL,
  type Material,
  type MaterialScenes,
  type NetWeights,
  type RunWeights,
} from '../contract/takeaway.ts';
import { orderWindow } from '../data/order.ts';
import type { PreparedData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import { anchorsOf } from '../detect/anchors.ts';
import { clockAt } from '../nn/clock.ts';
import type { Experiment } from './experiment.ts';
import type { Lane } from './lane.ts';
import { rowsOf } from './matches.ts';

/** The weights of all networks. A teacher that came trained has no others at the beginning. */
export async function parametersOf(
  experiment: Experiment,
  { shape, classes, anchors }: PreparedData,
  initial: boolean,
): Promise<RunWeights> {
  const { teacher, lanes, position, teacherSteps } = experiment;
  const networks: [LaneId, NetWeights][] = [];
  for (const lane of [teacher, ...lanes]) {
    const came = lane === teacher && teacherSteps === 0;
    networks.push([lane.id, await lane.weights.ofSeeds(initial && !came)]);
  }
  const boxes = anchors && Float32Array.from(anchorsOf(anchors).flat());
  return {
    ...{ ...position, shape, classes, networks: Object.fromEntries(networks) },
    ...(anchors && boxes && { anchors: { spec: anchors, boxes } }),
  };
}

/**
 * What the students' first steps are made of, `steps` of them or as many as there are.
 * @throws a sentence while the teacher still trains, and where it would be too much
 */
export async function materialOf(
  experiment: Experiment,
  data: PreparedData,
  steps: number,
): Promise<Material> {
  const { setup, totalSteps, teacher, lanes } = experiment;
  if (!(Number.isInteger(steps) && steps >= 1))
    throw new Error(`The material is that of one step or more, ${steps} were asked for.`);
  if (experiment.position.phase !== 'students')
    throw new Error('The teacher still trains; the script needs it as it teaches.');
  const taken = Math.min(steps, totalSteps);
  const { x, order, y, used } = samplesOf(experiment, data, taken);
  const seeds = data.students.map((_, i) => setup.seed + i);
  const key = (...names: string[]) => seeds.map((seed) => random(seed, ...names).int(2 ** 32));
  const clocks = clocksOf(experiment, taken);
  const initial: [LaneId, NetWeights][] = [[teacher.id, await teacher.weights.ofSeeds(false)]];
  for (const lane of lanes) initial.push([lane.id, await lane.weights.ofSeeds(true)]);
  return {
    steps: taken,
    totalSteps,
    shape: data.shape,
    classes: data.classes,
    seeds,
    train: { x, y },
    ...(data.anchors && { scenes: await scenesOf(experiment, data, data.anchors, used) }),
    test: data.test,
    order,
    batch: setup.training.batch,
    poolBatch: poolBatchOf(experiment),
    ...clocks,
    keys: { dropout: key('student', 'dropout'), augment: key('augment') },
    lanes: Object.fromEntries(lanes.map((lane: Lane) => [lane.id, beginning(lane)])),
    turns: experiment.turns.map(({ lane, knob, value, phase, step }) => ({
      lane,
      knob,
      value,
      step: phase === 'students' ? step : 0,
    })),
    networks: Object.fromEntries(initial),
  };
}

const beginning = (lane: Lane) => ({ method: lane.method.id, ...lane.beginning });
const poolBatchOf = ({ setup }: Experiment): number => (setup.data.pool > 0 ? setup.data.poolBatch : 0);

/** The samples that come up, and which of them each step takes. */
function samplesOf(experiment: Experiment, data: PreparedData, steps: number) {
  const { setup } = experiment;
  const { batch } = setup.training;
  const poolBatch = poolBatchOf(experiment);
  const size = batch + poolBatch;
  const total = setup.seeds * steps * size;
  if (total > MAX_MATERIAL)
    throw new Error(`${steps} steps of ${size} samples are too many to take along; ask for fewer.`);
  const places = new Int32Array(data.y.length).fill(-1);
  const used: number[] = [];
  const order = new Int32Array(total);
  data.students.forEach(({ labeled, pool }, s) => {
    const stream = (name: 'labeled' | 'pool', indices: Int32Array, count: number, at: number) => {
      if (count === 0) return;
      const seed = setup.seed + s;
      const shown = orderWindow({ indices, seed, stream: name, from: 0, count: steps * count });
      shown.forEach((sample, i) => {
        if ((places[sample] as number) < 0) places[sample] = used.push(sample) - 1;
        order[(s * steps + Math.floor(i / count)) * size + at + (i % count)] = places[sample] as number;
      });
    };
    stream('labeled', labeled, batch, 0);
    stream('pool', pool, poolBatch, batch);
  });
  const features = data.x.length / data.y.length;
  if (used.length * features > MAX_MATERIAL)
    throw new Error(`${used.length} samples of ${features} numbers are too many to take along.`);
  const x = new Float32Array(used.length * features);
  used.forEach((sample, i) => {
    x.set(data.x.subarray(sample * features, (sample + 1) * features), i * features);
  });
  return { x, y: Int32Array.from(used, (sample) => data.y[sample] as number), order, used };
}

/** What the anchors of those samples stand for, by their labels and by what the teacher has found. */
async function scenesOf(
  experiment: Experiment,
  { truths = [] }: PreparedData,
  spec: AnchorSpec,
  used: readonly number[],
): Promise<MaterialScenes> {
  const labels = rowsOf(
    spec,
    used.map((sample) => truths[sample] ?? null),
  );
  const width = labels.length / used.length;
  const found: [LaneId, Float32Array][] = [];
  for (const lane of experiment.lanes) {
    if (lane.lowestScore === null) continue;
    const all = await experiment.foundBy(experiment.teacher, lane.lowestScore);
    const own = new Float32Array(labels.length);
    used.forEach((sample, i) => {
      own.set(all.subarray(sample * width, (sample + 1) * width), i * width);
    });
    found.push([lane.id, own]);
  }
  return { spec, labels, found: Object.fromEntries(found) };
}

/** Factor of the rate and progress at each step, by the same formula as the clock's. */
function clocksOf({ setup, totalSteps }: Experiment, steps: number) {
  const factors = new Float32Array(steps);
  const progress = new Float32Array(steps);
  for (let step = 0; step < steps; step++) {
    const clock = clockAt(step + 1, setup.training, totalSteps);
    progress[step] = clock[1] as number;
    factors[step] = clock[2] as number;
  }
  return { factors, progress };
}
