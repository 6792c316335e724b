// A training step in slow motion: everything that will happen to one lane in the step that comes next, read out, and
// taken back. The step itself is taken later, by whoever takes steps, and gives the same bits.
import * as tf from '@tensorflow/tfjs-core';
import type { LaneId } from '../contract/protocol.ts';
import { ANCHOR_KINDS, type AnchorKind, type StepTrace, type TracedSample } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import { anchorsOf } from '../detect/anchors.ts';
import type { Box } from '../detect/boxes.ts';
import { BACKGROUND } from '../detect/matching.ts';
import { read } from '../gpu/readback.ts';
import type { Trace } from '../nn/network.ts';
import type { Batch } from './batches.ts';
import type { Experiment } from './experiment.ts';
import type { Dissected, Lane } from './lane.ts';
import { tidyOf } from './slopes.ts';

/** Samples shown of the labeled part of a batch, and of its pool. */
const SHOWN = 3;

/** Throws a sentence where no step of the students comes next, and for a lane that has stopped. */
export async function traceStep(
  experiment: Experiment,
  data: Pick<PreparedData, 'anchors' | 'classes'>,
  id: LaneId,
): Promise<StepTrace> {
  const { phase, step } = experiment.position;
  const lane = experiment.lanes.find((one) => one.id === id);
  if (!lane) throw new Error(`There is no student's lane "${id}".`);
  if (phase !== 'students')
    throw new Error('The networks they learn from train first; slow motion begins with the students.');
  if (step >= experiment.totalSteps) throw new Error(`All ${step} steps are taken; reset to see them again.`);
  if (lane.stopped !== null) throw new Error(`${lane.method.title.en} stopped. ${lane.stopped}`);
  const { without = [] } = experiment.setup.lanes[experiment.lanes.indexOf(lane)] ?? {};
  return experiment.rehearse(async ({ batch, teacher, clock }) => {
    const told = lane.hearsTeacher ? teacher : null;
    const parts = await dissected(experiment, data, lane, batch, told, clock);
    const before = await lane.weights.ofFirstSeed();
    experiment.stepLane(lane, phase, batch, teacher);
    const after = await lane.weights.ofFirstSeed();
    const terms = Object.fromEntries(
      lane.method.termNames.map((name, i) => [name, mean(parts.terms[i] ?? [])]),
    );
    const trained = Object.entries(terms).filter(([name]) => !without.includes(name));
    return {
      step: step + 1,
      lane: id,
      temperature: parts.temperature,
      batch: parts.batch,
      samples: parts.samples,
      terms,
      without,
      loss: trained.reduce((sum, [, value]) => sum + value, 0),
      rate: parts.rate,
      parameters: lane.network.parameters.map(({ name, shape }, i) => {
        const [was, is] = [before[name] as Float32Array, after[name] as Float32Array];
        return {
          name,
          shape,
          gradient: norm(parts.gradients[i] as Float32Array),
          before: norm(was),
          after: norm(is),
          moved: norm(is.map((value, k) => value - (was[k] as number))),
        };
      }),
    };
  });
}

/** The step's parts on the host, for the first seed. */
async function dissected(
  experiment: Experiment,
  { anchors, classes }: Parameters<typeof traceStep>[1],
  lane: Lane,
  batch: Batch,
  teacher: Trace | null,
  clock: Parameters<Lane['dissect']>[2],
) {
  let seen = batch;
  const kept = tidyOf([], () => {
    seen = experiment.seenBy(lane, 'students', batch);
    const { gradients, temperature, ...rest }: Dissected = lane.dissect(seen, teacher, clock);
    const first = (t: tf.Tensor) => tf.slice(t, 0, 1); // of the seeds
    const input = lane.input(seen, teacher, clock);
    const heard = input.teacher; // of its own networks, where it has any
    const matched = lane.method.matched?.(input, lane.knobs()) ?? input.matched;
    return {
      x: first(seen.x),
      labels: first(seen.labels),
      logits: first(rest.logits),
      slope: first(rest.slope),
      values: tf.slice(rest.values, [0, 0, 0], [-1, 1, -1]),
      rate: tf.clone(rest.rate),
      gradients: gradients.map(first),
      ...(heard ? { teacher: first(heard.logits) } : {}),
      ...(matched ? { targets: first(matched.targets) } : {}),
      ...(temperature ? { temperature: first(temperature) } : {}),
    };
  });
  const { gradients, ...single } = kept;
  const names = Object.keys(single) as (keyof typeof single)[];
  const numbers = await read([...names.map((name) => single[name] as tf.Tensor), ...gradients]);
  tf.dispose(kept);
  const of = (name: keyof typeof single) => numbers[names.indexOf(name)];
  const labels = of('labels') as Float32Array;
  const size = labels.length;
  const rows = (values: Float32Array | undefined, i: number) =>
    values ? values.slice((i * values.length) / size, ((i + 1) * values.length) / size) : new Float32Array();
  const values = of('values') as Float32Array;
  const terms = lane.method.termNames.map((_, k) => values.subarray(k * size, (k + 1) * size));
  const { batch: labeled } = experiment.setup.training;
  const boxes = anchors ? anchorsOf(anchors) : [];
  /** A sample once, a scene for each of its anchors that is shown. */
  const sample = (i: number): TracedSample[] => {
    const [x, student, slope] = (['x', 'logits', 'slope'] as const).map((name) => rows(of(name), i)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const teacher = kept.teacher ? rows(of('teacher'), i) : null;
    const at = (numbers: Float32Array, place: number) =>
      numbers.subarray(place * classes.length, (place + 1) * classes.length);
    const places = kept.targets
      ? anchorsShown(rows(of('targets'), i), boxes, (place) => norm(at(slope, place)))
      : [{ place: 0 }];
    return places.map(({ place, ...anchor }) => ({
      index: i,
      values: x,
      label: labels[i] as number,
      teacher: teacher && Array.from(at(teacher, place)),
      student: Array.from(at(student, place)),
      terms: Object.fromEntries(lane.method.termNames.map((name, k) => [name, terms[k]?.[i] ?? Number.NaN])),
      slope: Array.from(at(slope, place)),
      ...anchor,
    }));
  };
  const shown = [...range(0, Math.min(labeled, SHOWN)), ...range(labeled, Math.min(size, labeled + SHOWN))];
  return {
    terms,
    rate: of('rate')?.[0] as number,
    temperature: of('temperature')?.[0] ?? null,
    gradients: numbers.slice(names.length),
    batch: { labeled: Math.min(labeled, size), pool: Math.max(0, size - labeled) },
    samples: shown.flatMap(sample),
  };
}

const kindOf = (target: number): AnchorKind =>
  target >= 0 ? 'object' : target === BACKGROUND ? 'background' : 'neither';

/** Of each kind of anchors that a scene has, the one with the greatest slope; the first of equals, or where none is a number. */
function anchorsShown(
  targets: Float32Array,
  boxes: readonly Box[],
  slope: (place: number) => number,
): { readonly place: number; readonly anchor: NonNullable<TracedSample['anchor']> }[] {
  const of = (kind: AnchorKind) =>
    range(0, targets.length).filter((i) => kindOf(targets[i] as number) === kind);
  const counts = Object.fromEntries(ANCHOR_KINDS.map((kind) => [kind, of(kind).length])) as Record<
    AnchorKind,
    number
  >;
  return ANCHOR_KINDS.flatMap((kind) => {
    const [first, ...others] = of(kind);
    if (first === undefined) return [];
    const place = others.reduce((best, one) => (slope(one) > slope(best) ? one : best), first);
    const target = targets[place] as number;
    return {
      place,
      anchor: { box: boxes[place] as Box, kind, target: target < 0 ? null : target, counts },
    };
  });
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
