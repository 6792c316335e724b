// Glyphs: every class is three of twelve strokes, so classes that share strokes look alike. As many classes as wanted.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset, knob, type LoadContext, type Part } from '../dataset.ts';
import { addNoise, flipLabels, labelNoiseKnob, noiseKnob } from '../noise.ts';
import { random } from '../random.ts';
import { wholeKnob } from '../whole-knob.ts';

export const SIDE = 10;
const MOST = 60;
const CLASSES = 20;
const EACH = 40;
const VALIDATION = 10;
const TEST = 30;
/** Further classes nobody learns, and samples of each. */
const NOVEL = 20;
const NOVEL_EACH = 25;

/** The strokes by name, from point to point, in pixels. */
const STROKES: Readonly<Record<string, readonly [x1: number, y1: number, x2: number, y2: number]>> = {
  a: [2, 2, 7, 2],
  b: [2, 4.5, 7, 4.5],
  c: [2, 7, 7, 7],
  d: [2, 2, 2, 7],
  e: [4.5, 2, 4.5, 7],
  f: [7, 2, 7, 7],
  g: [2, 2, 7, 7],
  h: [7, 2, 2, 7],
  i: [2, 4.5, 4.5, 2],
  j: [4.5, 2, 7, 4.5],
  k: [7, 4.5, 4.5, 7],
  l: [4.5, 7, 2, 4.5],
};

/** The strokes of each class, three letters each; all different. They are the same however many classes there are. */
export function classNames(seed: number): string[] {
  const letters = Object.keys(STROKES);
  const all = letters.flatMap((one, i) =>
    letters.slice(i + 1).flatMap((two, j) => letters.slice(i + j + 2).map((three) => one + two + three)),
  );
  const order = random(seed, 'glyphs', 'classes').permutation(all.length);
  return Array.from(order.subarray(0, MOST), (k) => all[k] as string);
}

const card: DatasetCard = {
  id: 'glyphs',
  title: { en: 'Glyphs', zh: '笔画字形' },
  plain: {
    en: 'Every class is three of twelve strokes on ten by ten pixels, moved a little and noisy. Classes that share strokes look alike, so the wrong answers of a teacher mean something. As many classes as you like.',
    zh: '每一类由十二种笔画中的三种组成，画在 10 × 10 像素上，略有位移并带噪声。共用笔画的类别彼此相像，因此教师的错误答案也有含义。类别数可任选。',
  },
  credit: 'Generated from a seed',
  shape: [SIDE, SIDE, 1],
  classes: classNames(0).slice(0, CLASSES),
  counts: { train: CLASSES * EACH, validation: CLASSES * VALIDATION, test: CLASSES * TEST },
  knobs: {
    classes: wholeKnob('C', [2, CLASSES, MOST], {
      label: { en: 'Classes', zh: '类别数' },
      hint: { en: 'More classes share more strokes.', zh: '类别越多，共用的笔画越多。' },
    }),
    each: wholeKnob('n', [5, EACH, 200], {
      label: { en: 'Training samples a class', zh: '每类训练样本数' },
      hint: { en: 'How many there are to learn from.', zh: '可供学习的样本数量。' },
    }),
    shift: wholeKnob('s', [0, 1, 2], {
      label: { en: 'Moved by at most', zh: '最大位移' },
      hint: { en: 'Pixels, in each direction, by chance.', zh: '各方向上随机移动的像素数。' },
    }),
    noise: noiseKnob(1, 0.3),
    labelNoise: labelNoiseKnob(),
  },
};

export default defineDataset({
  ...card,
  async load(context) {
    const count = Math.round(knob(context, 'classes'));
    const all = classNames(context.seed);
    const classes = all.slice(0, count);
    const novel = all.slice(count, count + NOVEL).map(pattern);
    const patterns = classes.map(pattern);
    const part = (name: string, each: number) => draw(name, patterns, each, context);
    const train = part('train', Math.round(knob(context, 'each')));
    const flips = random(context.seed, card.id, 'flips');
    return {
      shape: card.shape,
      classes,
      train: { x: train.x, y: flipLabels(train.y, knob(context, 'labelNoise'), classes.length, flips) },
      validation: part('validation', VALIDATION),
      test: part('test', TEST),
      ...(novel.length > 0 && { novel: draw('novel', novel, NOVEL_EACH, context) }),
    };
  },
});

/** What a glyph of these strokes looks like, [SIDE · SIDE], 1 on a stroke and less beside it. */
export function pattern(strokes: string): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const distances = Array.from(strokes, (name) => distance(i % SIDE, Math.floor(i / SIDE), name));
    return Math.max(0, Math.min(1, 1.2 - Math.min(...distances)));
  });
}

/** Pixels from a point to a stroke. */
function distance(x: number, y: number, name: string): number {
  const [x1, y1, x2, y2] = STROKES[name] ?? [0, 0, 0, 0];
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

/** x is [classes · each, SIDE, SIDE, 1], the classes in turn; every sample has chance of its own. */
function draw(name: string, patterns: readonly Float32Array[], each: number, context: LoadContext): Part {
  const [shift, sigma] = [Math.round(knob(context, 'shift')), knob(context, 'noise')];
  const count = patterns.length * each;
  const x = new Float32Array(count * SIDE * SIDE);
  const y = Int32Array.from({ length: count }, (_, i) => i % patterns.length);
  for (const [i, label] of y.entries()) {
    const chance = random(context.seed, card.id, name, label, Math.floor(i / patterns.length));
    const move = () => chance.int(2 * shift + 1) - shift;
    const sample = x.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
    place(patterns[label] as Float32Array, sample, move(), move());
    addNoise(sample, sigma, chance);
  }
  return { x, y };
}

/** A pattern moved by whole pixels; what leaves the square is gone. */
function place(from: Float32Array, to: Float32Array, right: number, down: number): void {
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const [r, c] = [row - down, column - right];
      if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) to[row * SIDE + column] = from[r * SIDE + c] as number;
    }
  }
}
