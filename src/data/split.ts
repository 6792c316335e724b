// Who is given which samples: training, validation and test; the labels of teacher and student; the unlabeled pool.
import { type Random, random } from './random.ts';

/**
 * Cuts a set into parts with equally many samples of every class, and a rest.
 * @param y labels, [n]
 * @param perClass samples a class of each part
 * @returns the positions in each part and, last, those in the rest; ascending, and no position twice.
 * @throws when a class has too few samples.
 */
export function stratify(
  set: string,
  y: ArrayLike<number>,
  classes: readonly string[],
  perClass: readonly number[],
  chance: Random,
): Int32Array[] {
  const parts: number[][] = [...perClass, 0].map(() => []);
  const wanted = perClass.reduce((sum, count) => sum + count, 0);
  for (const [label, members] of byClass(y, everyPosition(y.length), classes.length).entries()) {
    if (members.length < wanted)
      throw new Error(
        `${set}: ${wanted} samples a class are set aside, class ${classes[label]} has ${members.length}.`,
      );
    const order = chance.permutation(members.length);
    let at = 0;
    for (const [p, part] of parts.entries()) {
      const end = p < perClass.length ? at + (perClass[p] as number) : members.length;
      for (; at < end; at++) part.push(members[order[at] as number] as number);
    }
  }
  return parts.map((part) => Int32Array.from(part).sort());
}

export interface Budget {
  /** The data set's id, for the sentence when there is too little. */
  readonly set: string;
  /** The labels as given (noisy ones too): who chooses samples by class sees no others. [n] */
  readonly y: Int32Array;
  readonly classes: readonly string[];
  /** The positions to choose from. */
  readonly indices: Int32Array;
  /** Labels a class; 0 means all. */
  readonly perClass: number;
  /** Further samples, without labels. */
  readonly pool: number;
  /** The positions the pool is drawn from, where not from those that are left. */
  readonly poolIndices?: Int32Array;
  readonly seed: number;
  /** The two have unrelated chance. */
  readonly who: 'teacher' | 'student';
}

/**
 * The labeled samples, equally many of every class, and a pool that shares none with them; ascending.
 * With one seed, a smaller number of labels gives a subset of the labels of a larger one.
 * @throws when a class has fewer labels, or the rest fewer samples, than were asked for.
 */
export function budget(wanted: Budget): { labeled: Int32Array; pool: Int32Array } {
  const { set, y, classes, indices, perClass, pool, poolIndices = indices, seed, who } = wanted;
  const labeled =
    perClass === 0
      ? Int32Array.from(indices).sort()
      : drawLabels({ set, y, classes, indices, perClass, seed, who });
  const taken = new Set(labeled);
  const rest = poolIndices.filter((index) => !taken.has(index));
  if (pool > rest.length) {
    throw new Error(
      `${set}: a pool of ${pool} samples was asked for, beside the ${labeled.length} labeled ones there are ${rest.length}.`,
    );
  }
  // The order is one of all samples, whoever is labeled, so that a few labels more or less leave most of the pool as it was.
  const order = random(seed, who, 'pool').permutation(poolIndices.length);
  const drawn = new Int32Array(pool);
  for (let k = 0, at = 0; at < pool; k++) {
    const index = poolIndices[order[k] as number] as number;
    if (!taken.has(index)) drawn[at++] = index;
  }
  return { labeled, pool: drawn.sort() };
}

function drawLabels({ set, y, classes, indices, perClass, seed, who }: Omit<Budget, 'pool'>): Int32Array {
  const groups = byClass(y, indices, classes.length);
  const scarce = groups.reduce(
    (least, members, label) => (members.length < (groups[least]?.length ?? 0) ? label : least),
    0,
  );
  const fewest = groups[scarce]?.length ?? 0;
  if (fewest < perClass)
    throw new Error(
      `${set}: ${perClass} labels a class were asked for, class ${classes[scarce]} has ${fewest}.`,
    );
  const labeled = groups.flatMap((members, label) => {
    const order = random(seed, who, 'labels', label).permutation(members.length);
    return Array.from(order.subarray(0, perClass), (k) => members[k] as number);
  });
  return Int32Array.from(labeled).sort();
}

function byClass(y: ArrayLike<number>, indices: Int32Array, classes: number): number[][] {
  const groups: number[][] = Array.from({ length: classes }, () => []);
  for (const index of indices) {
    const group = groups[y[index] as number];
    if (!group) throw new Error(`Sample ${index} has the label ${y[index]}, there are ${classes} classes.`);
    group.push(index);
  }
  return groups;
}

/** 0 … n-1. */
export function everyPosition(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}
