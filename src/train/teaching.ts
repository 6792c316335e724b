// What the teacher says of a batch. Where nothing alters the samples, it says the same of one whenever it comes up: it
// is asked once about every sample that a student sees, and its answers stay on the GPU.
import * as tf from '@tensorflow/tfjs-core';
import type { Slot } from '../gpu/slots.ts';
import type { Trace } from '../nn/network.ts';
import type { Batch, Batches } from './batches.ts';
import type { Lane } from './lane.ts';

/** What answers may take on the GPU. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface TeachingSpec {
  readonly teacher: Lane;
  /** All that may learn from it. */
  readonly learners: readonly Lane[];
  readonly batches: Batches;
  /** Steps of the students' phase. */
  readonly steps: number;
  /** Whether answers may be kept at all. */
  readonly keep: boolean;
}

export class Teaching {
  /** Whether answers are kept. */
  readonly keeps: boolean;
  private answers: tf.Tensor | null = null; // [samples, numbers]; zeros where no student looks

  constructor(private readonly spec: TeachingSpec) {
    const { learners, batches, steps, keep } = spec;
    this.keeps =
      keep &&
      !batches.alters &&
      learners.some((lane) => lane.hearsTeacher) &&
      !learners.some(({ method }) => method.readsTaps) &&
      4 * batches.samples * this.numbers <= MAX_BYTES &&
      steps * batches.rows >= batches.seen.length; // else it is asked less by asking as it goes
  }

  /** How many numbers it says of a sample. */
  private get numbers(): number {
    return this.spec.teacher.network.says.reduce((a, b) => a * b);
  }

  /** Collects the answers, unless they are there or not kept. To be called before a step, and never in one. */
  prepare(): void {
    if (this.keeps) this.answers ??= tf.keep(tf.tidy(() => this.all()));
  }

  /** To be called when the teacher's weights have changed. */
  forget(): void {
    this.answers?.dispose();
    this.answers = null;
  }

  /**
   * What the teacher says of the batch that `batches` gives for the step that the clock shows, [seeds, batch, classes]; its
   * taps only where answers are not kept. The batches are of samples that students see.
   */
  of(batch: Batch, batches: Batches, clock: Slot): Trace {
    if (!this.answers) return this.ask(batch.x);
    const rows = batches.rowsOf(this.answers, clock);
    return {
      logits: tf.reshape(rows, [...rows.shape.slice(0, 2), ...this.spec.teacher.network.says]),
      taps: {},
    };
  }

  /** The one teacher on every seed's samples: [seeds, batch, …] goes through it as [1, seeds · batch, …]. */
  ask(x: tf.Tensor): Trace {
    const [seeds, batch, ...shape] = x.shape as [number, number, ...number[]];
    const { logits, taps } = this.spec.teacher.apply(tf.reshape(x, [1, seeds * batch, ...shape]));
    const back = (t: tf.Tensor) => tf.reshape(t, [seeds, batch, ...t.shape.slice(2)]);
    return {
      logits: back(logits),
      taps: Object.fromEntries(Object.entries(taps).map(([name, t]) => [name, back(t)])),
    };
  }

  /** The answers for all samples that are seen, asked as many at a time as in a step, so that kernels give the same bits. */
  private all(): tf.Tensor {
    const { batches } = this.spec;
    const { numbers } = this;
    const { seen, rows } = batches;
    const asked = Array.from({ length: Math.ceil(seen.length / rows) }, (_, k) =>
      tf.tidy(() => {
        const chunk = Int32Array.from({ length: rows }, (_, i) => seen[k * rows + i] ?? (seen[0] as number));
        return tf.reshape(this.ask(batches.of(chunk)).logits, [rows, numbers]);
      }),
    );
    const places = new Int32Array(batches.samples).fill(asked.length * rows); // a row of zeros
    seen.forEach((sample, i) => {
      places[sample] = i;
    });
    return tf.gather(tf.concat([...asked, tf.zeros([1, numbers])]), tf.tensor1d(places, 'int32'));
  }

  /** What a recorded step reads of it. */
  get residents(): tf.Tensor[] {
    return this.answers ? [this.answers] : [];
  }

  dispose(): void {
    this.forget();
  }
}
