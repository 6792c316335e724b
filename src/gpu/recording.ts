// A training step recorded once and replayed: the list of dispatches it issued, with buffers of its own.
//
// What a recording reads before it writes is *resident* (data and named state, bound where they are) or a
// *constant* (numbers the host sent while recording, kept in a buffer of its own); else it is refused. What
// it writes and nobody owns is scratch: buffers planned by liveness, shared where lives do not overlap. Dispatches that
// can be folded into others are (folding.ts).
import * as tf from '@tensorflow/tfjs-core';
import { Backend, type Bound, type Issue, type Place } from './backend.ts';
import { foldSlopes, interleave, type Levelled, placeDirectly, tensorsOf } from './folding.ts';

/** Thrown where a step cannot be recorded; the message is a sentence that names the operation. */
export class CannotRecord extends Error {}

interface Constant {
  readonly values: Float32Array | Int32Array;
}

/** A recorded step. */
export class Recording {
  constructor(
    readonly backend: Backend,
    readonly bound: readonly Bound[],
    private readonly owned: readonly GPUBuffer[],
    /** Names of the dispatches, in order. */
    readonly names: readonly string[],
    /** How many dispatches, one after another, must come before each. */
    readonly levels: readonly number[],
    /** Bytes of scratch, after sharing. */
    readonly scratchBytes: number,
  ) {}

  /** Plays the step `times` times over, in one submit. */
  replay(times: number): void {
    this.backend.replay(this.bound, times);
  }

  dispose(): void {
    for (const buffer of this.owned) buffer.destroy();
  }
}

/**
 * Does one step and records it. The step runs as usual and its effects stay.
 * @param residents tensors that outlive the recording: data, the order of batches, all state
 * @throws CannotRecord with the reason; the step has been done all the same, unless it threw itself
 */
export function record(step: () => void, residents: readonly tf.Tensor[]): Recording {
  const backend = tf.backend();
  if (!(backend instanceof Backend)) throw new CannotRecord('Only WebGPU steps can be recorded.');
  const { issues, constants, sizes, placeOf } = listen(backend, step, residents);
  return bindAll(backend, interleave(issues, placeOf), constants, sizes, placeOf);
}

/**
 * Compiles the shaders that some steps and their recordings will need. None is done; elsewhere than on WebGPU nothing is.
 * A step that throws is compiled up to there: who takes it will say why.
 */
export async function compileAhead(
  steps: readonly (() => void)[],
  residents: readonly tf.Tensor[],
): Promise<void> {
  const backend = tf.backend();
  if (!(backend instanceof Backend)) return;
  await backend.compileAhead(() => {
    for (const step of steps) {
      try {
        listen(backend, step, residents);
      } catch {}
    }
  });
}

/** Does a step and notes what passes the door: its dispatches, folded, and where their tensors lie. */
function listen(backend: Backend, step: () => void, residents: readonly tf.Tensor[]) {
  const issues: Issue[] = [];
  const constants = new Map<object, Constant>();
  let refusal: string | null = null;
  backend.recorder = {
    issued: (issue) => {
      if (issue.atomic)
        refusal ??= `${issue.name} sums in an order left to chance, so its bits differ from step to step.`;
      issues.push(issue);
    },
    uploaded: (dataId, values, dtype) => {
      constants.set(dataId, {
        values: dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values),
      });
    },
    refused: (what) => {
      refusal ??= `It ${what} in the middle of a step.`;
    },
  };
  // Sizes must be known while the tensors are alive: buffers go back to the pool when a tidy ends.
  const sizes = new Map<object, number>();
  const sized = backend.recorder.issued;
  backend.recorder.issued = (issue) => {
    sized(issue);
    for (const { tensor } of tensorsOf(issue)) sizes.set(tensor.dataId, backend.placeOf(tensor).size);
  };
  try {
    step();
  } finally {
    backend.recorder = null;
  }
  if (refusal) throw new CannotRecord(refusal);
  const resident = new Set<object>(residents.map(({ dataId }) => dataId));
  const outlives = (tensor: tf.TensorInfo) => resident.has(tensor.dataId) || backend.isPart(tensor);
  const fewer = placeDirectly(backend, foldSlopes(backend, issues, outlives), outlives);
  const placeOf = (tensor: tf.TensorInfo) =>
    fewer.places.get(tensor.dataId) ?? (outlives(tensor) ? backend.placeOf(tensor) : undefined);
  return { issues: fewer.issues, constants, sizes, placeOf };
}

/** Gives every tensor of the recording its place and makes the bind groups. */
function bindAll(
  backend: Backend,
  levelled: readonly Levelled[],
  constants: ReadonlyMap<object, Constant>,
  sizes: ReadonlyMap<object, number>,
  placeOf: (tensor: tf.TensorInfo) => Place | undefined,
): Recording {
  const issues = levelled.map(({ issue }) => issue);
  const owned: GPUBuffer[] = [];
  const places = new Map<object, Place>();
  const lastUse = new Map<object, number>();
  issues.forEach((issue, i) => {
    for (const { tensor } of tensorsOf(issue)) lastUse.set(tensor.dataId, i);
  });
  const make = (size: number, usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST): GPUBuffer => {
    const buffer = backend.device.createBuffer({ label: 'recording', size, usage });
    owned.push(buffer);
    return buffer;
  };
  const scratch = new Scratch(make);
  const done: object[] = [];
  const uniforms = layOut(backend.device, issues, make);
  const bound = issues.map((issue, i): Bound => {
    for (const { tensor, written } of tensorsOf(issue)) {
      const { dataId } = tensor;
      if (places.has(dataId)) continue;
      const place = placeOf(tensor);
      const size = sizes.get(dataId) as number;
      const constant = constants.get(dataId);
      if (place) places.set(dataId, place);
      else if (constant && written)
        throw new CannotRecord(`${issue.name} writes over numbers that the host sent.`);
      else if (constant) {
        const buffer = make(size);
        backend.device.queue.writeBuffer(buffer, 0, constant.values as Float32Array<ArrayBuffer>);
        places.set(dataId, { buffer, offset: 0, size });
      } else if (written) places.set(dataId, { buffer: scratch.take(dataId, size), offset: 0, size });
      else
        throw new CannotRecord(
          `${issue.name} reads a tensor of shape [${tensor.shape}] that is neither data, nor a constant, nor named state.`,
        );
    }
    const groups = issue.groups.map((bindings, index) =>
      backend.bind(
        issue.pipeline,
        index,
        bindings.map((b) =>
          'tensor' in b
            ? (places.get(b.tensor.dataId) as Place)
            : (uniforms.get(b.uniforms) as GPUBufferBinding),
        ),
      ),
    );
    // Not within a level: a neighbour that wrote what this dispatch reads could not overlap with it.
    for (const { tensor } of tensorsOf(issue)) if (lastUse.get(tensor.dataId) === i) done.push(tensor.dataId);
    if (levelled[i + 1]?.level !== levelled[i]?.level)
      for (const dataId of done.splice(0)) scratch.free(dataId);
    return { pipeline: issue.pipeline, groups, workgroups: issue.workgroups };
  });
  return new Recording(
    backend,
    bound,
    owned,
    issues.map(({ name }) => name),
    levelled.map(({ level }) => level),
    scratch.bytes,
  );
}

/** Buffers for what lives only within a step; one that is free again serves the next tensor of its size. */
class Scratch {
  bytes = 0;
  private readonly idle = new Map<number, GPUBuffer[]>();
  private readonly used = new Map<object, { buffer: GPUBuffer; size: number }>();

  constructor(private readonly make: (size: number) => GPUBuffer) {}

  take(dataId: object, size: number): GPUBuffer {
    const buffer = this.idle.get(size)?.pop() ?? this.grow(size);
    this.used.set(dataId, { buffer, size });
    return buffer;
  }

  private grow(size: number): GPUBuffer {
    this.bytes += size;
    return this.make(size);
  }

  free(dataId: object): void {
    const held = this.used.get(dataId);
    if (!held) return; // resident or constant
    this.used.delete(dataId);
    const list = this.idle.get(held.size) ?? [];
    this.idle.set(held.size, [...list, held.buffer]);
  }
}

const ALIGNMENT = 256; // WebGPU's default for the offset of a uniform binding

/** All uniforms in one buffer that never changes. */
function layOut(
  device: GPUDevice,
  issues: readonly Issue[],
  make: (size: number, usage: number) => GPUBuffer,
): Map<ArrayBuffer, GPUBufferBinding> {
  const all = issues.flatMap(({ groups }) =>
    groups.flat().flatMap((b) => ('uniforms' in b ? [b.uniforms] : [])),
  );
  const step = (bytes: ArrayBuffer) => Math.ceil(bytes.byteLength / ALIGNMENT) * ALIGNMENT;
  const size = all.reduce((sum, bytes) => sum + step(bytes), 0);
  const buffer = make(Math.max(ALIGNMENT, size), GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  const contents = new Uint8Array(size);
  const places = new Map<ArrayBuffer, GPUBufferBinding>();
  let offset = 0;
  for (const bytes of all) {
    contents.set(new Uint8Array(bytes), offset);
    places.set(bytes, { buffer, offset, size: bytes.byteLength });
    offset += step(bytes);
  }
  device.queue.writeBuffer(buffer, 0, contents);
  return places;
}
