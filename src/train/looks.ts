// Looking at networks: validation and test data on the GPU, and what networks make of samples. Changes no state.
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluation, LaneId, NetSize } from '../contract/protocol.ts';
import type { Part } from '../data/dataset.ts';
import type { PreparedData } from '../data/prepare.ts';
import { read } from '../gpu/readback.ts';
import { evaluate } from './evaluate.ts';
import { evaluateScenes } from './evaluate-scenes.ts';
import type { Lane } from './lane.ts';

/** Samples that go through a network at once. */
const CHUNK = 500;
/** Numbers the largest tensor on the way may hold: 32 MiB, a quarter of what WebGPU binds by default. */
const CHUNK_NUMBERS = 8_388_608;
/** Samples an interim evaluation looks at: the first so many of the set. Judging what was found in scenes takes its time. */
const INTERIM_SAMPLES = 1000;
const INTERIM_SCENES = 100;

interface ResidentSet {
  readonly x: tf.Tensor; // [samples, features]
  readonly labels: Int32Array;
  /** Of scenes: the objects in each. */
  readonly truths?: NonNullable<Part['truths']>;
}

/** What a network says of samples, a row each: its logits, and where the objects of anchors are. */
export interface Said {
  readonly logits: Float32Array;
  readonly boxes?: Float32Array;
}
type SetName = 'validation' | 'test';

export class Looks {
  private readonly shape: readonly number[];
  private readonly features: number;
  private readonly classes: number;
  private readonly anchors: PreparedData['anchors'];
  private readonly sets: Readonly<Record<SetName, ResidentSet>>;
  /** What the teacher says of both sets, once it is asked. */
  private teacherLogits: Readonly<Record<SetName, Float32Array>> | null = null;

  constructor({ shape, classes, anchors, validation, test }: PreparedData) {
    this.anchors = anchors;
    this.shape = shape;
    this.features = shape.reduce((a, b) => a * b, 1);
    this.classes = classes.length;
    const resident = ({ x, y, truths }: Part): ResidentSet => ({
      x: tf.keep(tf.tensor(x, [y.length, this.features], 'float32')),
      labels: y,
      ...(truths && { truths }),
    });
    this.sets = { validation: resident(validation), test: resident(test) };
  }

  /** A lane on both sets, whole or the first INTERIM_SAMPLES of each, compared with a teacher whose training is over. One result a seed. */
  async evaluate(lane: Lane, whole: boolean, teacher: Lane | null): Promise<Record<SetName, Evaluation[]>> {
    const told = teacher && (await this.onSets(teacher));
    const on = async (name: SetName): Promise<Evaluation[]> => {
      const { x, labels, truths } = this.sets[name];
      const most = truths ? INTERIM_SCENES : INTERIM_SAMPLES;
      const samples = whole ? labels.length : Math.min(most, labels.length);
      const rows = await this.saidOf(lane, x, samples);
      const teachers = told ? told[name].subarray(0, samples * numbersOf(lane)) : null;
      return rows.map((said) =>
        truths && this.anchors
          ? evaluateScenes(said, truths.slice(0, samples), this.classes, this.anchors, teachers)
          : evaluate(said.logits, labels.subarray(0, samples), this.classes, teachers),
      );
    };
    return { validation: await on('validation'), test: await on('test') };
  }

  /** Logits of a lane on the whole validation set, for each of its seeds [samples, classes]. */
  async onValidation(lane: Lane): Promise<Float32Array[]> {
    const { x, labels } = this.sets.validation;
    return (await this.saidOf(lane, x, labels.length)).map(({ logits }) => logits);
  }

  /** What a lane's first seed says of samples [n, features] on the host. */
  async onSamples(lane: Lane, samples: Float32Array): Promise<Said> {
    const x = tf.tensor(samples, [samples.length / this.features, this.features]);
    try {
      return (await this.saidOf(lane, x, x.shape[0] as number))[0] as Said;
    } finally {
      x.dispose();
    }
  }

  get validationLabels(): Int32Array {
    return this.sets.validation.labels;
  }

  private async onSets(teacher: Lane): Promise<Readonly<Record<SetName, Float32Array>>> {
    const on = async ({ x, labels }: ResidentSet) =>
      (await this.saidOf(teacher, x, labels.length))[0]?.logits as Float32Array;
    this.teacherLogits ??= { validation: await on(this.sets.validation), test: await on(this.sets.test) };
    return this.teacherLogits;
  }

  /** Logits of several lanes for samples [n, features] on the host, each [n, classes]; the first seed's. */
  async logits(lanes: readonly Lane[], samples: Float32Array): Promise<Record<LaneId, Float32Array>> {
    const result: Record<LaneId, Float32Array> = {};
    for (const lane of lanes) result[lane.id] = (await this.onSamples(lane, samples)).logits;
    return result;
  }

  /** The same samples [n, features] for every seed, [seeds, n, ...sample shape]. */
  private forSeeds(x: tf.Tensor, seeds: number): tf.Tensor {
    const count = x.shape[0] as number;
    const all = seeds === 1 ? x : tf.tile(tf.reshape(x, [1, count, this.features]), [seeds, 1, 1]);
    return tf.reshape(all, [seeds, count, ...this.shape]);
  }

  /** What a lane says of the first so many samples of [n, features], for each of its seeds. */
  private async saidOf(lane: Lane, x: tf.Tensor, samples: number): Promise<Said[]> {
    const { seeds } = lane;
    const places = this.anchors ? numbersOf(lane) / this.classes : 0;
    const rows = (numbers: number) =>
      Array.from({ length: seeds }, () => new Float32Array(samples * numbers));
    const all = { logits: rows(numbersOf(lane)), ...(places > 0 && { boxes: rows(4 * places) }) };
    const chunk = chunkFor(lane);
    for (let from = 0; from < samples; from += chunk) {
      const count = Math.min(chunk, samples - from);
      const said = tf.tidy(() => this.forward(lane, x, from, count));
      const values = await read(said);
      tf.dispose(said);
      Object.values(all).forEach((ofSeeds, k) => {
        const numbers = (ofSeeds[0] as Float32Array).length / samples;
        ofSeeds.forEach((row, s) => {
          const own = values[k]?.subarray(s * count * numbers, (s + 1) * count * numbers) as Float32Array;
          row.set(own, from * numbers);
        });
      });
    }
    return all.logits.map((logits, s) => ({
      logits,
      ...(all.boxes && { boxes: all.boxes[s] as Float32Array }),
    }));
  }

  /** What a lane says of some samples of [n, features], its logits and, of scenes, boxes, [seeds, count, …]; the caller's tidy owns what is made on the way. */
  private forward(lane: Lane, x: tf.Tensor, from: number, count: number): tf.Tensor[] {
    const trace = lane.apply(this.forSeeds(tf.slice(x, [from, 0], [count, -1]), lane.seeds));
    return this.anchors ? [trace.logits, trace.boxes as tf.Tensor] : [trace.logits];
  }

  /** Sends a first look at lanes to the GPU, for those who want its shaders and not its outcome. */
  touch(lanes: readonly Lane[]): void {
    tf.tidy(() => {
      for (const { x, labels } of Object.values(this.sets))
        for (const lane of lanes) this.forward(lane, x, 0, Math.min(chunkFor(lane), labels.length));
    });
  }

  dispose(): void {
    tf.dispose([this.sets.validation.x, this.sets.test.x]);
  }
}

/** Numbers a network says of a sample in its logits. */
const numbersOf = ({ network }: Lane): number => network.says.reduce((a, b) => a * b);

/** How many samples go through a lane at once. */
export function chunkFor({ seeds, network }: Lane): number {
  const fits = Math.floor(CHUNK_NUMBERS / (seeds * widest(network.size)));
  return Math.max(1, Math.min(CHUNK, fits));
}

/** The most numbers one sample takes anywhere on its way: what goes into a layer, patches included, or comes out. */
function widest({ layers }: NetSize): number {
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  return Math.max(1, ...layers.map(({ shape, macs }) => Math.max(size(shape), macs / (shape.at(-1) ?? 1))));
}
