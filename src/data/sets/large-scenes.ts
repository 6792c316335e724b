// The large scenes: emoji in colour on 96 × 96 pixels, with a pyramid of three levels.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { sceneKnobs, sceneSamples } from '../scene-set.ts';
import { emojiOf, card as small } from './emoji-scenes.ts';

const SIZE = 96;
const TRAIN = 600;
/** So many scenes fit into the least storage buffer that WebGPU promises. */
const MOST = 1000;

const card = {
  ...small,
  id: 'large-scenes',
  title: { en: 'Large scenes of emoji', zh: '大幅表情符号场景' },
  plain: {
    en: 'One to six of ten emoji of two makers (Noto, Twemoji) on 96 × 96 pixels in colour, from small to large, over clouds made by chance. Labels are counted by the largest emoji of a scene.',
    zh: '96 × 96 像素的彩色随机云纹背景上，有一到六个大小不一的表情符号，共十种，出自两家（Noto、Twemoji）。标签按场景中最大的表情符号计数。',
  },
  shape: [SIZE, SIZE, 3],
  counts: { train: TRAIN, validation: 60, test: 120 },
  anchors: { size: SIZE, strides: [8, 16, 32], scales: [1.5, 2.1], ratios: [1] },
  knobs: sceneKnobs(TRAIN, { most: MOST, objects: 6 }),
} as const satisfies DatasetCard;

export default defineDataset({
  ...card,
  async load(context) {
    const emoji = await emojiOf(context, ['noto', 'twemoji']);
    const objects = { train: emoji, validation: emoji, test: emoji };
    return sceneSamples({ card, scene: { sides: [14, 64], background: 'clouds' }, objects }, context);
  },
});
