// Scanned digits to learn and to be tested on, printed ones without labels beside them: a pool from elsewhere.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { imageKnobs, loadImages, loadWhole } from '../image-set.ts';
import digits from './digits.ts';

const { load: _, ...scanned } = digits;

const card: DatasetCard = {
  ...scanned,
  id: 'mixed-digits',
  title: { en: 'Digits 8 × 8, printed pool', zh: '8 × 8 数字，印刷体样本池' },
  plain: {
    en: 'Labels and test are the scanned, handwritten digits; the pool without labels is 2,280 printed ones, from 57 faces of 12 fonts. Does asking a teacher about those help with these?',
    zh: '标签和测试是扫描的手写数字；无标签的样本池是 2,280 个印刷体数字，来自 12 种字体的 57 款。就这些去问教师，对那些有帮助吗？',
  },
  credit: `${scanned.credit}; printed: fonts under the SIL Open Font License`,
  counts: { ...scanned.counts, train: scanned.counts.train + 2280 },
  teachersOf: scanned.id,
  knobs: imageKnobs(),
};

export default defineDataset({
  ...card,
  async load(context) {
    const [own, pool] = await Promise.all([
      loadImages(scanned, { validation: 20, test: 40 }, context),
      loadWhole('printed', context),
    ]);
    return { ...own, pool };
  },
});
