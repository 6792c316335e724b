// State with names and one owner. Everything a training step reads and changes — weights, moments,
// the clock, live knobs, learned temperatures — is a slot; a snapshot is all slots, read at once.
import * as tf from '@tensorflow/tfjs-core';
import { Backend } from './backend.ts';
import { read } from './readback.ts';

export class Slot {
  readonly name: string;
  private held: tf.Tensor;

  constructor(name: string, tensor: tf.Tensor) {
    this.name = name;
    this.held = tf.keep(tensor);
  }

  /** The state now. Ask anew every step: where there is no WebGPU an update replaces the tensor. */
  get tensor(): tf.Tensor {
    return this.held;
  }

  /** Takes `tensor` in place of the present one, which it disposes. For references of updates only. */
  replace(tensor: tf.Tensor): void {
    this.held.dispose();
    this.held = tf.keep(tensor);
  }

  /** Writes values from the host, after everything issued so far. Throws on a wrong length. */
  write(values: Float32Array | Int32Array | readonly number[]): void {
    if (values.length !== this.held.size) {
      throw new Error(`${this.name} holds ${this.held.size} numbers, got ${values.length}.`);
    }
    const dtype = this.held.dtype === 'int32' ? 'int32' : 'float32';
    const data = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    const backend = tf.backend();
    if (backend instanceof Backend) backend.overwrite(this.held, data);
    else this.replace(tf.tensor(data, this.held.shape, dtype));
  }

  dispose(): void {
    this.held.dispose();
  }
}

/** What an update changes: a slot, or a view of one in another shape. */
export type State = Pick<Slot, 'tensor' | 'replace'>;

/** A snapshot: the numbers of every slot by name. */
export type Snapshot = Readonly<Record<string, Float32Array>>;

export class Slots {
  private readonly slots = new Map<string, Slot>();

  /** Makes a slot; a name is used once. */
  create(name: string, values: Float32Array | readonly number[], shape: readonly number[]): Slot {
    if (this.slots.has(name)) throw new Error(`There is already a slot named ${name}.`);
    const slot = new Slot(name, tf.tensor(Float32Array.from(values), [...shape], 'float32'));
    this.slots.set(name, slot);
    return slot;
  }

  get(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) throw new Error(`There is no slot named ${name}.`);
    return slot;
  }

  /** All state as it stands. */
  get tensors(): tf.Tensor[] {
    return [...this.slots.values()].map((slot) => slot.tensor);
  }

  get names(): string[] {
    return [...this.slots.keys()];
  }

  /** Reads every slot whose name passes, as of everything issued so far. */
  async snapshot(wanted: (name: string) => boolean = () => true): Promise<Snapshot> {
    const names = this.names.filter(wanted);
    const values = await read(names.map((name) => this.get(name).tensor));
    return Object.fromEntries(names.map((name, i) => [name, values[i] as Float32Array]));
  }

  /** Writes a snapshot back. Every name in it must be here. */
  restore(snapshot: Snapshot): void {
    for (const [name, values] of Object.entries(snapshot)) this.get(name).write(values);
  }

  dispose(): void {
    for (const slot of this.slots.values()) slot.dispose();
    this.slots.clear();
  }
}
