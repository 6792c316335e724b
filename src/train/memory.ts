// What a method keeps from step to step beside its weights: never trained on, saved and resumed like them.
import * as tf from '@tensorflow/tfjs-core';
import type { LaneId } from '../contract/protocol.ts';
import type { KnobInputs, Method, Sizes } from '../distill/method.ts';
import type { Slot, Slots } from '../gpu/slots.ts';
import { place } from '../nn/kernels/place.ts';

export class Memory {
  private readonly kept: readonly { readonly name: string; readonly slot: Slot; readonly shape: number[] }[];

  constructor(
    method: Method,
    { sizes, knobs, seeds }: { sizes: Sizes; knobs: KnobInputs<Method['knobs']>; seeds: number },
    id: LaneId,
    slots: Slots,
  ) {
    this.kept = Object.entries(method.memory?.first(sizes, knobs) ?? {}).map(([name, { shape, value }]) => {
      const all = [seeds, ...shape];
      const count = all.reduce((a, b) => a * b, 1);
      const along = typeof value === 'number' ? [value] : value;
      const values = Float32Array.from({ length: count }, (_, i) => along[i % along.length] as number);
      return { name, shape: all, slot: slots.create(`${id}/memory/${name}`, values, [count]) };
    });
  }

  get isEmpty(): boolean {
    return this.kept.length === 0;
  }

  /** As it is, each [seeds, ...shape]. */
  get now(): Record<string, tf.Tensor> {
    return Object.fromEntries(
      this.kept.map(({ name, slot, shape }) => [name, tf.reshape(slot.tensor, shape)]),
    );
  }

  /** Takes what the method made of it. */
  become(next: Readonly<Record<string, tf.Tensor>>): void {
    for (const { name, slot } of this.kept) {
      const made = next[name];
      if (made?.size !== slot.tensor.size)
        throw new Error(
          `The memory ${name} has ${slot.tensor.size} numbers, the step made ${made?.size ?? 'none'}.`,
        );
      place({ source: tf.reshape(made, [-1]) }, { place: slot }, {});
    }
  }
}
