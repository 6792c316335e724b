// What a recording does with the list of dispatches it was given: fewer of them, and an order in which those that do
// not need one another are neighbours. The numbers stay the same, which train/replays.ts checks of every recording.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend, Binding, Issue, Place } from './backend.ts';
import { issueOf } from './issue.ts';

/** The kernel that multiplies a gradient by an activation's slope: inputs dy and y, output g, param `activation`. */
export const SLOPE = 'dense-slope';
/** The update that copies numbers to where they belong. */
export const PLACE = 'place';

type Bound = Extract<Binding, { tensor: unknown }>;

/** The tensors a dispatch binds. */
export const tensorsOf = ({ groups }: Issue): Bound[] =>
  groups.flat().filter((b): b is Bound => 'tensor' in b);

/** The dispatches that bind a tensor, by its data. */
function usesOf(issues: readonly Issue[]): Map<object, Issue[]> {
  const uses = new Map<object, Issue[]>();
  for (const issue of issues) {
    for (const dataId of new Set(tensorsOf(issue).map(({ tensor }) => tensor.dataId)))
      uses.set(dataId, [...(uses.get(dataId) ?? []), issue]);
  }
  return uses;
}

/** Multiplies by the slope where the gradient is made, if nobody else wants the gradient without it. */
export function foldSlopes(
  backend: Backend,
  issues: readonly Issue[],
  outlives: (tensor: TensorInfo) => boolean,
): Issue[] {
  const uses = usesOf(issues);
  const folded = new Map<Issue, Issue | null>();
  for (const issue of issues) {
    const { made } = issue;
    const field = made?.spec.foldsSlope;
    const gradient = made?.written[0];
    if (!made || !field || !gradient || made.params.activation !== 0 || outlives(gradient)) continue;
    const [slope, ...more] = (uses.get(gradient.dataId) ?? []).filter((other) => other !== issue);
    const [dy, y] = slope?.made?.read ?? [];
    if (slope?.made?.spec.name !== SLOPE || more.length > 0 || dy?.dataId !== gradient.dataId || !y) continue;
    const inputs = Object.keys(made.spec.inputs);
    folded.set(
      issue,
      issueOf(backend, {
        ...made,
        params: { ...made.params, activation: slope.made.params.activation as number },
        read: made.read.map((tensor, i) => (inputs[i] === field ? y : tensor)),
        written: [slope.made.written[0] as TensorInfo, ...made.written.slice(1)],
      }),
    );
    folded.set(slope, null);
  }
  return issues.flatMap((issue) => {
    const now = folded.get(issue);
    return now === undefined ? [issue] : (now ?? []);
  });
}

/** Leaves out copies of what can be written to its place in the first place; says which data lie where because of it. */
export function placeDirectly(
  backend: Backend,
  issues: readonly Issue[],
  outlives: (tensor: TensorInfo) => boolean,
): { issues: Issue[]; places: Map<object, Place> } {
  const uses = usesOf(issues);
  const places = new Map<object, Place>();
  const placeOf = (tensor: TensorInfo): Place | undefined =>
    places.get(tensor.dataId) ?? (outlives(tensor) ? backend.placeOf(tensor) : undefined);
  const left = issues.filter((issue) => {
    const [source] = issue.made?.read ?? [];
    const [target] = issue.made?.written ?? [];
    if (issue.made?.spec.name !== PLACE || !source || !target) return true;
    if (outlives(source) || places.has(source.dataId)) return true;
    const others = (uses.get(source.dataId) ?? []).filter((other) => other !== issue);
    const madeHere = others.some((other) =>
      tensorsOf(other).some((b) => b.written && b.tensor.dataId === source.dataId),
    );
    if (!madeHere) return true; // numbers of the host, or of nobody, cannot be written elsewhere
    const place = backend.placeOf(target);
    // WebGPU does not let one dispatch read and write one buffer, wherever in it.
    const collides = others.some((other) => {
      const own = tensorsOf(other).filter(({ tensor }) => tensor.dataId === source.dataId);
      return tensorsOf(other).some(
        (b) =>
          b.tensor.dataId !== source.dataId &&
          placeOf(b.tensor)?.buffer === place.buffer &&
          own.some(({ written }) => written !== b.written),
      );
    });
    if (collides) return true;
    places.set(source.dataId, place);
    return false;
  });
  return { issues: left, places };
}

/** A dispatch and how many, one after another, must come before it. */
export interface Levelled {
  readonly issue: Issue;
  readonly level: number;
}

/** Orders dispatches by their levels, so that those of different lanes alternate and may overlap. */
export function interleave(
  issues: readonly Issue[],
  placeOf: (tensor: TensorInfo) => Place | undefined,
): Levelled[] {
  const seen = new Map<object, { from: number; to: number; written: boolean; level: number }[]>();
  const levels = issues.map((issue) => {
    const spans = tensorsOf(issue).map(({ tensor, written }) => {
      const place = placeOf(tensor);
      const from = place?.offset ?? 0;
      return { of: place?.buffer ?? tensor.dataId, from, to: from + (place?.size ?? 1), written };
    });
    let level = 0;
    for (const { of, from, to, written } of spans) {
      for (const past of seen.get(of) ?? []) {
        if ((written || past.written) && from < past.to && past.from < to)
          level = Math.max(level, past.level + 1);
      }
    }
    for (const { of, ...span } of spans) {
      const list = seen.get(of) ?? [];
      list.push({ ...span, level });
      seen.set(of, list);
    }
    return level;
  });
  return issues.map((issue, i) => ({ issue, level: levels[i] as number })).sort((a, b) => a.level - b.level);
}
