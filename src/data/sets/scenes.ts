// Scenes to find digits in: MNIST over clouds.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset, type LoadContext } from '../dataset.ts';
import { sceneKnobs, sceneSamples } from '../scene-set.ts';
import type { Objects } from '../scenes.ts';
import mnist from './mnist.ts';

const SIDE = 28;
const SIZE = 48;
const TRAIN = 2000;

export const card = {
  id: 'scenes',
  title: { en: 'Scenes of digits', zh: '数字场景' },
  plain: {
    en: 'One to four handwritten digits of several sizes on 48 × 48 pixels, over clouds made by chance. A network says where each is and which. Labels are counted by the largest digit of a scene.',
    zh: '48 × 48 像素的随机云纹背景上，有一到四个大小不一的手写数字。网络要说出每个数字在哪里、是几。标签按场景中最大的数字计数。',
  },
  credit: `${mnist.credit}; backgrounds generated from a seed`,
  shape: [SIZE, SIZE, 1],
  classes: mnist.classes,
  counts: { train: TRAIN, validation: 150, test: 300 },
  anchors: { size: SIZE, strides: [8, 16], scales: [1.25, 1.77], ratios: [1, 2] },
  knobs: sceneKnobs(TRAIN),
} as const satisfies DatasetCard;

/** What each part's digits are taken from: no digit of one is in another. */
export async function digitsFor(
  context: LoadContext,
): Promise<Record<'train' | 'validation' | 'test', Objects>> {
  const { train, validation, test } = await mnist.load({ ...context, knobs: { noise: 0, labelNoise: 0 } });
  const objects = (part: typeof train): Objects => ({ ...part, side: SIDE });
  return { train: objects(train), validation: objects(validation), test: objects(test) };
}

export const LOOK = { sides: [14, 32], background: 'clouds' } as const;

export default defineDataset({
  ...card,
  load: async (context) => sceneSamples({ card, scene: LOOK, objects: await digitsFor(context) }, context),
});
