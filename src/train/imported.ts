// A teacher whose weights the visitor brought, in place of the set-up's own: which set-ups it fits.
import type { Checkpoint } from '../contract/checkpoint.ts';
import type { Setup } from '../contract/setup.ts';
import type { PreparedData } from '../data/prepare.ts';
import { buildNetwork, type Network } from '../nn/network.ts';

type Weights = Readonly<Record<string, Float32Array>>;
type Data = Pick<PreparedData, 'shape' | 'classes' | 'anchors'>;

export interface Imported {
  /** The name of the file. */
  readonly file: string;
  readonly weights: Weights;
  /** Data and teacher of the set-up that it was brought for. */
  readonly place: string;
}

const placeOf = ({ data, teacher }: Setup): string => JSON.stringify([data.id, teacher]);
const networkOf = ({ teacher }: Setup, { shape, classes, anchors }: Data): Network =>
  buildNetwork(teacher.net, shape, classes.length, anchors);

/** @throws a sentence where the weights are not those of the teacher's network, or not finite */
export function importTeacher(setup: Setup, data: Data, file: string, weights: Weights): Imported {
  const problem = problemOf(setup, data, weights);
  if (problem) throw new Error(`${file}: ${problem}`);
  return { file, weights, place: placeOf(setup) };
}

/** Whether it may teach here too. */
export const fits = ({ place, weights }: Imported, setup: Setup, data: Data): boolean =>
  place === placeOf(setup) && problemOf(setup, data, weights) === null;

/** The imported teacher of a run that goes on: it takes no steps, so the state of the run still has its weights. */
export function importedOf({ setup, teacher: file, state }: Checkpoint, data: Data): Imported | null {
  if (file === undefined) return null;
  const own = networkOf(setup, data).parameters.flatMap(({ name }) => {
    const values = state[`teacher/student/${name}`];
    return values ? [[name, values] as const] : [];
  });
  const weights = Object.fromEntries(own);
  return problemOf(setup, data, weights) === null ? { file, weights, place: placeOf(setup) } : null;
}

function problemOf(setup: Setup, data: Data, weights: Weights): string | null {
  for (const { name, shape } of networkOf(setup, data).parameters) {
    const values = Object.hasOwn(weights, name) ? weights[name] : undefined;
    const size = shape.reduce((a, b) => a * b, 1);
    if (!values) return `${name} is missing, the teacher needs it.`;
    if (values.length !== size) return `${name} has ${values.length} numbers, the teacher needs ${size}.`;
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) return `number ${bad} of ${name} is ${values[bad]}; weights are finite.`;
  }
  return null;
}
