// How a set of points in the plane is made from a seed: class by class in turn, each point with chance of its own, so
// more points leave the first ones where they are, and more noise moves every point further the same way.
import type { DatasetCard, RangeKnob, Words } from '../contract/cards.ts';
import { type Dataset, defineDataset, knob, type LoadContext, type Part } from './dataset.ts';
import { flipLabels, labelNoiseKnob, noiseKnob } from './noise.ts';
import { type Random, random } from './random.ts';

const POINTS = 400;
const VALIDATION = 400;
const TEST = 1000;

export interface Toy {
  readonly id: string;
  readonly title: Words;
  readonly plain: Words;
  readonly credit: string;
  readonly classes: readonly string[];
  /** Standard deviation of the noise, by default. */
  readonly noise: number;
  /** A point of a class before the noise, about within [-1, 1]². */
  place(label: number, chance: Random): readonly [x: number, y: number];
}

export function defineToy(toy: Toy): Dataset {
  const card: DatasetCard = {
    id: toy.id,
    title: toy.title,
    plain: toy.plain,
    credit: toy.credit,
    shape: [2],
    classes: toy.classes,
    counts: { train: POINTS, validation: VALIDATION, test: TEST },
    knobs: { noise: noiseKnob(0.5, toy.noise), labelNoise: labelNoiseKnob(), points: pointsKnob() },
  };
  return defineDataset({
    ...card,
    async load(context) {
      const train = draw(toy, 'train', Math.round(knob(context, 'points')), context);
      const flips = random(context.seed, toy.id, 'flips');
      return {
        shape: card.shape,
        classes: card.classes,
        train: { x: train.x, y: flipLabels(train.y, knob(context, 'labelNoise'), toy.classes.length, flips) },
        validation: draw(toy, 'validation', VALIDATION, context),
        test: draw(toy, 'test', TEST, context),
      };
    },
  });
}

/** x is [count, 2], y is [count] with the classes in turn. */
function draw(toy: Toy, part: string, count: number, context: LoadContext): Part {
  const sigma = knob(context, 'noise');
  const x = new Float32Array(count * 2);
  const y = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const chance = random(context.seed, toy.id, part, i);
    const label = i % toy.classes.length;
    const [px, py] = toy.place(label, chance);
    x[2 * i] = px + sigma * chance.normal();
    x[2 * i + 1] = py + sigma * chance.normal();
    y[i] = label;
  }
  return { x, y };
}

function pointsKnob(): RangeKnob {
  return {
    kind: 'range',
    min: 50,
    max: 4000,
    step: 50,
    default: POINTS,
    live: false,
    scale: 'log',
    label: { en: 'Training points', zh: '训练点数' },
    symbol: 'n',
    hint: { en: 'How many points there are to learn from.', zh: '可供学习的点的数量。' },
  };
}
