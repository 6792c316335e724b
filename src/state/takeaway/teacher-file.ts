// A file of weights that is to teach: whether it is of the network and the classes that are asked for.
import { type Cards, withDefaults } from '../../contract/cards.ts';
import type { NetSpec } from '../../contract/setup.ts';
import type { RunWeights } from '../../contract/takeaway.ts';
import { same } from '../json.ts';
import { fitWeights, readSafetensors, type WeightsFile } from './safetensors.ts';

export type TeacherFile =
  | { readonly ok: true; readonly weights: Readonly<Record<string, Float32Array>> }
  | { readonly ok: false; readonly problem: string };

/**
 * The weights in a file, where they are those of the teacher of `wanted`; else a sentence. Shapes do not say all: what our
 * own files tell of themselves (activation, classes) must agree too.
 */
export function readTeacher(bytes: Uint8Array, wanted: RunWeights, cards: Cards): TeacherFile {
  const own = wanted.networks.teacher;
  if (!own) return { ok: false, problem: 'There is no teacher in this run.' };
  const file = readSafetensors(bytes);
  if (!file.ok) return refuse(file.problems);
  const weights = fitWeights(file.value, own.parameters);
  if (!weights.ok) return refuse(weights.problems);
  const other = whyOther(file.value, own.net, wanted.classes, cards);
  return other ? { ok: false, problem: other } : { ok: true, weights: weights.value };
}

const refuse = ([first = '', ...others]: readonly string[]): TeacherFile => ({
  ok: false,
  problem: others.length > 0 ? `${first} (${others.length} more)` : first,
});

function whyOther(
  { metadata }: WeightsFile,
  net: NetSpec,
  classes: readonly string[],
  cards: Cards,
): string | null {
  const told = (name: string): unknown => {
    if (!Object.hasOwn(metadata, name)) return undefined;
    try {
      return JSON.parse(metadata[name] as string);
    } catch {
      return null;
    }
  };
  const theirs = told('network');
  if (theirs !== undefined && !same(whole(theirs, cards), whole(net, cards)))
    return `The file is of ${shown(theirs)}; the teacher is ${shown(net)}.`;
  const labels = told('classes');
  if (labels !== undefined && !same(labels, classes))
    return `The file knows the classes ${shown(labels)}; the data have ${shown(classes)}.`;
  return null;
}

/** A network with all its knobs, where it is one. */
function whole(net: unknown, { models }: Cards): unknown {
  if (typeof net !== 'object' || net === null || !('model' in net) || !('knobs' in net)) return net;
  const { model, knobs } = net;
  const card = models.find(({ id }) => id === model);
  if (!card || typeof knobs !== 'object' || knobs === null) return net;
  return { ...net, knobs: withDefaults(card.knobs, knobs as NetSpec['knobs']) };
}

/** Foreign text, short enough to be read. */
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 120);
