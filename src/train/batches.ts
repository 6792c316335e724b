// The batches of a run, gathered on the GPU and altered by chance there: the data set stays there, and so does the
// order of the next stretch of steps. A batch depends on (seed, stream, step) alone, never on a lane.
import * as tf from '@tensorflow/tfjs-core';
import type { Augment } from '../contract/setup.ts';
import { orderWindow } from '../data/order.ts';
import { random } from '../data/random.ts';
import type { MatchedAnchors } from '../distill/method.ts';
import { Slot } from '../gpu/slots.ts';
import { augment } from '../nn/kernels/augment.ts';
import { gather } from '../nn/kernels/gather.ts';
import { keysOf } from '../nn/philox.ts';
import { apart, ofFirst } from './matches.ts';

export interface Batch {
  readonly x: tf.Tensor; // [seeds, batch, ...sample shape]
  readonly labels: tf.Tensor; // [seeds, batch]; −1 where there is none
  /** Which samples they are, [seeds, batch]; made where it is asked for. Absent where they are none of a training step. */
  readonly index?: tf.Tensor;
  /** Of scenes: what their anchors stand for. Scenes without labels take it from `told`, a table like that of all samples; without one they tell nothing. */
  readonly matched?: (told: tf.Tensor | null) => MatchedAnchors;
}

export interface BatchesSpec {
  /** Training samples resident on the GPU: [samples, features] and [samples]. */
  readonly samples: tf.Tensor;
  readonly labels: tf.Tensor;
  readonly shape: readonly number[];
  /** Of scenes: what the anchors of all samples stand for, [samples, numbers]. */
  readonly matches?: tf.Tensor | undefined;
  /** What each seed may see; the pool may be empty. */
  readonly students: readonly {
    readonly seed: number;
    readonly labeled: Int32Array;
    readonly pool: Int32Array;
  }[];
  /** Labeled and unlabeled samples a step. */
  readonly batch: number;
  readonly poolBatch: number;
  /** How samples are altered, anew in every step. */
  readonly augment: Augment;
  /** What sets its order and its alterations apart from those of other phases. */
  readonly stream?: string;
}

/** Indices kept on the GPU at a time, a seed. */
const WINDOW_INDICES = 65_536;

export class Batches {
  /** Samples a step and seed: labeled first, then those of the pool. */
  readonly size: number;
  /** Samples a step, of all seeds. */
  readonly rows: number;
  /** Steps whose batches are on the GPU at a time. */
  readonly windowSteps: number;
  /** Which samples the window's steps take, [seeds, windowSteps · size]. */
  readonly order: Slot;
  /** What each seed's alterations are drawn from, [seeds, 2]; null where nothing is altered. */
  private readonly keys: tf.Tensor | null;
  private windowFirst = 0;

  constructor(private readonly spec: BatchesSpec) {
    const { shift, flip, noise, cutout } = spec.augment;
    const apart = spec.stream === undefined ? [] : [spec.stream];
    const keys = spec.students.map(({ seed }) => random(seed, 'augment', ...apart).int(2 ** 32));
    const alters = shift > 0 || flip || noise > 0 || cutout > 0;
    this.keys = alters ? tf.keep(tf.tensor(keysOf(keys), [keys.length, 2])) : null;
    this.size = spec.batch + spec.poolBatch;
    this.rows = spec.students.length * this.size;
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
    const { samples, labels, shape, batch } = this.spec;
    const from = { data: samples, labels, order: this.order.tensor, clock: clock.tensor };
    const sizes = { batch: this.size, labeled: batch };
    const { shift, flip, noise, cutout } = this.spec.augment;
    const [channels, width] = shape.toReversed() as [number, number?];
    const { x, y } = this.keys
      ? augment(
          { ...from, keys: this.keys },
          { ...sizes, width: width ?? 1, channels, shift, flip: Number(flip), noise, cutout },
        )
      : gather(from, sizes);
    const index = () => this.rowsOf(tf.reshape(tf.range(0, this.samples), [-1, 1]), clock);
    return {
      x: this.shaped(x),
      labels: y,
      get index() {
        return tf.reshape(index(), y.shape);
      },
      ...this.matchedBy((table) => this.rowsOf(table, clock)),
    };
  }

  /** What the anchors of a batch stand for, given what takes its rows from a table. */
  private matchedBy(rows: (table: tf.Tensor) => tf.Tensor): Pick<Batch, 'matched'> {
    const { matches, batch } = this.spec;
    if (!matches) return {};
    return { matched: (told) => apart(rows(matches), told && this.size > batch ? rows(told) : null, batch) };
  }

  /** The rows of a table [samples, columns] for the samples of that batch, [seeds, size, columns]. */
  rowsOf(table: tf.Tensor, clock: Slot): tf.Tensor {
    const from = { data: table, labels: this.spec.labels, order: this.order.tensor, clock: clock.tensor };
    return gather(from, { batch: this.size, labeled: this.spec.batch }).x;
  }

  /** Given samples as they are, in the shape of a batch: seeds · size of them. */
  of(indices: Int32Array): tf.Tensor {
    return this.shaped(tf.gather(this.spec.samples, tf.tensor1d(indices, 'int32')));
  }

  /** The first samples of every seed, unaltered, in the layout of a batch; a set smaller than its part of it begins anew. */
  first(): Batch {
    const { students, batch, labels } = this.spec;
    const indices = students.flatMap(({ labeled, pool }) =>
      Array.from({ length: this.size }, (_, i) =>
        i < batch ? (labeled[i % labeled.length] as number) : (pool[(i - batch) % pool.length] as number),
      ),
    );
    const known = tf.less(tf.range(0, this.size, 1, 'int32'), tf.scalar(batch, 'int32'));
    const own = tf.reshape(tf.gather(labels, tf.tensor1d(indices, 'int32')), [students.length, this.size]);
    return {
      x: this.of(Int32Array.from(indices)),
      labels: tf.where(known, own, tf.fill(own.shape, -1)),
      index: tf.tensor(indices, own.shape as [number, number], 'float32'),
      ...this.matchedBy((table) =>
        tf.reshape(tf.gather(table, tf.tensor1d(indices, 'int32')), [students.length, this.size, -1]),
      ),
    };
  }

  private shaped(x: tf.Tensor): tf.Tensor {
    return tf.reshape(x, [this.spec.students.length, this.size, ...this.spec.shape]);
  }

  /** Samples there are. */
  get samples(): number {
    return this.spec.samples.shape[0] as number;
  }

  /** Whether samples are altered by chance. */
  get alters(): boolean {
    return this.keys !== null;
  }

  /** The samples that come up for any seed, ascending. */
  get seen(): Int32Array {
    const all = this.spec.students.flatMap(({ labeled, pool }) => [...labeled, ...pool]);
    return Int32Array.from(new Set(all)).sort();
  }

  /** What a recorded step reads here. */
  get residents(): tf.Tensor[] {
    const { samples, labels, matches } = this.spec;
    const some = [this.keys, matches].filter((tensor) => !!tensor);
    return [samples, labels, this.order.tensor, ...some];
  }

  private window(first: number): Int32Array {
    const { students, batch, poolBatch, stream: apart } = this.spec;
    const { size, windowSteps } = this;
    const order = new Int32Array(students.length * windowSteps * size);
    students.forEach(({ seed, labeled, pool }, s) => {
      const stream = (name: 'labeled' | 'pool', indices: Int32Array, count: number, at: number) => {
        if (count === 0) return;
        const taken = orderWindow({
          indices,
          seed,
          stream: apart === undefined ? name : `${apart}/${name}`,
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
    this.keys?.dispose();
  }
}

/** The labeled part of a batch. */
export function labeledPart(batch: Batch, labeled: number): Batch {
  const { x, labels } = batch;
  const [seeds, size] = labels.shape as [number, number];
  if (size === labeled) return batch;
  const { matched } = batch;
  return {
    ...(matched && { matched: () => ofFirst(matched(null), labeled) }),
    get index() {
      return tf.slice(batch.index as tf.Tensor, [0, 0], [seeds, labeled]);
    },
    x: tf.slice(x, [0, 0, ...x.shape.slice(2).map(() => 0)], [seeds, labeled, ...x.shape.slice(2)]),
    labels: tf.slice(labels, [0, 0], [seeds, labeled]),
  };
}
