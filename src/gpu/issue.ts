// From a kernel and the sizes it is called with to a dispatch: which of its shaders, which uniforms, how many workgroups.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend, Issue } from './backend.ts';
import type { Dims, Signature } from './shapes.ts';
import { packed } from './uniforms.ts';

export type ParamTypes = Readonly<Record<string, 'u32' | 'f32'>>;

/** Another shader of the same kernel, with the same bindings and uniforms, for shapes or adapters where it is faster. */
export interface Variant<P = Readonly<Record<string, number>>> {
  readonly name: string;
  readonly shader: string;
  /** Whether it can compute these sizes; must not depend on the number of seeds, or a seed alone had other bits. */
  readonly when: (dims: Dims, params: P) => boolean;
  readonly invocations: (dims: Dims, params: P) => number;
  /** Invocations in a workgroup; 64 by default. */
  readonly group?: number;
  /** For real GPUs only: it may use workgroup memory and barriers, which are dear on software adapters. */
  readonly hardware?: true;
}

/** How a kernel was called, so that a recording can call it otherwise. */
export interface Made {
  readonly spec: Dispatchable;
  readonly dims: Dims;
  readonly params: Readonly<Record<string, number>>;
  readonly read: readonly TensorInfo[];
  readonly written: readonly TensorInfo[];
}

const GROUP = 64;
const MAX_GROUPS = 65_535; // WebGPU's default limit in one dimension

/** What `issueOf` needs of a kernel or an update. */
export interface Dispatchable {
  readonly name: string;
  readonly shader: string;
  readonly ints?: readonly string[];
  readonly inputs: Signature;
  readonly params: ParamTypes;
  readonly invocations: unknown;
  readonly group?: number;
  readonly variants?: unknown;
  readonly foldsSlope?: string;
}

/** The shader for these sizes on this backend: a variant, or the spec's own. */
function shaderFor(
  backend: Backend,
  spec: Dispatchable,
  dims: Dims,
  params: Readonly<Record<string, number>>,
): Pick<Variant, 'name' | 'shader' | 'invocations' | 'group'> {
  const own = { ...spec, invocations: spec.invocations as Variant['invocations'] };
  if (backend.only === spec.name) return own;
  const able = ((spec.variants ?? []) as readonly Variant[]).filter(({ when }) => when(dims, params));
  const forced = able.find(({ name }) => name === backend.only);
  return forced ?? able.find(({ hardware }) => backend.hardware || !hardware) ?? own;
}

/** The dispatch of a kernel: inputs, then what is written, then the uniforms (dimensions in order, then params). */
export function issueOf(backend: Backend, made: Made): Issue {
  const { spec, dims, params, read, written } = made;
  const { name, shader, invocations, group = GROUP } = shaderFor(backend, spec, dims, params);
  const uniforms = packed([
    ...Object.values(dims).map((value) => ({ type: 'uint32' as const, data: [value] })),
    ...Object.entries(spec.params).map(([name, type]) => ({
      type: type === 'u32' ? ('uint32' as const) : ('float32' as const),
      data: [params[name] as number],
    })),
  ]);
  const groups = Math.ceil(invocations(dims, params) / group);
  const x = Math.min(groups, MAX_GROUPS);
  return {
    name,
    made,
    pipeline: backend.pipelineFor(name, shader),
    groups: [
      [
        ...read.map((tensor) => ({ tensor, written: false })),
        ...written.map((tensor) => ({ tensor, written: true })),
      ],
      [{ uniforms }],
    ],
    workgroups: [x, Math.ceil(groups / x), 1],
  };
}
