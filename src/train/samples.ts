// Samples by the name of their set and their place in it.
import type { SampleSet } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import type { Truth } from '../detect/matching.ts';

const NAMES: Readonly<Record<SampleSet, string>> = {
  test: 'test',
  validation: 'validation',
  train: 'training',
};

/** How many samples a set has; `train`: what the first seed's student is given, labels or not. */
export function countOf(data: PreparedData, set: SampleSet): number {
  return set === 'train' ? labeledOf(data).length + poolOf(data).length : data[set].y.length;
}

/**
 * Some samples: values [n, features], the truth, and the label a student is given, −1 where it is given none; of scenes the
 * objects in each.
 * @throws a sentence where there is no such sample
 */
export function samplesOf(data: PreparedData, set: SampleSet, indices: readonly number[]) {
  const count = countOf(data, set);
  const { x, y, truths: all } = set === 'train' ? data : data[set];
  const features = x.length / y.length;
  const values = new Float32Array(indices.length * features);
  const labels = new Int32Array(indices.length);
  const given = new Int32Array(indices.length);
  const truths: (readonly Truth[])[] = [];
  indices.forEach((index, i) => {
    if (!(Number.isInteger(index) && index >= 0 && index < count))
      throw new Error(`There is no ${NAMES[set]} sample ${index}; there are ${count}.`);
    const at = set === 'train' ? placeOf(data, index) : index;
    values.set(x.subarray(at * features, (at + 1) * features), i * features);
    labels[i] = y[at] as number;
    if (all) truths.push(all[at] ?? []);
    given[i] = set === 'train' && index >= labeledOf(data).length ? -1 : (y[at] as number);
  });
  return { values, labels, given, truths };
}

const labeledOf = ({ students }: PreparedData): Int32Array => students[0]?.labeled ?? new Int32Array();
const poolOf = ({ students }: PreparedData): Int32Array => students[0]?.pool ?? new Int32Array();

function placeOf(data: PreparedData, index: number): number {
  const labeled = labeledOf(data);
  return (index < labeled.length ? labeled[index] : poolOf(data)[index - labeled.length]) as number;
}
