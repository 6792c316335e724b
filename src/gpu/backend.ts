// TensorFlow.js's WebGPU backend on a device of our own, with one door for every dispatch.
//
// Stock programs and our kernels all pass `issue()`: it is where dispatches are counted, and where
// recording a step will hook in. The stock backend never looks at errors; this one reports them.
import { env, type TensorInfo } from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** One dispatch: a pipeline, the buffers it binds, and its size in workgroups. */
export interface Issue {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly groups: readonly GPUBindGroup[];
  readonly workgroups: readonly [number, number, number];
  /** Tensors that must outlive the dispatch. */
  readonly tensors: readonly TensorInfo[];
}

interface StockProgram {
  readonly pipeline: GPUComputePipeline;
  readonly outputShape: number[];
  readonly dispatch: [number, number, number];
  readonly size?: boolean;
  readonly outputComponent?: number;
  readonly pixelsOpType?: unknown;
  readonly constructor: { readonly name: string };
}
interface Uniform {
  type: 'int32' | 'uint32' | 'float32';
  data: number[];
}

/** The members of the stock backend (4.22.0, pinned) that its typings hide and this class needs. */
interface Opened extends Omit<WebGPUBackend, 'recordAndSubmit' | 'readSync'> {
  readSync(dataId: object): ReturnType<WebGPUBackend['readSync']>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  commandQueueOwnedIds: WeakSet<object>;
  makeUniforms(uniforms: Uniform[]): GPUBufferBinding;
  tensorToBinding(tensor: TensorInfo): GPUBufferBinding;
}
const Stock = WebGPUBackend as unknown as new (device: GPUDevice, info?: GPUAdapterInfo) => Opened;

export class Backend extends Stock {
  /** Dispatches issued since the backend was made. */
  dispatches = 0;
  /** Called with a sentence when the device reports an error that nobody was waiting for. */
  onFault: (sentence: string) => void = () => {};
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
  issue({ pipeline, groups, workgroups, tensors }: Issue): void {
    for (const { dataId } of tensors) this.commandQueueOwnedIds.add(dataId);
    this.ensureCommandEncoderReady();
    this.computePassEncoder ??= (this.commandEncoder as GPUCommandEncoder).beginComputePass();
    const pass = this.computePassEncoder;
    pass.setPipeline(pipeline);
    groups.forEach((group, index) => pass.setBindGroup(index, group));
    pass.dispatchWorkgroups(...workgroups);
    this.dispatches++;
    if (++this.dispatchCountInPass >= env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) this.flush();
  }

  /** Submits whatever has been encoded. */
  flush(): void {
    this.endComputePassEncoder();
    if (this.commandEncoder) this.submitQueue();
  }

  /** Replaces the stock recording of a stock program: the same bindings, through our door. */
  recordAndSubmit(program: StockProgram, output: TensorInfo, inputs: TensorInfo[], own?: Uniform[] | null): void {
    if (program.pixelsOpType != null) throw new Error(`${program.constructor.name} reads pixels, which the engine does not do.`);
    const uniforms: Uniform[] = [
      { type: 'float32', data: [Number.NaN] },
      { type: 'float32', data: [Number.POSITIVE_INFINITY] },
    ];
    for (const { shape } of [...inputs, output]) {
      uniforms.push({ type: 'int32', data: shape.slice() }, { type: 'int32', data: strides(shape) });
    }
    if (program.size) {
      const size = program.outputShape.reduce((a, b) => a * b, 1);
      uniforms.push({ type: 'int32', data: [program.outputComponent ? size / program.outputComponent : size] });
    }
    const resources = [this.tensorToBinding(output), ...inputs.map((t) => this.tensorToBinding(t)), this.makeUniforms([...uniforms, ...(own ?? [])])];
    this.issue({
      name: program.constructor.name,
      pipeline: program.pipeline,
      groups: [this.bind(program.pipeline, 0, resources)],
      workgroups: program.dispatch,
      tensors: [...inputs, output],
    });
  }

  /** Numbers that are still on the host are given; the GPU is never waited for, so an operation that would is refused. */
  override readSync(dataId: object): ReturnType<WebGPUBackend['readSync']> {
    if (this.tensorMap.get(dataId).values == null) throw new Error('An operation wants to read from the GPU synchronously, which the engine does not do.');
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
    if (!pipeline) {
      const module = this.device.createShaderModule({ label: name, code });
      this.compiled.push({ name, module });
      pipeline = this.device.createComputePipeline({ label: name, layout: 'auto', compute: { module } });
      this.pipelines.set(code, pipeline);
    }
    return pipeline;
  }

  /** What the compiler objects to in the shaders compiled since the last call, with the line; null when nothing. */
  async objection(): Promise<string | null> {
    for (const { name, module } of this.compiled.splice(0)) {
      const bad = (await module.getCompilationInfo()).messages.find((m) => m.type === 'error');
      if (bad) return `The shader ${name}.wgsl does not compile: line ${bad.lineNum}: ${bad.message}`;
    }
    return null;
  }

  bufferOf(tensor: TensorInfo): GPUBuffer {
    this.uploadToGPU(tensor.dataId);
    return this.tensorMap.get(tensor.dataId).resource as GPUBuffer;
  }

  /** Reads several 4-byte tensors with one copy and one map. Nothing is cached on the tensors. */
  async readMany(tensors: readonly TensorInfo[]): Promise<ArrayBuffer[]> {
    const bytes = tensors.map(({ shape }) => 4 * shape.reduce((a, b) => a * b, 1));
    const staging = this.device.createBuffer({
      size: Math.max(4, bytes.reduce((a, b) => a + b, 0)),
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const sources = tensors.map((t) => this.bufferOf(t));
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    let offset = 0;
    sources.forEach((source, i) => {
      (this.commandEncoder as GPUCommandEncoder).copyBufferToBuffer(source, 0, staging, offset, bytes[i] as number);
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

  /** Overwrites a tensor's buffer, after everything issued so far. */
  overwrite(tensor: TensorInfo, values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): void {
    const buffer = this.bufferOf(tensor); // before the flush: a first upload is a copy that would come after the write
    this.flush();
    this.device.queue.writeBuffer(buffer, 0, values);
  }
}

function strides(shape: readonly number[]): number[] {
  const result: number[] = [];
  let size = 1;
  for (let axis = shape.length - 1; axis > 0; axis--) result.unshift((size *= shape[axis] as number));
  return result;
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').slice(0, 300);
