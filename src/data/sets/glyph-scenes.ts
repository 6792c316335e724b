// The small scenes: four glyphs to find on 32 × 32 pixels. Nothing is loaded, and detectors learn them in a minute.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset, type LoadContext } from '../dataset.ts';
import { sceneKnobs, sceneSamples } from '../scene-set.ts';
import type { Objects } from '../scenes.ts';
import { classNames, pattern, SIDE } from './glyphs.ts';

const CLASSES = 4;
const SIZE = 32;
const TRAIN = 2000;

export const card = {
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

export const LOOK = { sides: [11, 22], background: 'clouds' } as const;

/** A picture of every glyph, of its strokes as `draw` leaves them. */
export function glyphs(draw = (strokes: Float32Array) => strokes): Objects {
  const patterns = card.classes.map((name) => draw(pattern(name)));
  return {
    x: Float32Array.from(patterns.flatMap((one) => Array.from(one))),
    y: Int32Array.from(patterns, (_, label) => label),
    side: SIDE,
  };
}

export default defineDataset({
  ...card,
  async load(context: LoadContext) {
    const objects = { train: glyphs(), validation: glyphs(), test: glyphs() };
    return sceneSamples({ card, scene: LOOK, objects }, context);
  },
});
