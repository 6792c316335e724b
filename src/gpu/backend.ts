// TensorFlow.js's WebGPU backend on a device of our own, with one door for every dispatch.
//
// Stock programs and our kernels all pass `issue()`: it is where dispatches are counted and a step is
// recorded; `replay()` plays what was recorded there. The stock backend never looks at errors; this one reports them.

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env, type Tensor, type TensorInfo, tensor as tensorOf } from '@tensorflow/tfjs-core';
import type { Made } from './issue.ts';
import { packed, strides, type Uniform } from './uniforms.ts';

/** What a shader binds: a tensor it reads or writes, or its uniforms. */
export type Binding =
  | { readonly tensor: TensorInfo; readonly written: boolean }
  | { readonly uniforms: ArrayBuffer };

/** One dispatch: a pipeline, what each of its groups binds, and its size in workgroups. */
export interface Issue {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly groups: readonly (readonly Binding[])[];
  readonly workgroups: readonly [number, number, number];
  /** Whether the order of its sums is left to chance. */
  readonly atomic?: boolean;
  /** How one of our kernels was called; absent for TensorFlow.js's programs. */
  readonly made?: Made;
}

/** Where the numbers of a tensor lie, in bytes. */
export interface Place {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/** One dispatch with its buffers, ready to be encoded again and again. */
export interface Bound {
  readonly pipeline: GPUComputePipeline;
  readonly groups: readonly GPUBindGroup[];
  readonly workgroups: readonly [number, number, number];
}

/** What the compiler says of a place in a shader. */
export interface Objection {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Sees everything that passes the door while a step is recorded. */
export interface Recorder {
  issued(issue: Issue): void;
  /** Numbers from the host go to the GPU for the first time. */
  uploaded(dataId: object, values: ArrayLike<number>, dtype: string): void;
  /** Something waits for the GPU, which a recording cannot do. */
  refused(what: string): void;
}

interface StockProgram {
  readonly pipeline: GPUComputePipeline;
  readonly outputShape: number[];
  readonly dispatch: [number, number, number];
  readonly size?: boolean;
  readonly outputComponent?: number;
  readonly pixelsOpType?: unknown;
  readonly atomic?: boolean;
  /** What it computes, then how; parted by underscores. */
  readonly shaderKey: string;
}
/** The members of the stock backend (4.22.0, pinned) that its typings hide and this class needs. */
interface Opened extends Omit<WebGPUBackend, 'recordAndSubmit' | 'read' | 'readSync' | 'uploadToGPU'> {
  read(dataId: object): ReturnType<WebGPUBackend['read']>;
  uploadToGPU(dataId: object): void;
  readSync(dataId: object): ReturnType<WebGPUBackend['readSync']>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  commandQueueOwnedIds: WeakSet<object>;
  uniformPendingDisposal: GPUBuffer[];
}
const Stock = WebGPUBackend as unknown as new (device: GPUDevice, info?: GPUAdapterInfo) => Opened;

export class Backend extends Stock {
  /** Dispatches issued since the backend was made. */
  dispatches = 0;
  /** Called with a sentence when the device reports an error that nobody was waiting for. */
  onFault: (sentence: string) => void = () => {};
  /** Whether variants of kernels for real GPUs are taken. */
  hardware = false;
  /** For tests: the one shader that is taken, wherever it can be. */
  only: string | null = null;
  /** Set while a step is recorded. */
  recorder: Recorder | null = null;
  /** Set while work is only looked at for its shaders: the pipelines that are being made for it, by their code. */
  private ahead: Map<string, Promise<unknown>> | null = null;
  private readonly parts = new WeakMap<object, { buffer: GPUBuffer; offset: number }>();
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly compiled: { name: string; module: GPUShaderModule }[] = [];

  constructor(device: GPUDevice, info?: GPUAdapterInfo) {
    super(device, info);
    device.addEventListener('uncapturederror', (event) => {
      const { error } = event as GPUUncapturedErrorEvent;
      const memory = typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;
      this.onFault(
        memory
          ? `The GPU is out of memory (${firstLine(error.message)}). Try a smaller batch, fewer lanes or narrower networks.`
          : `The GPU refused a command: ${firstLine(error.message)}`,
      );
    });
  }

  /** The one door: encodes a dispatch into the open pass and submits when enough have gathered. */
  issue(issue: Issue): void {
    this.recorder?.issued(issue);
    if (this.ahead) return;
    const { pipeline, workgroups } = issue;
    const groups = issue.groups.map((bindings, index) =>
      this.bind(
        pipeline,
        index,
        bindings.map((b) =>
          'tensor' in b ? this.own(b.tensor) : { buffer: this.uniformBuffer(b.uniforms) },
        ),
      ),
    );
    this.ensureCommandEncoderReady();
    this.computePassEncoder ??= (this.commandEncoder as GPUCommandEncoder).beginComputePass();
    this.computePassEncoder.setPipeline(pipeline);
    encode(this.computePassEncoder, { groups, workgroups });
    this.dispatches++;
    if (++this.dispatchCountInPass >= env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) this.flush();
  }

  /** Plays recorded dispatches several times over, in one pass and one submit. */
  replay(recorded: readonly Bound[], times: number, descriptor?: GPUComputePassDescriptor): void {
    this.flush();
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass(descriptor);
    let pipeline: GPUComputePipeline | null = null;
    for (let k = 0; k < times; k++) {
      for (const bound of recorded) {
        if (bound.pipeline !== pipeline) pass.setPipeline(bound.pipeline);
        pipeline = bound.pipeline;
        encode(pass, bound);
      }
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    this.dispatches += times * recorded.length;
  }

  /** The place of a tensor that the open command buffer uses. */
  private own(tensor: TensorInfo): Place {
    const place = this.placeOf(tensor);
    this.commandQueueOwnedIds.add(tensor.dataId);
    return place;
  }

  private uniformBuffer(bytes: ArrayBuffer): GPUBuffer {
    const buffer = this.bufferManager.acquireBuffer(
      bytes.byteLength,
      GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM,
    );
    this.device.queue.writeBuffer(buffer, 0, bytes);
    this.uniformPendingDisposal.push(buffer);
    return buffer;
  }

  override uploadToGPU(dataId: object): void {
    const { values, resource, dtype } = this.tensorMap.get(dataId);
    if (this.recorder && values && resource == null)
      this.recorder.uploaded(dataId, values as ArrayLike<number>, dtype);
    super.uploadToGPU(dataId);
  }

  /** Submits whatever has been encoded. */
  flush(): void {
    this.endComputePassEncoder();
    if (this.commandEncoder) this.submitQueue();
  }

  /** Replaces the stock recording of a stock program: the same bindings, through our door. */
  recordAndSubmit(
    program: StockProgram,
    output: TensorInfo,
    inputs: TensorInfo[],
    own?: Uniform[] | null,
  ): void {
    if (program.pixelsOpType != null)
      throw new Error(`${nameOf(program)} reads pixels, which the engine does not do.`);
    const uniforms: Uniform[] = [
      { type: 'float32', data: [Number.NaN] },
      { type: 'float32', data: [Number.POSITIVE_INFINITY] },
    ];
    for (const { shape } of [...inputs, output]) {
      uniforms.push({ type: 'int32', data: shape.slice() }, { type: 'int32', data: strides(shape) });
    }
    if (program.size) {
      const size = program.outputShape.reduce((a, b) => a * b, 1);
      uniforms.push({
        type: 'int32',
        data: [program.outputComponent ? size / program.outputComponent : size],
      });
    }
    this.issue({
      name: nameOf(program),
      pipeline: program.pipeline,
      groups: [
        [
          { tensor: output, written: true },
          ...inputs.map((tensor) => ({ tensor, written: false })),
          { uniforms: packed([...uniforms, ...(own ?? [])]) },
        ],
      ],
      workgroups: program.dispatch,
      atomic: program.atomic === true,
    });
  }

  override read(dataId: object): ReturnType<WebGPUBackend['read']> {
    this.recorder?.refused('reads numbers back');
    if (this.parts.has(dataId)) throw new Error('A tensor that lies beside others is read by readMany.');
    return super.read(dataId);
  }

  /** Numbers that are still on the host are given; the GPU is never waited for, so an operation that would is refused. */
  override readSync(dataId: object): ReturnType<WebGPUBackend['readSync']> {
    this.recorder?.refused('reads numbers back');
    if (this.tensorMap.get(dataId).values == null)
      throw new Error('An operation wants to read from the GPU synchronously, which the engine does not do.');
    return super.readSync(dataId);
  }

  bind(pipeline: GPUComputePipeline, group: number, resources: readonly GPUBindingResource[]): GPUBindGroup {
    return this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(group),
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
  }

  /** The pipeline of a shader, compiled once. */
  pipelineFor(name: string, code: string): GPUComputePipeline {
    let pipeline = this.pipelines.get(code);
    if (!pipeline && this.ahead) {
      if (!this.ahead.has(code)) this.ahead.set(code, this.compile(name, code));
      return NOT_YET;
    }
    if (!pipeline) {
      const module = this.device.createShaderModule({ label: name, code });
      this.compiled.push({ name, module });
      pipeline = this.device.createComputePipeline({ label: name, layout: 'auto', compute: { module } });
      this.pipelines.set(code, pipeline);
    }
    return pipeline;
  }

  /**
   * Compiles a shader beside everything else, and what the compiler objects to, by line and column from 1; nothing when
   * all is well. One that is well is kept as `pipelineFor` keeps it.
   */
  async compile(name: string, code: string): Promise<Objection[]> {
    if (this.pipelines.has(code)) return [];
    this.device.pushErrorScope('validation'); // the device repeats what the compiler says
    const module = this.device.createShaderModule({ label: name, code });
    const [{ messages }] = await Promise.all([module.getCompilationInfo(), this.device.popErrorScope()]);
    const bad = messages.filter(({ type }) => type === 'error');
    if (bad.length > 0)
      return bad.map(({ lineNum, linePos, message }) => ({ line: lineNum, column: linePos, message }));
    try {
      const pipeline = await this.device.createComputePipelineAsync({
        label: name,
        layout: 'auto',
        compute: { module },
      });
      this.pipelines.set(code, pipeline);
      return [];
    } catch (error) {
      return [{ line: 0, column: 0, message: firstLine(String(error)) }];
    }
  }

  /**
   * Compiles all shaders of some work beside one another and beside everything else. Nothing of the work is done: what it
   * dispatches is left out. A shader that does not compile is left to whoever does the work.
   */
  async compileAhead(work: () => void): Promise<void> {
    const ours = new Map<string, Promise<unknown>>();
    const before = new Set(Object.keys(this.pipelineCache));
    this.ahead = ours;
    env().set('WEBGPU_ENGINE_COMPILE_ONLY', true); // stock pipelines come as promises
    try {
      work();
    } finally {
      env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
      this.ahead = null;
    }
    const stock = Object.entries(this.pipelineCache).filter(([key]) => !before.has(key));
    for (const [key] of stock) delete this.pipelineCache[key]; // whoever needs one meanwhile compiles it for itself
    const kept = stock.map(async ([key, pipeline]) => {
      this.pipelineCache[key] ??= await pipeline;
    });
    await Promise.allSettled([...ours.values(), ...kept]);
  }

  /** What the compiler objects to in the shaders compiled since the last call, with the line; null when nothing. */
  async objection(): Promise<string | null> {
    for (const { name, module } of this.compiled.splice(0)) {
      const bad = (await module.getCompilationInfo()).messages.find((m) => m.type === 'error');
      if (bad) return `The shader ${name}.wgsl does not compile: line ${bad.lineNum}: ${bad.message}`;
    }
    return null;
  }

  placeOf({ dataId, shape }: TensorInfo): Place {
    const part = this.parts.get(dataId);
    if (part) return { ...part, size: bytesOf(shape) };
    this.uploadToGPU(dataId);
    const buffer = this.tensorMap.get(dataId).resource as GPUBuffer;
    return { buffer, offset: 0, size: buffer.size };
  }

  /** A tensor in a part of a buffer, from a byte on that is a multiple of 256. Whoever made the buffer destroys it. */
  partOf(buffer: GPUBuffer, offset: number, shape: readonly number[]): Tensor {
    const tensor = tensorOf({ buffer, zeroCopy: true }, [...shape], 'float32');
    this.parts.set(tensor.dataId, { buffer, offset });
    return tensor;
  }

  /** Whether a tensor is part of a buffer that outlives it. */
  isPart({ dataId }: TensorInfo): boolean {
    return this.parts.has(dataId);
  }

  /** Reads several 4-byte tensors with one copy and one map. Nothing is cached on the tensors. */
  async readMany(tensors: readonly TensorInfo[]): Promise<ArrayBuffer[]> {
    this.recorder?.refused('reads numbers back');
    const bytes = tensors.map(({ shape }) => bytesOf(shape));
    const staging = this.device.createBuffer({
      size: Math.max(
        4,
        bytes.reduce((a, b) => a + b, 0),
      ),
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const sources = tensors.map((t) => this.placeOf(t));
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    let offset = 0;
    sources.forEach((source, i) => {
      (this.commandEncoder as GPUCommandEncoder).copyBufferToBuffer(
        source.buffer,
        source.offset,
        staging,
        offset,
        bytes[i] as number,
      );
      offset += bytes[i] as number;
    });
    this.flush();
    try {
      await staging.mapAsync(GPUMapMode.READ);
      const all = staging.getMappedRange().slice(0);
      offset = 0;
      return bytes.map((length) => all.slice(offset, (offset += length)));
    } finally {
      staging.destroy();
    }
  }

  /** Overwrites a tensor's numbers, after everything issued so far. */
  overwrite(tensor: TensorInfo, values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): void {
    const { buffer, offset } = this.placeOf(tensor); // before the flush: a first upload is a copy that would come after the write
    this.flush();
    this.device.queue.writeBuffer(buffer, offset, values);
  }
}

function encode(
  pass: GPUComputePassEncoder,
  { groups, workgroups }: Pick<Bound, 'groups' | 'workgroups'>,
): void {
  for (let i = 0; i < groups.length; i++) pass.setBindGroup(i, groups[i] as GPUBindGroup);
  pass.dispatchWorkgroups(...workgroups);
}

/** Stands for a pipeline that is being made, where none is needed. */
const NOT_YET = Object.freeze({}) as GPUComputePipeline;
const bytesOf = (shape: readonly number[]): number => 4 * shape.reduce((a, b) => a * b, 1);
const firstLine = (message: string): string => (message.split('\n')[0] ?? '').slice(0, 300);

/** Not by the name of its class, which the bundler shortens. */
const nameOf = ({ shaderKey }: StockProgram): string => `TensorFlow.js ${shaderKey.split('_', 1)[0]}`;
