// A data set that the visitor brought, as every other: its card, and its samples split by a seed and made ready.
import { classCounts, type OwnData, partSizes, problemOf } from '../contract/own-data.ts';
import { type Dataset, defineDataset, knob, type LoadContext, type Part } from './dataset.ts';
import { imageKnobs } from './image-set.ts';
import { addNoise, flipLabels } from './noise.ts';
import { random } from './random.ts';

/** @throws a sentence when the data are not what they should be. */
export function ownDataset(data: OwnData): Dataset {
  const problem = problemOf(data);
  if (problem) throw new Error(problem);
  const sizes = classCounts(data.y, data.classes.length).map((n) => partSizes(n, data.shares));
  const total = (part: 'train' | 'validation' | 'test') => sizes.reduce((sum, size) => sum + size[part], 0);
  return defineDataset({
    id: data.id,
    title: { en: data.name, zh: data.name },
    plain: PLAIN[data.kind],
    credit: 'Your own data; it stays on this machine.',
    shape: data.shape,
    classes: data.classes,
    counts: { train: total('train'), validation: total('validation'), test: total('test') },
    scarcest: Math.min(...sizes.map(({ train }) => train)),
    knobs: imageKnobs(),
    async load(context) {
      const { train, validation, test } = splitOwn(data, context.seed);
      const scale = scaleOf(data, train);
      const part = (name: string, rows: Int32Array) => partOf(data, name, rows, scale, context);
      const learned = part('train', train);
      const flips = random(context.seed, data.id, 'flips');
      const y = flipLabels(learned.y, knob(context, 'labelNoise'), data.classes.length, flips);
      return {
        shape: data.shape,
        classes: data.classes,
        train: { x: learned.x, y },
        validation: part('validation', validation),
        test: part('test', test),
      };
    },
  });
}

const PLAIN: Readonly<Record<OwnData['kind'], Dataset['plain']>> = {
  points: { en: 'Points of the plane, as you drew them.', zh: '您画出的平面上的点。' },
  table: {
    en: 'Rows of your table. Every column is standardised: less its mean, over its standard deviation, both of the training part.',
    zh: '您的表格中的各行。每一列都经过标准化：减去训练部分的均值，再除以训练部分的标准差。',
  },
  images: {
    en: 'Your images, resized; pixels go from 0 to 1.',
    zh: '您的图片，已缩放；像素取值从 0 到 1。',
  },
};

/** The rows of each part, ascending; of every class the asked share, by chance that belongs to the class's place. */
export function splitOwn(
  { id, y, classes, shares }: Pick<OwnData, 'id' | 'y' | 'classes' | 'shares'>,
  seed: number,
): { train: Int32Array; validation: Int32Array; test: Int32Array } {
  const members: number[][] = classes.map(() => []);
  for (let i = 0; i < y.length; i++) members[y[i] as number]?.push(i);
  const parts = { test: [] as number[], validation: [] as number[], train: [] as number[] };
  for (const [label, rows] of members.entries()) {
    const order = random(seed, id, 'split', label).permutation(rows.length);
    const { test, validation } = partSizes(rows.length, shares);
    for (const [k, place] of order.entries()) {
      const part = k < test ? parts.test : k < test + validation ? parts.validation : parts.train;
      part.push(rows[place] as number);
    }
  }
  const ascending = (rows: number[]) => Int32Array.from(rows).sort();
  return {
    train: ascending(parts.train),
    validation: ascending(parts.validation),
    test: ascending(parts.test),
  };
}

/** x ↦ (x − shift) · factor for every number of a sample, each [size]. */
interface Scale {
  readonly shift: Float64Array;
  readonly factor: Float64Array;
}

/** Pixels to [0, 1], points as they are, columns of a table by mean and standard deviation of the training rows. */
function scaleOf({ kind, x, shape }: OwnData, train: Int32Array): Scale {
  const size = shape.reduce((product, n) => product * n, 1);
  const shift = new Float64Array(size);
  const factor = new Float64Array(size).fill(kind === 'images' ? 1 / 255 : 1);
  if (kind !== 'table') return { shift, factor };
  for (let column = 0; column < size; column++) {
    const at = (row: number) => x[row * size + column] as number;
    const mean = train.reduce((sum, row) => sum + at(row), 0) / train.length;
    const variance = train.reduce((sum, row) => sum + (at(row) - mean) ** 2, 0) / train.length;
    shift[column] = mean;
    // What rounding leaves of a column that never changes is no deviation.
    const deviation = Math.sqrt(variance);
    factor[column] = deviation > 1e-12 * Math.max(1e-30, Math.abs(mean)) && deviation > 0 ? 1 / deviation : 0;
  }
  return { shift, factor };
}

function partOf(
  data: OwnData,
  name: string,
  rows: Int32Array,
  { shift, factor }: Scale,
  context: LoadContext,
): Part {
  const size = shift.length;
  const sigma = knob(context, 'noise');
  const x = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) {
    const sample = x.subarray(i * size, (i + 1) * size);
    for (let k = 0; k < size; k++)
      sample[k] = ((data.x[row * size + k] as number) - (shift[k] as number)) * (factor[k] as number);
    if (sigma > 0) addNoise(sample, sigma, random(context.seed, data.id, 'noise', name, row));
  }
  return { x, y: Int32Array.from(rows, (row) => data.y[row] as number) };
}
