// From a set-up to the samples of a run: everything is loaded, split and shared out before the first step.
import type { AnchorSpec } from '../contract/cards.ts';
import type { Setup } from '../contract/setup.ts';
import { DATA_SEED, type Dataset, knobNumbers, type Part, type Read, type Samples } from './dataset.ts';
import { budget, everyPosition } from './split.ts';

/** What may lie in memory for one run. The largest set, MNIST, takes about 75 MiB. */
const MAX_RESIDENT_BYTES = 256 * 1024 * 1024;

export interface PreparedData {
  /** The data set's id. */
  readonly id: string;
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** All training samples, [n, …shape]. What follows points into them. */
  readonly x: Float32Array;
  /** Their labels, [n], wrong ones included. */
  readonly y: Int32Array;
  /** Of scenes: the objects in each training sample, and the boxes that detectors start from. */
  readonly truths?: NonNullable<Part['truths']>;
  readonly anchors?: AnchorSpec;
  readonly validation: Part;
  readonly test: Part;
  /** Samples of classes that nobody learns, where the set has any. */
  readonly novel?: Part;
  /** The training samples whose labels the teacher is given, ascending. */
  readonly teacher: Int32Array;
  /** What the student is given, for each seed: setup.seed, setup.seed + 1, … Labeled and pool share no sample. */
  readonly students: readonly { readonly labeled: Int32Array; readonly pool: Int32Array }[];
}

/**
 * Loads a data set and shares it out. The data do not depend on the run's seed but on the draw (see DATA_SEED); the labels
 * and the pool of student and teacher do; labels come from the training part alone, and the pool too where it is not from
 * elsewhere.
 * @throws a sentence when files are damaged or more labels or samples are asked for than there are.
 */
export async function prepareData(
  dataset: Dataset,
  setup: Pick<Setup, 'data' | 'seed' | 'seeds'>,
  read: Read,
): Promise<PreparedData> {
  const { labels } = setup.data;
  const samples = await dataset.load({
    seed: setup.data.draw ?? DATA_SEED,
    knobs: knobNumbers(dataset, setup.data.knobs),
    read,
  });
  checkSamples(dataset.id, samples);
  const { shape, classes, anchors, train, validation, test, pool, novel } = samples;
  const indices = everyPosition(train.y.length);
  const all = pool ? joined(train, pool) : train;
  const elsewhere = pool && everyPosition(all.y.length).subarray(indices.length);
  const common = { set: dataset.id, y: train.y, classes, indices };
  return {
    id: dataset.id,
    shape,
    classes,
    x: all.x,
    y: all.y,
    ...(all.truths && { truths: all.truths }),
    ...(anchors && { anchors }),
    validation,
    test,
    ...(novel && { novel }),
    teacher: budget({ ...common, perClass: labels.teacher, pool: 0, seed: setup.seed, who: 'teacher' })
      .labeled,
    students: Array.from({ length: setup.seeds }, (_, i) =>
      budget({
        ...common,
        perClass: labels.student,
        pool: setup.data.pool,
        ...(elsewhere && { poolIndices: elsewhere }),
        seed: setup.seed + i,
        who: 'student',
      }),
    ),
  };
}

function joined(a: Part, b: Part): Part {
  const x = new Float32Array(a.x.length + b.x.length);
  const y = new Int32Array(a.y.length + b.y.length);
  x.set(a.x);
  x.set(b.x, a.x.length);
  y.set(a.y);
  y.set(b.y, a.y.length);
  return a.truths && b.truths ? { x, y, truths: [...a.truths, ...b.truths] } : { x, y };
}

/** What every data set must keep, whoever wrote it. */
function checkSamples(id: string, { shape, classes, anchors, train, validation, test, pool }: Samples): void {
  const size = shape.reduce((product, n) => product * n, 1);
  let bytes = 0;
  for (const [name, part] of Object.entries({ train, validation, test, ...(pool && { pool }) })) {
    const { x, y } = part;
    if (y.length === 0 || x.length !== y.length * size) {
      throw new Error(`${id}: ${name} has ${x.length} numbers for ${y.length} samples of shape [${shape}].`);
    }
    const stray = y.find((label) => !(label >= 0 && label < classes.length));
    if ((part.truths?.length ?? 0) !== (anchors ? y.length : 0))
      throw new Error(
        `${id}: ${name} has ${y.length} samples and ${part.truths?.length ?? 0} lists of objects.`,
      );
    if (stray !== undefined)
      throw new Error(`${id}: ${name} has the label ${stray}, there are ${classes.length} classes.`);
    bytes += x.byteLength + y.byteLength;
  }
  if (bytes > MAX_RESIDENT_BYTES)
    throw new Error(`${id}: takes ${bytes} bytes of memory, at most ${MAX_RESIDENT_BYTES} are allowed.`);
}
