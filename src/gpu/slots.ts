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

  /** Takes `tensor` in place of the present one, which it disposes. For updates where there is no WebGPU only. */
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

/** A slot to be made. */
export interface SlotSpec {
  readonly name: string;
  readonly values: Float32Array | readonly number[];
  readonly shape: readonly number[];
}

/** Bytes between the starts of neighbours in a buffer: WebGPU's default alignment of a binding. */
const ALIGNMENT = 256;

/** Tensors side by side, each with a slot; where there is WebGPU they lie in one buffer, which one dispatch can change. */
export class Group {
  readonly slots: readonly Slot[];
  /** All numbers, and the gaps between, as [rows, 4]; null where there is no WebGPU. */
  readonly flat: Slot | null = null;
  private readonly buffer: GPUBuffer | null = null;
  private readonly backend: Backend | null = null;

  constructor(specs: readonly SlotSpec[]) {
    const backend = tf.backend();
    if (!(backend instanceof Backend) || specs.length === 0) {
      this.slots = specs.map(
        ({ name, values, shape }) =>
          new Slot(name, tf.tensor(Float32Array.from(values), [...shape], 'float32')),
      );
      return;
    }
    let size = 0;
    const offsets = specs.map(({ values }) => {
      const offset = size;
      size += Math.ceil((4 * values.length) / ALIGNMENT) * ALIGNMENT;
      return offset;
    });
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const buffer = backend.device.createBuffer({
      label: specs[0]?.name ?? '',
      size,
      usage: STORAGE | COPY_SRC | COPY_DST,
    });
    this.buffer = buffer;
    this.backend = backend;
    this.slots = specs.map(({ name, values, shape }, i) => {
      const slot = new Slot(name, backend.partOf(buffer, offsets[i] as number, shape));
      slot.write(values);
      return slot;
    });
    this.flat = new Slot('flat', backend.partOf(buffer, 0, [size / 16, 4]));
  }

  dispose(): void {
    for (const slot of this.slots) slot.dispose();
    this.flat?.dispose();
    this.backend?.flush(); // what is encoded may still name the buffer
    this.buffer?.destroy();
  }
}

export class Slots {
  private readonly slots = new Map<string, Slot>();
  private readonly groups: Group[] = [];

  /** Makes a slot; a name is used once. */
  create(name: string, values: Float32Array | readonly number[], shape: readonly number[]): Slot {
    this.checkFree(name);
    const slot = new Slot(name, tf.tensor(Float32Array.from(values), [...shape], 'float32'));
    this.slots.set(name, slot);
    return slot;
  }

  /** Makes slots side by side; names are used once. */
  group(specs: readonly SlotSpec[]): Group {
    for (const { name } of specs) this.checkFree(name);
    const group = new Group(specs);
    for (const slot of group.slots) this.slots.set(slot.name, slot);
    this.groups.push(group);
    return group;
  }

  /** Makes tensors side by side that are no state: every step writes them before it reads them. */
  aside(specs: readonly SlotSpec[]): Group {
    const group = new Group(specs);
    this.groups.push(group);
    return group;
  }

  private checkFree(name: string): void {
    if (this.slots.has(name)) throw new Error(`There is already a slot named ${name}.`);
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
    const grouped = new Set(this.groups.flatMap((group) => group.slots));
    for (const slot of this.slots.values()) if (!grouped.has(slot)) slot.dispose();
    for (const group of this.groups.splice(0)) group.dispose();
    this.slots.clear();
  }
}
