// Scenes in colour: emoji of two makers over tinted clouds.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset, type LoadContext } from '../dataset.ts';
import { loadWhole } from '../image-set.ts';
import { sceneKnobs, sceneSamples } from '../scene-set.ts';
import type { Objects } from '../scenes.ts';

const SIDE = 28;
const SIZE = 48;
const TRAIN = 2000;

export const card = {
  id: 'emoji-scenes',
  title: { en: 'Scenes of emoji', zh: '表情符号场景' },
  plain: {
    en: 'One to four of ten emoji of two makers (Noto, Twemoji) on 48 × 48 pixels in colour, over clouds made by chance. Labels are counted by the largest emoji of a scene.',
    zh: '48 × 48 像素的彩色随机云纹背景上，有一到四个表情符号，共十种，出自两家（Noto、Twemoji）。标签按场景中最大的表情符号计数。',
  },
  credit:
    'Noto Emoji, Google, Apache-2.0; Twemoji, © Twitter, Inc and other contributors, CC BY 4.0; backgrounds generated from a seed',
  shape: [SIZE, SIZE, 3],
  classes: ['cat', 'dog', 'apple', 'car', 'tree', 'ball', 'sunflower', 'mushroom', 'crab', 'balloon'],
  counts: { train: TRAIN, validation: 150, test: 300 },
  anchors: { size: SIZE, strides: [8, 16], scales: [1.5, 2.1], ratios: [1] },
  knobs: sceneKnobs(TRAIN),
} as const satisfies DatasetCard;

export const LOOK = { sides: [14, 32], background: 'clouds' } as const;

/** The emoji of some makers, one after another. */
export async function emojiOf(context: LoadContext, makers: readonly string[]): Promise<Objects> {
  const sets = await Promise.all(
    makers.map((maker) => loadWhole(`emoji-${maker}`, { ...context, knobs: { noise: 0 } })),
  );
  return {
    x: Float32Array.from(sets.flatMap(({ x }) => Array.from(x))),
    y: Int32Array.from(sets.flatMap(({ y }) => Array.from(y))),
    side: SIDE,
    coloured: true,
  };
}

export default defineDataset({
  ...card,
  async load(context) {
    const emoji = await emojiOf(context, ['noto', 'twemoji']);
    const objects = { train: emoji, validation: emoji, test: emoji };
    return sceneSamples({ card, scene: LOOK, objects }, context);
  },
});
