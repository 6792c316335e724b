// Scenes to find digits in, with a pool from elsewhere: printed digits over stripes.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { loadWhole } from '../image-set.ts';
import { sceneSamples } from '../scene-set.ts';
import { digitsFor, LOOK, card as scenes } from './scenes.ts';

const POOL = 1200;
const PRINTED_SIDE = 8;

const card = {
  ...scenes,
  id: 'shifted-scenes',
  title: { en: 'Scenes of digits, shifted pool', zh: '数字场景，偏移的样本池' },
  plain: {
    en: 'Labels and test are handwritten digits over clouds; the pool without labels is printed digits over stripes. Does what a teacher says of those help with these?',
    zh: '标签和测试是云纹上的手写数字；无标签的样本池是条纹上的印刷体数字。教师对那些所说的，对这些有帮助吗？',
  },
  credit: `${scenes.credit}; printed digits: fonts under the SIL Open Font License`,
  counts: { ...scenes.counts, train: scenes.counts.train + POOL },
  teachersOf: scenes.id,
} as const satisfies DatasetCard;

export default defineDataset({
  ...card,
  async load(context) {
    const [objects, printed] = await Promise.all([
      digitsFor(context),
      loadWhole('printed', { ...context, knobs: { noise: 0 } }),
    ]);
    const pool = {
      scene: { ...LOOK, background: 'stripes' as const },
      objects: { ...printed, side: PRINTED_SIDE },
      count: POOL,
    };
    return sceneSamples({ card: { ...card, id: scenes.id }, scene: LOOK, objects, pool }, context);
  },
});
