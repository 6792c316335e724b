// Scenes in colour with a pool from elsewhere: emoji of two other makers, over stripes.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { sceneSamples } from '../scene-set.ts';
import { emojiOf, LOOK, card as scenes } from './emoji-scenes.ts';

const POOL = 1200;

const card = {
  ...scenes,
  id: 'shifted-emoji-scenes',
  title: { en: 'Scenes of emoji, shifted pool', zh: '表情符号场景，偏移的样本池' },
  plain: {
    en: 'Labels and test are emoji of Noto and Twemoji over clouds; the pool without labels is the same emoji as two other makers draw them (OpenMoji, Fluent), over stripes.',
    zh: '标签和测试是云纹上的 Noto 与 Twemoji 表情符号；无标签的样本池是另外两家（OpenMoji、Fluent）所画的同样的表情符号，以条纹为背景。',
  },
  credit: `${scenes.credit}; OpenMoji, CC BY-SA 4.0; Fluent UI Emoji, © Microsoft Corporation, MIT`,
  counts: { ...scenes.counts, train: scenes.counts.train + POOL },
  teachersOf: scenes.id,
} as const satisfies DatasetCard;

export default defineDataset({
  ...card,
  async load(context) {
    const [emoji, others] = await Promise.all([
      emojiOf(context, ['noto', 'twemoji']),
      emojiOf(context, ['openmoji', 'fluent-emoji-flat']),
    ]);
    const pool = { scene: { ...LOOK, background: 'stripes' as const }, objects: others, count: POOL };
    const objects = { train: emoji, validation: emoji, test: emoji };
    return sceneSamples({ card: { ...card, id: scenes.id }, scene: LOOK, objects, pool }, context);
  },
});
