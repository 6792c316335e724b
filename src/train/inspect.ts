// What every network makes of given samples: logits, and the numbers a sample that methods draw. All passes are issued
// at once and read at once, so that they show one moment of a run that goes on. Changes no state.
import * as tf from '@tensorflow/tfjs-core';
import type { LaneId } from '../contract/protocol.ts';
import { read } from '../gpu/readback.ts';
import type { Slot } from '../gpu/slots.ts';
import type { Trace } from '../nn/network.ts';
import type { Lane } from './lane.ts';
import { chunkFor } from './looks.ts';

/** What one lane makes of samples; of its first seed. */
export interface Inspected {
  readonly logits: Float32Array; // [samples, classes]
  /** Each [samples]. */
  readonly maps: Readonly<Record<string, Float32Array>>;
}

/** Whom to ask, and the clock that shows how far the students are. */
export interface Inspecting {
  readonly teacher: Lane;
  readonly lanes: readonly Lane[];
  readonly clock: Slot;
  readonly shape: readonly number[];
}

/** By lane and name, a row a sample. */
type Made = Record<string, tf.Tensor>;
const LOGITS = '/logits';
const MAPS = '/maps/';

/** @param samples [n, features] @param labels [n], −1 where a network is asked as of a sample without a label */
export async function inspect(
  whom: Inspecting,
  samples: Float32Array,
  labels: Int32Array,
): Promise<Record<LaneId, Inspected>> {
  const made = tf.tidy(() => joined(chunks(whom, samples, labels)));
  const names = Object.keys(made);
  try {
    const values = await read(Object.values(made));
    const of = (prefix: string) =>
      names.flatMap((name, i) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), values[i] as Float32Array] as const] : [],
      );
    return Object.fromEntries(
      [whom.teacher, ...whom.lanes].map(({ id }) => [
        id,
        { logits: of(id + LOGITS)[0]?.[1] as Float32Array, maps: Object.fromEntries(of(id + MAPS)) },
      ]),
    );
  } finally {
    tf.dispose(made);
  }
}

/** As many samples at a time as the widest network allows. */
function chunks(whom: Inspecting, samples: Float32Array, labels: Int32Array): Made[] {
  const size = Math.min(...[whom.teacher, ...whom.lanes].map(chunkFor));
  const features = samples.length / labels.length;
  return Array.from({ length: Math.ceil(labels.length / size) }, (_, k) => {
    const part = labels.subarray(k * size, (k + 1) * size);
    const values = samples.subarray(k * size * features, (k * size + part.length) * features);
    return tf.tidy(() => ofChunk(whom, tf.tensor(values, [1, part.length, ...whom.shape]), part));
  });
}

/** @param x [1, n, ...sample shape] */
function ofChunk({ teacher, lanes, clock }: Inspecting, x: tf.Tensor, labels: Int32Array): Made {
  const said = teacher.apply(x);
  const labelled = tf.tensor(Float32Array.from(labels), [1, labels.length]);
  const ofLane = (lane: Lane): Made => {
    const batch = { x: forSeeds(x, lane.seeds), labels: forSeeds(labelled, lane.seeds) };
    const heard: Trace = {
      logits: forSeeds(said.logits, lane.seeds),
      taps: mapValues(said.taps, (tap) => forSeeds(tap, lane.seeds)),
    };
    const own = lane.apply(batch.x);
    const maps = Object.entries(lane.maps(batch, heard, clock, own));
    return {
      [lane.id + LOGITS]: firstSeed(own.logits),
      ...Object.fromEntries(maps.map(([name, values]) => [lane.id + MAPS + name, firstSeed(values)])),
    };
  };
  return Object.assign(
    { [teacher.id + LOGITS]: firstSeed(said.logits) },
    ...lanes.map((l) => tf.tidy(() => ofLane(l))),
  );
}

/** The chunks one after another. */
function joined(parts: readonly Made[]): Made {
  const [first] = parts;
  if (!first || parts.length === 1) return first ?? {};
  return Object.fromEntries(
    Object.keys(first).map((key) => [key, tf.concat(parts.map((part) => part[key] as tf.Tensor))]),
  );
}

/** The same for every seed. Flat meanwhile: stock `tile` reads tensors of rank 5, as images are here, back to the host. */
export const forSeeds = (t: tf.Tensor, seeds: number): tf.Tensor =>
  seeds === 1 ? t : tf.reshape(tf.tile(tf.reshape(t, [1, t.size]), [seeds, 1]), [seeds, ...t.shape.slice(1)]);

/** [seeds, n, …] to [n, …]. */
export const firstSeed = (t: tf.Tensor): tf.Tensor => {
  const [, ...rest] = t.shape;
  const first =
    t.shape[0] === 1
      ? t
      : tf.slice(
          t,
          t.shape.map(() => 0),
          [1, ...rest],
        );
  return tf.reshape(first, rest);
};

const mapValues = <A, B>(of: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
