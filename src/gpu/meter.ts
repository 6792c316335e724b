// How long the GPU takes: by its own clock, where it has one that runs, and by the clock on the wall. What is measured
// goes to the page and into no computation.
import * as tf from '@tensorflow/tfjs-core';
import type { StepProfile } from '../contract/protocol.ts';
import type { Backend, Bound } from './backend.ts';

/** Times dispatches that nothing else runs beside. */
export interface Meter {
  readonly clock: StepProfile['clock'];
  /** Milliseconds that some dispatches take, played so many times over in one pass. */
  time(recorded: readonly Bound[], times: number): Promise<number>;
  dispose(): void;
}

/** By the GPU's clock if it moves while `recorded` is played so many times over, which should take a millisecond at least. */
export async function meterOf(backend: Backend, recorded: readonly Bound[], times: number): Promise<Meter> {
  if (backend.device.features.has('timestamp-query')) {
    const meter = timestamps(backend);
    if ((await meter.time(recorded, times)) > 0) return meter;
    meter.dispose();
  }
  return outside(backend);
}

const BYTES = 16; // two timestamps, in nanoseconds

function timestamps(backend: Backend): Meter {
  const { device } = backend;
  const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const querySet = device.createQuerySet({ label: 'meter', type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({ label: 'meter', size: BYTES, usage: QUERY_RESOLVE | COPY_SRC });
  const staging = device.createBuffer({ label: 'meter', size: BYTES, usage: COPY_DST | MAP_READ });
  const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
  return {
    clock: 'timestamps',
    async time(recorded, times) {
      backend.replay(recorded, times, { timestampWrites });
      const encoder = device.createCommandEncoder();
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, BYTES);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const [began, ended] = new BigUint64Array(staging.getMappedRange()) as unknown as [bigint, bigint];
      staging.unmap();
      return Number(ended - began) / 1e6;
    },
    dispose() {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}

/** The time of a submit, less that of one that does nothing. */
async function outside(backend: Backend): Promise<Meter> {
  const submit = async (recorded: readonly Bound[], times: number) =>
    (await stretch(backend, () => backend.replay(recorded, times))).ms;
  let nothing = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 10; k++) nothing = Math.min(nothing, await submit([], 1));
  return {
    clock: 'wall',
    time: async (recorded, times) => Math.max(0, (await submit(recorded, times)) - nothing),
    dispose() {},
  };
}

/** Milliseconds until the GPU has done what `work` issues, and until that was issued. Starts when the GPU is idle. */
export async function stretch(backend: Backend, work: () => void): Promise<{ ms: number; hostMs: number }> {
  await backend.device.queue.onSubmittedWorkDone();
  const began = performance.now();
  work();
  const hostMs = performance.now() - began;
  await backend.device.queue.onSubmittedWorkDone();
  return { ms: performance.now() - began, hostMs };
}

/** Milliseconds of some work by the clock on the wall, several times over; each time repeated for a while and then read. */
export async function onTheWall(work: () => tf.Tensor, rounds: number): Promise<number[]> {
  const LONG_MS = 10;
  const MOST = 1000;
  const all: number[] = [];
  const first = tf.tidy(work); // what comes first may have to be compiled
  await first.data();
  first.dispose();
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    let times = 0;
    do {
      const made = tf.tidy(work);
      await made.data();
      made.dispose();
      times++;
    } while (performance.now() - began < LONG_MS && times < MOST);
    all.push((performance.now() - began) / times);
  }
  return all;
}
