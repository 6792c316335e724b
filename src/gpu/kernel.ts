// A kernel is one operation with two bodies: a `reference`, written in TensorFlow.js and correct on
// every backend, and a WGSL `shader` that must agree with it on WebGPU, value and gradient.
//
// A *kernel* computes outputs from inputs and may have a gradient. An *update* changes state in
// place: its tensors are slots, bound once, `read_write`. The convention for shaders (bindings,
// uniforms, indices) is in shaders/README.md.
import * as tf from '@tensorflow/tfjs-core';
import { Backend } from './backend.ts';
import { type Dispatchable, issueOf, type ParamTypes, type Variant } from './issue.ts';
import { readNow, readsAtOnce } from './readback.ts';
import { type Dims, matchShapes, type Signature, sizesOf } from './shapes.ts';
import type { State } from './slots.ts';

type Tensors<S> = { readonly [N in keyof S]: tf.Tensor };
type Values<P> = { readonly [N in keyof P]: number };

/** The numbers of a tensor on the host. */
export interface Host {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Sizes (and more) at which the parity test compares a shader with its reference. */
export interface Case {
  /** Sizes of all dimensions that the signature names; derived ones follow. */
  readonly dims: Dims;
  readonly params?: Readonly<Record<string, number>>;
  /** Element `i` of the tensors named here; the others are filled with normal random numbers. */
  readonly fill?: Readonly<Record<string, (i: number) => number>>;
}

interface Common<I extends Signature, P extends ParamTypes> {
  readonly name: string;
  /** The complete WGSL module. */
  readonly shader: string;
  /** Symbolic shape of every input, in binding order. Dimensions with one name must agree. */
  readonly inputs: I;
  /** Which inputs are int32; all others are float32. */
  readonly ints?: readonly (keyof I & string)[];
  /** Structural numbers; they follow the dimensions in the shader's `Params`. What moves comes in a tensor. */
  readonly params: P;
  /** How many invocations the shader needs. */
  readonly invocations: (dims: Dims, params: Values<P>) => number;
  /** Invocations in a workgroup; 64 by default. */
  readonly group?: number;
  /** Other shaders; the first that can compute the sizes is taken, in the order given. */
  readonly variants?: readonly Variant<Values<P>>[];
  /** Dimensions that follow from others and the params, e.g. the output width of a convolution. */
  readonly derived?: (dims: Dims, params: Values<P>) => Dims;
  /** What the parity test tries; without it, every dimension at 1, 7, 64 and 130 and params of 1. */
  readonly cases?: readonly Case[];
}

export interface KernelSpec<
  I extends Signature = Signature,
  O extends Signature = Signature,
  S extends Signature = Signature,
  P extends ParamTypes = ParamTypes,
> extends Common<I, P> {
  readonly outputs: O;
  /**
   * The input that holds what an activation made, where the param `activation` has the first output multiplied by
   * that activation's slope: a recording folds a `dense-slope` that comes next into this kernel.
   */
  readonly foldsSlope?: keyof I & string;
  /** What the shader writes for the gradient's use only, e.g. the slope of a loss. */
  readonly saved: S;
  /**
   * The shader with a text of the visitor in it: the only way by which text is pasted into one. Whoever calls the kernel
   * with a text has checked it.
   */
  readonly composed?: (text: string) => string;
  /**
   * The outputs in plain loops, where tensors can be read at once (WebAssembly, the processor): there a loop costs less
   * than many small operations. For kernels that have no gradient.
   */
  readonly host?: (
    given: { readonly [N in keyof I]: Host },
    params: Values<P>,
    text?: string,
  ) => { readonly [N in keyof O]: Float32Array };
  /** The truth: outputs from inputs, differentiable by TensorFlow.js. */
  readonly reference: (
    inputs: Tensors<I>,
    params: Values<P>,
    text?: string,
  ) => { readonly [N in keyof O]: tf.Tensor };
  /** Gradients of the inputs that have one, from the gradients of the outputs and what was saved. */
  readonly gradient: (
    dy: Tensors<O>,
    inputs: Tensors<I>,
    results: Tensors<O> & Tensors<S>,
    params: Values<P>,
  ) => { readonly [N in keyof I]?: () => tf.Tensor };
  /** Largest difference from the reference that the parity test accepts, relative to max(1, |reference|). */
  readonly tolerance: number;
}

export interface UpdateSpec<
  I extends Signature = Signature,
  U extends Signature = Signature,
  P extends ParamTypes = ParamTypes,
> extends Common<I, P> {
  /** The state it changes, bound after the inputs. */
  readonly updates: U;
  /** The new values in plain loops, as of a kernel. Gives new arrays and leaves those it is given alone. */
  readonly host?: (
    given: { readonly [N in keyof I | keyof U]: Host },
    params: Values<P>,
  ) => { readonly [N in keyof U]: Float32Array };
  /** The truth: the new value of every update. */
  readonly reference: (
    inputs: Tensors<I>,
    state: Tensors<U>,
    params: Values<P>,
  ) => { readonly [N in keyof U]: tf.Tensor };
  readonly tolerance: number;
}

/** Under what name a text goes through TensorFlow.js to the kernel. No param is called so. */
const TEXT = '=text';

const kernels: KernelSpec[] = [];
const updates: UpdateSpec[] = [];
/** Everything defined so far; the parity tests walk over it. */
export const definedKernels: readonly KernelSpec[] = kernels;
export const definedUpdates: readonly UpdateSpec[] = updates;

export function defineKernel<
  const I extends Signature,
  const O extends Signature,
  const S extends Signature,
  const P extends ParamTypes,
>(spec: KernelSpec<I, O, S, P>): (inputs: Tensors<I>, params: Values<P>, text?: string) => Tensors<O> {
  kernels.push(spec as unknown as KernelSpec);
  const inputNames = Object.keys(spec.inputs);
  const results: Signature = { ...spec.outputs, ...spec.saved };
  const resultNames = Object.keys(results);

  tf.registerKernel({
    kernelName: spec.name,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { [TEXT]: text, ...params } = attrs as Values<P> & { readonly [TEXT]?: string };
      const dims = dimsOf(spec, inputs as Record<string, tf.TensorInfo>, params);
      const shader = text !== undefined && spec.composed ? spec.composed(text) : spec.shader;
      const made = resultNames.map((n) =>
        (backend as Backend).makeTensorInfo(sizesOf(results[n] as readonly string[], dims), 'float32'),
      );
      const read = inputNames.map((n) => inputs[n] as tf.TensorInfo);
      dispatch(backend as Backend, { ...spec, shader }, dims, params, read, made);
      return made;
    },
  });
  tf.registerGradient({
    kernelName: spec.name,
    inputsToSave: inputNames,
    outputsToSave: resultNames.map(() => true),
    gradFunc: (dy, saved, attrs) => {
      const dys = Array.isArray(dy) ? dy : [dy];
      const inputs = Object.fromEntries(inputNames.map((n, i) => [n, saved[i]])) as Tensors<I>;
      const got = Object.fromEntries(
        resultNames.map((n, i) => [n, saved[inputNames.length + i]]),
      ) as Tensors<O> & Tensors<S>;
      const upstream = Object.fromEntries(Object.keys(spec.outputs).map((n, i) => [n, dys[i]])) as Tensors<O>;
      const gradients = spec.gradient(upstream, inputs, got, attrs as unknown as Values<P>);
      return Object.fromEntries(
        inputNames.map((n) => [n, gradients[n as keyof I] ?? (() => tf.zerosLike(inputs[n as keyof I]))]),
      );
    },
  });

  return (inputs, params, text) => {
    if (!(tf.backend() instanceof Backend)) {
      const dims = dimsOf(spec, inputs, params);
      if (!spec.host || !readsAtOnce()) return spec.reference(inputs, params, text);
      const made = spec.host(hosts(inputs) as never, params, text) as Readonly<Record<string, Float32Array>>;
      return Object.fromEntries(
        Object.entries(spec.outputs).map(([n, shape]) => [
          n,
          tf.tensor(made[n] as Float32Array, sizesOf(shape, dims)),
        ]),
      ) as Tensors<O>;
    }
    const attrs = text === undefined ? params : { ...params, [TEXT]: text };
    const made = tf.engine().runKernel(spec.name, inputs as unknown as tf.NamedTensorMap, attrs) as
      | tf.Tensor
      | tf.Tensor[];
    const list = Array.isArray(made) ? made : [made];
    return Object.fromEntries(Object.keys(spec.outputs).map((n, i) => [n, list[i]])) as Tensors<O>;
  };
}

export function defineUpdate<
  const I extends Signature,
  const U extends Signature,
  const P extends ParamTypes,
>(
  spec: UpdateSpec<I, U, P>,
): (inputs: Tensors<I>, state: { readonly [N in keyof U]: State }, params: Values<P>) => void {
  updates.push(spec as unknown as UpdateSpec);
  return (inputs, state, params) => applyUpdate(spec as unknown as UpdateSpec, inputs, state, params);
}

/** Runs an update; what `defineUpdate` returns, for those who have only the spec. */
export function applyUpdate(
  spec: UpdateSpec,
  inputs: Readonly<Record<string, tf.Tensor>>,
  state: Readonly<Record<string, State>>,
  params: Readonly<Record<string, number>>,
): void {
  const names = Object.keys(spec.updates); // the order of the spec, whatever order the caller wrote
  const current = Object.fromEntries(names.map((n) => [n, (state[n] as State).tensor]));
  const backend = tf.backend();
  if (backend instanceof Backend) {
    const dims = dimsOf(
      { ...spec, inputs: { ...spec.inputs, ...spec.updates } },
      { ...inputs, ...current },
      params,
    );
    const read = Object.keys(spec.inputs).map((n) => inputs[n] as tf.Tensor);
    dispatch(
      backend,
      spec,
      dims,
      params,
      read,
      names.map((n) => current[n] as tf.Tensor),
    );
    return;
  }
  if (spec.host && readsAtOnce()) {
    const next = spec.host(hosts({ ...inputs, ...current }), params);
    for (const n of names)
      (state[n] as State).replace(tf.tensor(next[n] as Float32Array, (current[n] as tf.Tensor).shape));
    return;
  }
  const next = tf.tidy(() => spec.reference(inputs, current, params) as unknown as tf.NamedTensorMap);
  for (const n of names) (state[n] as State).replace(next[n] as tf.Tensor);
}

const hosts = (tensors: Readonly<Record<string, tf.Tensor>>): Record<string, Host> =>
  Object.fromEntries(Object.entries(tensors).map(([n, t]) => [n, { shape: t.shape, values: readNow(t) }]));

function shapesOf(tensors: Readonly<Record<string, tf.TensorInfo>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([n, t]) => [n, t.shape]));
}

function dimsOf(
  spec: Pick<KernelSpec, 'name' | 'inputs'> & { readonly derived?: unknown },
  tensors: Readonly<Record<string, tf.TensorInfo>>,
  params: Readonly<Record<string, number>>,
): Dims {
  const dims = matchShapes(spec.name, spec.inputs, shapesOf(tensors));
  const derived = spec.derived as
    | ((dims: Dims, params: Readonly<Record<string, number>>) => Dims)
    | undefined;
  return derived ? { ...dims, ...derived(dims, params) } : dims;
}

function dispatch(
  backend: Backend,
  spec: Dispatchable,
  dims: Dims,
  params: Readonly<Record<string, number>>,
  read: readonly tf.TensorInfo[],
  written: readonly tf.TensorInfo[],
): void {
  Object.keys(spec.inputs).forEach((name, i) => {
    const tensor = read[i] as tf.TensorInfo;
    const expected = spec.ints?.includes(name) ? 'int32' : 'float32';
    const held = backend.tensorMap.get(tensor.dataId).dtype; // a cast may leave the buffer as it was
    if (held !== expected) throw new Error(`${spec.name}: ${name} holds ${held}, expected ${expected}`);
  });
  backend.issue(issueOf(backend, { spec, dims, params, read, written }));
}
