// A look at networks that is taken again and again while they train: recorded once, like a step, and played from then on.
// It has outputs of its own and writes no training state.
import * as tf from '@tensorflow/tfjs-core';
import { Backend } from '../gpu/backend.ts';
import { read } from '../gpu/readback.ts';
import { CannotRecord, type Recording, record } from '../gpu/recording.ts';
import { Slots } from '../gpu/slots.ts';
import { place } from '../nn/kernels/place.ts';
import { tidyOf } from './slopes.ts';

export class Probe {
  private recording: Recording | null = null;
  private outputs = new Slots();
  private about: string | null = null;
  /** Why it is not played, or null. */
  refusal: string | null = null;

  /**
   * What `look` gives, read back.
   * @param about what the look depends on besides the numbers in `residents`; another needs another recording
   * @param look gives tensors whose shapes stay; the probe's tidy owns them
   * @param residents what outlives a look: data, state, everything it reads
   */
  async take(about: string, look: () => tf.Tensor[], residents: () => tf.Tensor[]): Promise<Float32Array[]> {
    if (about !== this.about) {
      this.dispose();
      this.about = about;
      if (tf.backend() instanceof Backend) return this.make(look, residents());
    }
    if (!this.recording) return eagerly(look);
    this.recording.replay(1);
    return read(this.outputs.tensors);
  }

  /** The first look is taken as usual while it is recorded, and again from the recording: both must give the same bits. */
  private async make(look: () => tf.Tensor[], residents: readonly tf.Tensor[]): Promise<Float32Array[]> {
    const first = await eagerly(look);
    this.outputs = new Slots();
    const slots = first.map((values, i) => this.outputs.create(`output ${i}`, values, [values.length]));
    try {
      this.recording = record(
        () =>
          tidyOf([], () => {
            for (const [i, tensor] of look().entries())
              place({ source: tf.reshape(tensor, [-1]) }, { place: slots[i] as (typeof slots)[number] }, {});
          }),
        [...residents, ...this.outputs.tensors],
      );
      for (const slot of slots) slot.write(new Float32Array(slot.tensor.size));
      this.recording.replay(1);
      const again = await read(this.outputs.tensors);
      if (!sameBits(first, again)) throw new CannotRecord('Played, the look gives other numbers than taken.');
    } catch (error) {
      if (!(error instanceof CannotRecord)) throw error;
      this.refusal = error.message;
      this.recording?.dispose();
      this.recording = null;
    }
    return first;
  }

  dispose(): void {
    this.recording?.dispose();
    this.recording = null;
    this.refusal = null;
    this.outputs.dispose();
    this.outputs = new Slots();
  }
}

async function eagerly(look: () => tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tidyOf([], look);
  const values = await read(tensors);
  tf.dispose(tensors);
  return values;
}

const sameBits = (a: readonly Float32Array[], b: readonly Float32Array[]): boolean =>
  a.every((values, i) => {
    const bits = (of: Float32Array | undefined) => new Uint32Array(of?.slice().buffer ?? new ArrayBuffer(0));
    const other = bits(b[i]);
    return bits(values).every((bit, k) => bit === other[k]);
  });
