// The small scenes: four glyphs to find on 32 × 32 pixels. Nothing is loaded, and detectors learn them in a minute.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset, type LoadContext } from '../dataset.ts';
import { sceneKnobs, sceneSamples } from '../scene-set.ts';
import type { Objects } from '../scenes.ts';
import { classNames, pattern, SIDE } from './glyphs.ts';

const CLASSES = 4;
const SIZE = 32;
const TRAIN = 2000;

const card = {
  id: 'glyph-scenes',
  title: { en: 'Scenes of glyphs', zh: '字形场景' },
  plain: {
    en: 'One to four of four glyphs of strokes on 32 × 32 pixels, over clouds made by chance. A network says where each is and which. Labels are counted by the largest glyph of a scene.',
    zh: '32 × 32 像素的随机云纹背景上，有一到四个由笔画组成的字形，共四种。网络要说出每个字形在哪里、是哪一种。标签按场景中最大的字形计数。',
  },
  credit: 'Generated from a seed',
  shape: [SIZE, SIZE, 1],
  classes: classNames(0).slice(0, CLASSES),
  counts: { train: TRAIN, validation: 80, test: 160 },
  anchors: { size: SIZE, strides: [8, 16], scales: [1, 1.41], ratios: [1] },
  knobs: sceneKnobs(TRAIN),
} as const satisfies DatasetCard;

export default defineDataset({
  ...card,
  async load(context: LoadContext) {
    const patterns = card.classes.map(pattern);
    const images: Objects = {
      x: Float32Array.from(patterns.flatMap((one) => Array.from(one))),
      y: Int32Array.from(patterns, (_, label) => label),
      side: SIDE,
    };
    return sceneSamples(
      {
        card,
        scene: { sides: [11, 22], background: 'clouds' },
        objects: { train: images, validation: images, test: images },
      },
      context,
    );
  },
});
