// The small scenes with a pool from elsewhere: glyphs of broad strokes over stripes.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { sceneSamples } from '../scene-set.ts';
import { glyphs, LOOK, card as scenes } from './glyph-scenes.ts';
import { SIDE } from './glyphs.ts';

const POOL = 1200;

const card = {
  ...scenes,
  id: 'shifted-glyph-scenes',
  title: { en: 'Scenes of glyphs, shifted pool', zh: '字形场景，偏移的样本池' },
  plain: {
    en: 'Labels and test are glyphs over clouds; the pool without labels is the same glyphs in broad strokes over stripes. Does what a teacher says of those help with these?',
    zh: '标签和测试是云纹上的字形；无标签的样本池是条纹上笔画加粗的同样字形。教师对那些所说的，对这些有帮助吗？',
  },
  counts: { ...scenes.counts, train: scenes.counts.train + POOL },
  teachersOf: scenes.id,
} as const satisfies DatasetCard;

/** Strokes twice as broad: each pixel spreads to the right, down, and to both. */
export const broad = (strokes: Float32Array): Float32Array =>
  strokes.map((ink, i) => {
    const [row, column] = [Math.floor(i / SIDE), i % SIDE];
    const above = row > 0 ? (strokes[i - SIDE] as number) : 0;
    const left = column > 0 ? (strokes[i - 1] as number) : 0;
    const corner = row > 0 && column > 0 ? (strokes[i - SIDE - 1] as number) : 0;
    return Math.max(ink, above, left, corner);
  });

export default defineDataset({
  ...card,
  async load(context) {
    const pool = { scene: { ...LOOK, background: 'stripes' as const }, objects: glyphs(broad), count: POOL };
    const objects = { train: glyphs(), validation: glyphs(), test: glyphs() };
    return sceneSamples({ card: { ...card, id: scenes.id }, scene: LOOK, objects, pool }, context);
  },
});
