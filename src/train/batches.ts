// The batches of a run, gathered on the GPU: the data set stays there, and so does the order of the
// next stretch of steps. A batch depends on (seed, stream, step) alone, never on a lane.
import * as tf from '@tensorflow/tfjs-core';
import { orderWindow } from '../data/order.ts';
import { Slot } from '../gpu/slots.ts';
import { gather } from '../nn/kernels/gather.ts';

export interface Batch {
  readonly x: tf.Tensor; // [seeds, batch, ...sample shape]
  readonly labels: tf.Tensor; // [seeds, batch]; −1 where there is none
}

export interface BatchesSpec {
  /** Training samples resident on the GPU: [samples, features] and [samples]. */
  readonly samples: tf.Tensor;
  readonly labels: tf.Tensor;
  readonly shape: readonly number[];
  /** What each seed may see; the pool may be empty. */
  readonly students: readonly {
    readonly seed: number;
    readonly labeled: Int32Array;
    readonly pool: Int32Array;
  }[];
  /** Labeled and unlabeled samples a step. */
  readonly batch: number;
  readonly poolBatch: number;
}

/** Indices kept on the GPU at a time, a seed. */
const WINDOW_INDICES = 65_536;

export class Batches {
  /** Samples a step: labeled first, then those of the pool. */
  readonly size: number;
  /** Steps whose batches are on the GPU at a time. */
  readonly windowSteps: number;
  /** Which samples the window's steps take, [seeds, windowSteps · size]. */
  readonly order: Slot;
  private windowFirst = 0;

  constructor(private readonly spec: BatchesSpec) {
    this.size = spec.batch + spec.poolBatch;
    this.windowSteps = Math.max(1, Math.floor(WINDOW_INDICES / this.size));
    this.order = new Slot('order', tf.zeros([spec.students.length, this.windowSteps * this.size], 'int32'));
  }

  /** Sees to it that the window holds a step (from 1). To be called before the step, whose clock it does not read. */
  prepare(step: number): void {
    const first = step - ((step - 1) % this.windowSteps);
    if (this.windowFirst === first) return;
    this.order.write(this.window(first));
    this.windowFirst = first;
  }

  /** The last step of the window that holds a step. */
  lastOfWindow(step: number): number {
    return step - ((step - 1) % this.windowSteps) + this.windowSteps - 1;
  }

  /** The batch of the step that the clock shows. */
  take(clock: Slot): Batch {
    const { samples, labels, shape, students, batch } = this.spec;
    const { x, y } = gather(
      { data: samples, labels, order: this.order.tensor, clock: clock.tensor },
      { batch: this.size, labeled: batch },
    );
    return { x: tf.reshape(x, [students.length, this.size, ...shape]), labels: y };
  }

  private window(first: number): Int32Array {
    const { students, batch, poolBatch } = this.spec;
    const { size, windowSteps } = this;
    const order = new Int32Array(students.length * windowSteps * size);
    students.forEach(({ seed, labeled, pool }, s) => {
      const stream = (name: 'labeled' | 'pool', indices: Int32Array, count: number, at: number) => {
        if (count === 0) return;
        const taken = orderWindow({
          indices,
          seed,
          stream: name,
          from: (first - 1) * count,
          count: windowSteps * count,
        });
        for (let k = 0; k < windowSteps; k++) {
          order.set(taken.subarray(k * count, (k + 1) * count), (s * windowSteps + k) * size + at);
        }
      };
      stream('labeled', labeled, batch, 0);
      stream('pool', pool, poolBatch, batch);
    });
    return order;
  }

  dispose(): void {
    this.order.dispose();
  }
}

/** The labeled part of a batch. */
export function labeledPart({ x, labels }: Batch, labeled: number): Batch {
  const [seeds, size] = labels.shape as [number, number];
  if (size === labeled) return { x, labels };
  return {
    x: tf.slice(x, [0, 0, ...x.shape.slice(2).map(() => 0)], [seeds, labeled, ...x.shape.slice(2)]),
    labels: tf.slice(labels, [0, 0], [seeds, labeled]),
  };
}
