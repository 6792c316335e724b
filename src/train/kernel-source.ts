// What runs, to be read: the WGSL of the kernels of a step, each with the file that holds its reference.
import type { LaneId } from '../contract/protocol.ts';
import type { KernelSource } from '../contract/questions.ts';
import { definedKernels, definedUpdates, type KernelSpec, type UpdateSpec } from '../gpu/kernel.ts';
import type { Experiment } from './experiment.ts';

type Spec = KernelSpec | UpdateSpec;

/** The kernels of a lane's loss, and then, where a step has been recorded, all others of the step in its order. */
export async function kernelsOf(experiment: Experiment, id: LaneId): Promise<KernelSource[]> {
  const lane = experiment.lane(id);
  const { sources } = await import('./references.ts');
  const counts = new Map<string, number>();
  for (const name of experiment.dispatched) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ofLoss = lane.method.shaders?.map(({ name }) => name) ?? [];
  return [...new Set([...ofLoss, ...counts.keys()])].flatMap((name) => {
    const spec = specOf(name);
    if (!spec) return []; // TensorFlow.js's own
    const [path, reference] =
      Object.entries(sources).find(([, text]) => text.includes(`name: '${spec.name}'`)) ?? [];
    return {
      name,
      shader: shaderOf(spec, name, lane.code),
      file: path?.replace('../', 'src/') ?? '',
      reference: reference ?? '',
      dispatches: counts.get(name) ?? null,
      ofLoss: ofLoss.includes(name),
    };
  });
}

const specOf = (name: string): Spec | undefined =>
  [...definedKernels, ...definedUpdates].find(
    (spec) => spec.name === name || spec.variants?.some((variant) => variant.name === name),
  );

function shaderOf(spec: Spec, name: string, code: string): string {
  if ('composed' in spec && spec.composed && code) return spec.composed(code);
  return spec.variants?.find((variant) => variant.name === name)?.shader ?? spec.shader;
}
