// The small one: 8 × 8 digits, all 1,797. It loads at once.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { imageKnobs, loadImages } from '../image-set.ts';

const card: DatasetCard = {
  id: 'digits',
  title: { en: 'Digits 8 × 8', zh: '8 × 8 数字' },
  plain: {
    en: 'Handwritten digits of 64 pixels. Small enough to see every pixel and to train in seconds.',
    zh: '只有 64 个像素的手写数字:小到能看清每个像素,几秒钟就能训练完。',
  },
  credit:
    'E. Alpaydin & C. Kaynak, Optical Recognition of Handwritten Digits, UCI, CC BY 4.0; through scikit-learn',
  shape: [8, 8, 1],
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  counts: { train: 1197, validation: 200, test: 400 },
  knobs: imageKnobs(),
};

export default defineDataset({
  ...card,
  load: (context) => loadImages(card, { validation: 20, test: 40 }, context),
});
