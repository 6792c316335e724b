// Looking at networks: validation and test data on the GPU, and what networks make of samples. Changes no state.
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluation, LaneId, NetSize } from '../contract/protocol.ts';
import type { PreparedData } from '../data/prepare.ts';
import { read } from '../gpu/readback.ts';
import { evaluate } from './evaluate.ts';
import type { Lane } from './lane.ts';

/** Samples that go through a network at once. */
const CHUNK = 500;
/** Numbers the largest tensor on the way may hold: 32 MiB, a quarter of what WebGPU binds by default. */
const CHUNK_NUMBERS = 8_388_608;
/** Samples an interim evaluation looks at: the first so many of the set. */
const INTERIM_SAMPLES = 1000;

interface ResidentSet {
  readonly x: tf.Tensor; // [samples, features]
  readonly labels: Int32Array;
}
type SetName = 'validation' | 'test';

export class Looks {
  private readonly shape: readonly number[];
  private readonly features: number;
  private readonly classes: number;
  private readonly sets: Readonly<Record<SetName, ResidentSet>>;
  /** What the teacher says of both sets, once it is asked. */
  private teacherLogits: Readonly<Record<SetName, Float32Array>> | null = null;

  constructor({ shape, classes, validation, test }: PreparedData) {
    this.shape = shape;
    this.features = shape.reduce((a, b) => a * b, 1);
    this.classes = classes.length;
    const resident = (x: Float32Array) =>
      tf.keep(tf.tensor(x, [x.length / this.features, this.features], 'float32'));
    this.sets = {
      validation: { x: resident(validation.x), labels: validation.y },
      test: { x: resident(test.x), labels: test.y },
    };
  }

  /** A lane on both sets, whole or the first INTERIM_SAMPLES of each, compared with a teacher whose training is over. One result a seed. */
  async evaluate(lane: Lane, whole: boolean, teacher: Lane | null): Promise<Record<SetName, Evaluation[]>> {
    const told = teacher && (await this.onSets(teacher));
    const on = async (name: SetName): Promise<Evaluation[]> => {
      const { x, labels } = this.sets[name];
      const samples = whole ? labels.length : Math.min(INTERIM_SAMPLES, labels.length);
      const rows = await this.logitsOf(lane, x, samples);
      const teachers = told ? told[name].subarray(0, samples * this.classes) : null;
      return rows.map((logits) => evaluate(logits, labels.subarray(0, samples), this.classes, teachers));
    };
    return { validation: await on('validation'), test: await on('test') };
  }

  /** Logits of a lane on the whole validation set, for each of its seeds [samples, classes]. */
  onValidation(lane: Lane): Promise<Float32Array[]> {
    const { x, labels } = this.sets.validation;
    return this.logitsOf(lane, x, labels.length);
  }

  get validationLabels(): Int32Array {
    return this.sets.validation.labels;
  }

  private async onSets(teacher: Lane): Promise<Readonly<Record<SetName, Float32Array>>> {
    const on = async ({ x, labels }: ResidentSet) =>
      (await this.logitsOf(teacher, x, labels.length))[0] as Float32Array;
    this.teacherLogits ??= { validation: await on(this.sets.validation), test: await on(this.sets.test) };
    return this.teacherLogits;
  }

  /** Logits of several lanes for samples [n, features] on the host, each [n, classes]; the first seed's. */
  async logits(lanes: readonly Lane[], samples: Float32Array): Promise<Record<LaneId, Float32Array>> {
    const x = tf.tensor(samples, [samples.length / this.features, this.features]);
    try {
      const result: Record<LaneId, Float32Array> = {};
      for (const lane of lanes)
        result[lane.id] = (await this.logitsOf(lane, x, x.shape[0] as number))[0] as Float32Array;
      return result;
    } finally {
      x.dispose();
    }
  }

  /** The same samples [n, features] for every seed, [seeds, n, ...sample shape]. */
  private forSeeds(x: tf.Tensor, seeds: number): tf.Tensor {
    const count = x.shape[0] as number;
    const all = seeds === 1 ? x : tf.tile(tf.reshape(x, [1, count, this.features]), [seeds, 1, 1]);
    return tf.reshape(all, [seeds, count, ...this.shape]);
  }

  /** Logits of a lane on the first so many samples of [n, features], for each of its seeds [samples, classes]. */
  private async logitsOf(lane: Lane, x: tf.Tensor, samples: number): Promise<Float32Array[]> {
    const { classes } = this;
    const { seeds } = lane;
    const all = Array.from({ length: seeds }, () => new Float32Array(samples * classes));
    const chunk = chunkFor(lane);
    for (let from = 0; from < samples; from += chunk) {
      const count = Math.min(chunk, samples - from);
      const logits = tf.tidy(() => this.forward(lane, x, from, count));
      const [values] = (await read([logits])) as [Float32Array];
      logits.dispose();
      all.forEach((row, s) =>
        row.set(values.subarray(s * count * classes, (s + 1) * count * classes), from * classes),
      );
    }
    return all;
  }

  /** Logits of some samples of [n, features], [seeds, count, classes]; the caller's tidy owns what is made on the way. */
  private forward(lane: Lane, x: tf.Tensor, from: number, count: number): tf.Tensor {
    return lane.apply(this.forSeeds(tf.slice(x, [from, 0], [count, -1]), lane.seeds)).logits;
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
