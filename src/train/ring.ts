// What the steps of a lane measured, kept on the GPU until somebody reads it. Not state: no step reads it.
import * as tf from '@tensorflow/tfjs-core';
import { read } from '../gpu/readback.ts';
import { Slot } from '../gpu/slots.ts';

/** Steps whose measurements are kept. */
const RING_STEPS = 256;

export class Ring {
  /** [RING_STEPS, width]: step s has row (s − 1) mod RING_STEPS. */
  readonly slot: Slot;
  /** Steps taken, and steps whose measurements have been read. */
  private taken = 0;
  private seen = 0;

  constructor(name: string, width: number) {
    this.slot = new Slot(name, tf.zeros([RING_STEPS, width]));
  }

  /** Notes that all steps up to this one are taken. */
  took(step: number): void {
    this.taken = step;
  }

  /** Steps that may still be taken before measurements must be read. */
  get room(): number {
    return RING_STEPS - (this.taken - this.seen);
  }

  /** Goes on from a step whose measurements were read before. */
  resume(step: number): void {
    this.taken = step;
    this.seen = step;
  }

  /** What the steps since the last call measured, a row each. */
  async read(): Promise<{ readonly step: number; readonly row: Float32Array }[]> {
    const { taken, seen } = this;
    if (taken === seen) return [];
    this.seen = taken;
    const [all] = (await read([this.slot.tensor])) as [Float32Array];
    const width = all.length / RING_STEPS;
    return Array.from({ length: taken - seen }, (_, i) => {
      const step = seen + 1 + i;
      const at = (step - 1) % RING_STEPS;
      return { step, row: all.subarray(at * width, (at + 1) * width) };
    });
  }
}
